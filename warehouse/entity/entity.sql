-- One entity: how often it is named in the newest versions of whole articles, by how many, since when.
SELECT
    entities.entity_id,
    entities.name,
    entities.label,
    entities.country_code,
    coalesce(named.document_count, 0) AS document_count,
    coalesce(named.mention_count, 0) AS mention_count,
    coalesce(named.site_count, 0) AS site_count,
    named.first_published_at::DATE AS first_seen,
    named.last_published_at::DATE AS last_seen
FROM entities
LEFT JOIN named_entities AS named USING (entity_id)
WHERE entities.entity_id = $entity_id
