-- table: runs
-- severity: gate
-- meaning: The newest run that took items in counts as many as the ledger has for it.
WITH counted AS (
    SELECT
        run_id,
        count(*) FILTER (status = 'loaded') AS loaded,
        count(*) FILTER (status = 'duplicate') AS duplicate,
        count(*) FILTER (status = 'quarantined') AS quarantined
    FROM source_items
    WHERE run_id = (SELECT max(run_id) FROM source_items)
    GROUP BY run_id
)

SELECT runs.run_id
FROM runs
JOIN counted USING (run_id)
WHERE
    (runs.items_loaded, runs.items_duplicate, runs.items_quarantined)
    IS DISTINCT FROM (counted.loaded, counted.duplicate, counted.quarantined)
