-- Which countries, cities, regions and buildings are named how often; the most named first.
SELECT
    entity_id,
    name,
    label,
    aliases,
    country_code,
    document_count,
    independent_count,
    mention_count,
    site_count,
    first_published_at,
    last_published_at
FROM named_entities
WHERE label IN ('GPE', 'LOC', 'FAC')
ORDER BY document_count DESC, mention_count DESC, name, entity_id
