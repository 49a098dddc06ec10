-- What was cut, in source order, each piece before a passage where its place is known.
SELECT
    removed_index,
    passage_index,
    kind,
    rule_id,
    text,
    source_start,
    source_end
FROM removed_passages
WHERE document_id = $document_id
ORDER BY removed_index
