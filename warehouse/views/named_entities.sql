-- Everybody and everything that is named in the newest version of a whole article, the most named
-- first.
--
-- document_count: Documents that name it, in their newest version.
-- independent_count: The same, a duplicate group counted once.
-- mention_count: Times it is named in them.
-- site_count: Outlets that name it.
-- first_published_at: When the first document that names it was published.
-- last_published_at: When the last document that names it was published.
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
    entities.aliases,
    entities.country_code,
    count(*) AS document_count,
    count(DISTINCT coalesce(documents.duplicate_group_id, documents.document_id))
        AS independent_count,
    sum(per_document.mention_count)::BIGINT AS mention_count,
    count(DISTINCT documents.site) AS site_count,
    min(documents.published_at) AS first_published_at,
    max(documents.published_at) AS last_published_at
FROM per_document
JOIN documents USING (document_id)
JOIN entities ON per_document.entity_id = entities.entity_id
WHERE documents.is_latest AND NOT documents.is_stub
GROUP BY ALL
ORDER BY document_count DESC, mention_count DESC, per_document.name, per_document.entity_id
