-- How often it is quoted, and how.
SELECT
    kind,
    count(*) AS quote_count,
    count(DISTINCT document_id) AS document_count,
    min(published_at)::DATE AS first_seen,
    max(published_at)::DATE AS last_seen
FROM quotes_by_speaker
WHERE speaker_entity_id = $entity_id
GROUP BY kind
ORDER BY quote_count DESC, kind
