-- Every amount of money, in full units of its currency, with its sentence.
--
-- currency: ISO 4217 code.
SELECT
    quantity_id,
    site,
    published_date,
    title,
    text,
    comparator,
    value,
    value_low,
    value_high,
    unit AS currency,
    modifier,
    per,
    sentence,
    is_duplicate,
    story_id,
    document_id,
    start_offset,
    end_offset
FROM numbers
WHERE kind = 'money'
