-- Its numbers and dates.
SELECT
    start_offset,
    end_offset,
    text,
    kind,
    value,
    value_low,
    value_high,
    comparator,
    unit,
    counted,
    per,
    date_start,
    date_end,
    rule_id
FROM quantities
WHERE document_id = $document_id
ORDER BY start_offset, end_offset
