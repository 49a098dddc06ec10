-- The documents that a word of the user may mean: by id, by the source's own id, by address; those of
-- the best kind of match, the newest version of each article first.
WITH ranked AS (
    SELECT
        document_id,
        article_id,
        source_id,
        is_latest,
        coalesce(title, left(text, 60)) AS title,
        CASE
            WHEN document_id = $wanted THEN 0
            WHEN source_id = $wanted THEN 1
            WHEN rtrim(url, '/') = rtrim($wanted, '/') OR source_uri = $wanted THEN 2
            WHEN starts_with(document_id, $wanted) THEN 3
            WHEN starts_with(source_id, $wanted) THEN 4
        END AS match
    FROM documents
)

SELECT
    document_id,
    article_id,
    source_id,
    title
FROM ranked
WHERE match IS NOT NULL
QUALIFY
    match = min(match) OVER ()
    AND (match = 0 OR row_number() OVER (PARTITION BY article_id ORDER BY is_latest DESC, document_id) = 1)
ORDER BY source_id, document_id
