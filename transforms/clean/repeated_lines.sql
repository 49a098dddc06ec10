-- The lines of new documents that are boilerplate of their site, with the articles that hold them.
-- Versions of an article count once. What does not say its site is of one site with what lies beside it.
WITH texts AS (
    SELECT * FROM documents
    UNION ALL
    SELECT earlier.*
    FROM earlier
    ANTI JOIN documents USING (document_id)
),

split AS (
    SELECT
        document_id,
        article_id,
        coalesce(site, regexp_extract(source_uri, '^(.*[/\\])?')) AS site,
        unnest(list_distinct(string_split(text, chr(10)))) AS line
    FROM texts
    -- What was clean already is kept to the letter.
    WHERE extractor <> 'none'
),

wanted AS (
    SELECT
        split.document_id,
        split.site,
        split.line
    FROM split
    SEMI JOIN documents USING (document_id)
    WHERE length(split.line) BETWEEN 1 AND $max_characters
),

sites AS (
    SELECT
        site,
        count(DISTINCT article_id) AS article_count
    FROM split
    GROUP BY site
),

counted AS (
    SELECT
        split.site,
        split.line,
        count(DISTINCT split.article_id) AS article_count
    FROM split
    SEMI JOIN wanted ON split.site = wanted.site AND split.line = wanted.line
    GROUP BY split.site, split.line
)

SELECT
    wanted.document_id,
    wanted.line,
    counted.article_count
FROM wanted
JOIN counted ON wanted.site = counted.site AND wanted.line = counted.line
JOIN sites ON wanted.site = sites.site
WHERE
    counted.article_count >= $min_articles
    AND counted.article_count >= sites.article_count
    * if(length(wanted.line) > $prose_characters, $min_share_of_prose, $min_share)
ORDER BY wanted.document_id, wanted.line
