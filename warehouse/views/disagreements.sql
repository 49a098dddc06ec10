-- Where the outlets of a story contradict each other: the facts with the most independent documents first.
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
WHERE verdict = 'disagree'
ORDER BY independent_count DESC, document_count DESC, story_id, fact_id
