-- What at least two independent documents of a story say alike, the best corroborated first.
SELECT
    story_id,
    headline,
    fact_id,
    subject,
    attribute,
    object,
    unit,
    claims,
    least_value,
    greatest_value,
    document_count,
    independent_count,
    first_published_at,
    last_published_at,
    time_start,
    time_end,
    summary
FROM compared_facts
WHERE verdict = 'agree' AND independent_count >= 2
ORDER BY independent_count DESC, document_count DESC, story_id, fact_id
