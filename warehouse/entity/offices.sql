-- Who holds which office in a country or body, by the roles that articles give to people.
SELECT
    people.name AS person,
    mentions.office,
    mentions.role_status AS status,
    min(documents.published_date) AS first_seen,
    max(documents.published_date) AS last_seen,
    count(DISTINCT mentions.document_id) AS document_count
FROM entity_mentions AS mentions
JOIN latest_documents AS documents USING (document_id)
JOIN entities AS people USING (entity_id)
WHERE mentions.role_organization_id = $entity_id
GROUP BY people.entity_id, people.name, mentions.office, mentions.role_status
ORDER BY document_count DESC, last_seen DESC NULLS LAST, person, office, status
LIMIT $most
