-- Which companies, parties, agencies and other bodies are named how often; the most named first.
SELECT
    entity_id,
    name,
    aliases,
    country_code,
    document_count,
    independent_count,
    mention_count,
    site_count,
    first_published_at,
    last_published_at
FROM named_entities
WHERE label = 'ORG'
ORDER BY document_count DESC, mention_count DESC, name, entity_id
