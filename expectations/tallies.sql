-- What is counted in a shard, by site: counts that can be added up over shards.
-- One row a site and tally; a tally that a site has none of has no row.
WITH document_tallies AS (
    SELECT
        coalesce(nullif(documents.site, ''), '(no site)') AS site,
        count(*) AS documents,
        sum(documents.word_count) AS words,
        count(*) FILTER (WHERE documents.published_at IS NULL) AS documents_without_date,
        count(*) FILTER (WHERE coalesce(len(documents.authors), 0) = 0)
            AS documents_without_author,
        count(*) FILTER (WHERE documents.title IS NULL) AS documents_without_title,
        count(*) FILTER (WHERE documents.is_stub) AS stubs,
        sum(documents.character_count) AS kept_characters
    FROM documents
    GROUP BY ALL
),

languages AS (
    SELECT
        coalesce(nullif(documents.site, ''), '(no site)') AS site,
        'language_' || coalesce(documents.language, 'unknown') AS tally,
        count(*) AS value
    FROM documents
    GROUP BY ALL
),

child_rows AS (
    SELECT document_id, 'removed_characters' AS tally, length(text) AS value
    FROM removed_passages
    -- What a page has around its article was never taken for a part of it.
    WHERE rule_id <> 'html.outside'
    UNION ALL
    SELECT document_id, 'mentions' AS tally, 1 AS value FROM entity_mentions
    UNION ALL
    SELECT document_id, 'quantities' AS tally, 1 AS value FROM quantities
    UNION ALL
    SELECT document_id, 'quotes' AS tally, 1 AS value FROM quotes
),

children AS (
    SELECT
        coalesce(nullif(documents.site, ''), '(no site)') AS site,
        child_rows.tally,
        sum(child_rows.value) AS value
    FROM child_rows
    INNER JOIN documents USING (document_id)
    GROUP BY ALL
),

tallies AS (
    SELECT site, tally, value
    FROM document_tallies
    UNPIVOT (value FOR tally IN (COLUMNS(* EXCLUDE (site))))
    UNION ALL
    SELECT site, tally, value FROM languages
    UNION ALL
    SELECT site, tally, value FROM children
)

SELECT site, tally, value::DOUBLE AS value
FROM tallies
WHERE value > 0
ORDER BY site, tally
