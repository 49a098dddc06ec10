-- Versions of an article are ordered by what they say of themselves, never by when they came in.
WITH versions AS MATERIALIZED (
    SELECT
        document_id,
        row_number() OVER oldest_first AS version,
        row_number() OVER oldest_first = count(*) OVER (PARTITION BY article_id) AS is_latest
    FROM lake.documents
    WINDOW oldest_first AS (
        PARTITION BY article_id
        ORDER BY modified_at NULLS FIRST, published_at NULLS FIRST, content_hash, document_id
    )
),

groups AS MATERIALIZED (
    SELECT
        document_id,
        min(duplicate_group_id) AS duplicate_group_id,
        NOT bool_or(is_original) AS is_duplicate
    FROM lake.duplicate_groups
    GROUP BY document_id
),

closest_stories AS MATERIALIZED (
    SELECT
        document_id,
        arg_min(story_id, (-similarity, story_id)) AS story_id
    FROM lake.story_documents
    GROUP BY document_id
)

SELECT
    documents.* EXCLUDE (run_id),
    versions.version,
    versions.is_latest,
    groups.duplicate_group_id,
    coalesce(groups.is_duplicate, false) AS is_duplicate,
    closest_stories.story_id,
    documents.run_id
FROM lake.documents AS documents
LEFT JOIN versions USING (document_id)
LEFT JOIN groups USING (document_id)
LEFT JOIN closest_stories USING (document_id)
ORDER BY documents.document_id
