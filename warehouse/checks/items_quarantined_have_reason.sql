-- table: source_items
-- column: status
-- severity: gate
-- meaning: Every item in quarantine has a row there that says why.
SELECT
    items.source_uri,
    items.source_id
FROM source_items AS items
ANTI JOIN quarantine
    ON items.source_uri = quarantine.source_uri AND items.source_id = quarantine.source_id
WHERE items.status = 'quarantined'
