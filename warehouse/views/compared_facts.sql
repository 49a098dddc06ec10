-- What the documents of a story say about one thing, one row a fact, with each outlet's statement.
--
-- subject: Who or what it is about.
-- claims: Each outlet's statement as 'site: text', sorted.
-- least_value: The least value stated.
-- greatest_value: The greatest value stated.
-- first_published_at: When the first document that states it was published.
-- last_published_at: When the last document that states it was published.
SELECT
    said.story_id,
    said.headline,
    said.fact_id,
    said.subject,
    said.attribute,
    said.object,
    facts.unit,
    facts.verdict,
    list_sort(list(DISTINCT concat(coalesce(said.site, '?'), ': ', said.text))) AS claims,
    min(coalesce(said.value_low, said.value)) AS least_value,
    max(coalesce(said.value_high, said.value)) AS greatest_value,
    facts.document_count,
    facts.independent_count,
    min(said.published_at) AS first_published_at,
    max(said.published_at) AS last_published_at,
    facts.time_start,
    facts.time_end,
    facts.summary
FROM story_facts AS said
JOIN facts USING (fact_id)
GROUP BY ALL
