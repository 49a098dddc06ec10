-- How often each entity is named day by day; filter by entity_id or name.
--
-- document_count: Documents of the day that name it.
-- independent_count: The same, a duplicate group counted once.
-- mention_count: Times it is named on the day.
-- site_count: Outlets that name it on the day.
WITH per_document AS (
    -- The names are joined in here so that a filter on them is applied before the mentions are read.
    SELECT
        entities.entity_id,
        entities.name,
        entities.label,
        mentions.document_id,
        count(*) AS mention_count
    FROM entity_mentions AS mentions
    JOIN entities USING (entity_id)
    GROUP BY ALL
)

SELECT
    per_document.entity_id,
    per_document.name,
    per_document.label,
    documents.published_date,
    count(*) AS document_count,
    count(DISTINCT coalesce(documents.duplicate_group_id, documents.document_id))
        AS independent_count,
    sum(per_document.mention_count)::BIGINT AS mention_count,
    count(DISTINCT documents.site) AS site_count
FROM per_document
JOIN documents USING (document_id)
WHERE documents.is_latest AND NOT documents.is_stub AND documents.published_date IS NOT NULL
GROUP BY ALL
ORDER BY per_document.name, per_document.entity_id, documents.published_date
