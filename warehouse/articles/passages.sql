-- Its passages, in reading order.
SELECT
    passage_index,
    kind,
    start_offset,
    end_offset,
    source_start,
    source_end
FROM passages
WHERE document_id = $document_id
ORDER BY passage_index
