-- What an earlier run, or a later item of the same run, said of a document that a newer one holds;
-- and documents that were made of an item which a newer run has made into another document.
-- The set of what lost is kept, not of what won: nearly always it is empty, and a child row whose
-- document is nowhere stays in the sight of the checks.
CREATE TABLE lake.superseded AS
WITH held AS (
    SELECT
        document_id,
        run_id,
        parse_filename(filename, true) AS shard,
        min((source_uri, source_id)) AS first_item
    FROM lake.part.documents
    GROUP BY ALL
),

items AS (
    SELECT
        source_uri,
        source_id,
        content_hash,
        document_id,
        row_number() OVER (
            PARTITION BY source_uri, source_id
            ORDER BY run_id DESC, filename
        ) = 1 AS is_current
    FROM lake.part.source_items
    WHERE status <> 'deferred'
),

-- The very same item, read again: what it was is gone. An item that has changed is a new version,
-- beside which the old one stays.
remade AS (
    SELECT DISTINCT old.document_id
    FROM items AS old
    JOIN items AS new USING (source_uri, source_id, content_hash)
    WHERE
        NOT old.is_current
        AND new.is_current
        AND old.document_id IS DISTINCT FROM new.document_id
        AND old.document_id NOT IN (
            SELECT document_id FROM items
            WHERE is_current AND document_id IS NOT NULL
        )
)

SELECT
    document_id,
    run_id,
    shard
FROM held
QUALIFY row_number() OVER (
    PARTITION BY document_id
    ORDER BY run_id DESC, first_item, shard
) > 1
UNION
SELECT
    held.document_id,
    held.run_id,
    held.shard
FROM held
SEMI JOIN remade USING (document_id)
