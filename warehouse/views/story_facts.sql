-- What each document of a story says of each thing: one row a statement, side by side by fact.
--
-- subject: Who or what the statement is about.
-- speaker: Who states it, where it is quoted.
SELECT
    facts.story_id,
    stories.headline,
    facts.fact_id,
    subjects.name AS subject,
    facts.attribute,
    facts.object,
    facts.verdict,
    documents.site,
    documents.published_at,
    assertions.text,
    assertions.comparator,
    assertions.value,
    assertions.value_low,
    assertions.value_high,
    assertions.value_text,
    assertions.unit,
    assertions.time_start,
    assertions.time_end,
    speakers.name AS speaker,
    documents.is_duplicate,
    facts.summary,
    assertions.document_id,
    assertions.start_offset,
    assertions.end_offset,
    assertions.quantity_id,
    assertions.mention_id,
    assertions.assertion_id
FROM assertions
JOIN facts USING (fact_id)
JOIN stories ON facts.story_id = stories.story_id
JOIN latest_documents AS documents USING (document_id)
LEFT JOIN entities AS subjects ON facts.subject_entity_id = subjects.entity_id
LEFT JOIN entities AS speakers ON assertions.speaker_entity_id = speakers.entity_id
ORDER BY facts.story_id, facts.fact_id, documents.published_at, assertions.assertion_id
