-- How it is written, the most common spelling first.
SELECT
    mentions.text AS spelling,
    count(*) AS mention_count,
    count(DISTINCT mentions.document_id) AS document_count
FROM entity_mentions AS mentions
JOIN latest_documents USING (document_id)
WHERE mentions.entity_id = $entity_id
GROUP BY mentions.text
ORDER BY mention_count DESC, document_count DESC, spelling
LIMIT $most
