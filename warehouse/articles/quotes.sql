-- Who says what in it.
SELECT
    quotes.start_offset,
    quotes.end_offset,
    quotes.text,
    quotes.kind,
    quotes.speaker_text,
    entities.name AS speaker_name,
    quotes.cue_text,
    quotes.rule_id
FROM quotes
LEFT JOIN entities ON quotes.speaker_entity_id = entities.entity_id
WHERE quotes.document_id = $document_id
ORDER BY quotes.start_offset, quotes.end_offset
