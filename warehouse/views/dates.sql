-- Every date, resolved to the days it means, with its sentence.
SELECT
    quantity_id,
    site,
    published_date,
    title,
    text,
    comparator,
    iso,
    date_start,
    date_end,
    modifier,
    sentence,
    is_duplicate,
    story_id,
    document_id,
    start_offset,
    end_offset
FROM numbers
WHERE kind = 'date'
