-- Who and what it is named with in one sentence.
SELECT
    other_name AS name,
    other_label AS label,
    document_count,
    sentence_count,
    other_entity_id AS entity_id
FROM entity_pairs
WHERE entity_id = $entity_id
ORDER BY document_count DESC, sentence_count DESC, name, other_entity_id
LIMIT $most
