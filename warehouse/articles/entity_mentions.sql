-- Who and what it names, and who that is.
SELECT
    mentions.start_offset,
    mentions.end_offset,
    mentions.text,
    mentions.label,
    mentions.entity_id,
    entities.name,
    mentions.role,
    mentions.role_status
FROM entity_mentions AS mentions
LEFT JOIN entities USING (entity_id)
WHERE mentions.document_id = $document_id
ORDER BY mentions.start_offset, mentions.end_offset
