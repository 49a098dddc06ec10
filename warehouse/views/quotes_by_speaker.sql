-- Who says what, where and when: every quote with its speaker under one name, in reading order.
--
-- speaker: The speaker's name, resolved where possible, else as printed.
-- title: The headline of the document.
SELECT
    coalesce(speakers.name, quotes.speaker_text) AS speaker,
    quotes.speaker_entity_id,
    quotes.kind,
    quotes.text,
    quotes.cue_text,
    documents.site,
    documents.published_at,
    documents.title,
    documents.is_duplicate,
    documents.story_id,
    quotes.document_id,
    quotes.sentence_index,
    quotes.part_index,
    quotes.start_offset,
    quotes.end_offset,
    quotes.quote_id
FROM quotes
JOIN latest_documents AS documents USING (document_id)
LEFT JOIN entities AS speakers ON quotes.speaker_entity_id = speakers.entity_id
ORDER BY speaker, documents.published_at, quotes.document_id, quotes.start_offset
