-- What an earlier run, or a later item of the same run, said of a document that a newer one holds.
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
