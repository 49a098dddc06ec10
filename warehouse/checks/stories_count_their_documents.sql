-- table: stories
-- column: document_count
-- severity: warning
-- meaning: A story counts as many documents as it has.
WITH counted AS (
    SELECT
        story_id,
        count(*) AS document_count
    FROM story_documents
    GROUP BY story_id
)

SELECT stories.story_id
FROM stories
LEFT JOIN counted USING (story_id)
WHERE stories.document_count <> coalesce(counted.document_count, 0)
