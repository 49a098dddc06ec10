-- How often each entity is named day by day; filter by entity_id or name.
--
-- document_count: Documents of the day that name it.
-- independent_count: The same, a duplicate group counted once.
-- mention_count: Times it is named on the day.
-- site_count: Outlets that name it on the day.
WITH per_document AS (
    SELECT
        entity_id,
        document_id,
        count(*) AS mention_count
    FROM entity_mentions
    GROUP BY ALL
)

SELECT
    entities.entity_id,
    entities.name,
    entities.label,
    documents.published_date,
    count(*) AS document_count,
    count(DISTINCT coalesce(documents.duplicate_group_id, documents.document_id))
        AS independent_count,
    sum(per_document.mention_count)::BIGINT AS mention_count,
    count(DISTINCT documents.site) AS site_count
FROM per_document
JOIN documents USING (document_id)
JOIN entities USING (entity_id)
WHERE documents.is_latest AND NOT documents.is_stub AND documents.published_date IS NOT NULL
GROUP BY ALL
ORDER BY entities.name, entities.entity_id, documents.published_date
