-- The lines of new documents that are boilerplate of their site, with the articles that hold them.
-- Versions of an article count once. What does not say its site is of one site with what lies beside it.
-- Texts are split anew each time: all lines of a large corpus at once would be too much.
WITH earlier_only AS MATERIALIZED (
    SELECT earlier.*
    FROM earlier
    ANTI JOIN documents USING (document_id)
),

texts AS NOT MATERIALIZED (
    SELECT
        document_id,
        article_id,
        coalesce(site, regexp_extract(source_uri, '^(.*[/\\])?')) AS site,
        text
    FROM (FROM documents UNION ALL FROM earlier_only)
    -- What was clean already is kept to the letter.
    WHERE extractor <> 'none' AND text IS NOT NULL
),

split AS NOT MATERIALIZED (
    SELECT
        document_id,
        article_id,
        site,
        unnest(list_distinct(string_split(text, chr(10)))) AS line
    FROM texts
),

sites AS (
    SELECT
        site,
        count(DISTINCT article_id) AS article_count
    FROM texts
    GROUP BY site
),

-- By hash, which is short: those that may be boilerplate, and few others.
frequent AS MATERIALIZED (
    SELECT
        site,
        hash(line) AS line_hash
    FROM split
    WHERE length(line) BETWEEN 1 AND $max_characters
    GROUP BY ALL
    HAVING count(*) >= $min_articles
),

found AS MATERIALIZED (
    SELECT split.*
    FROM split
    SEMI JOIN frequent ON split.site = frequent.site AND hash(split.line) = frequent.line_hash
    WHERE length(line) BETWEEN 1 AND $max_characters
),

counted AS (
    SELECT
        site,
        line,
        count(DISTINCT article_id) AS article_count
    FROM found
    GROUP BY site, line
)

SELECT
    found.document_id,
    found.line,
    counted.article_count
FROM found
SEMI JOIN documents USING (document_id)
JOIN counted ON found.site = counted.site AND found.line = counted.line
JOIN sites ON found.site = sites.site
WHERE
    counted.article_count >= $min_articles
    AND counted.article_count >= sites.article_count
    * if(length(found.line) > $prose_characters, $min_share_of_prose, $min_share)
ORDER BY found.document_id, found.line
