-- table: source_items
-- column: document_id
-- severity: gate
-- meaning: Every item that was taken in has its document.
SELECT
    items.source_uri,
    items.source_id
FROM source_items AS items
ANTI JOIN documents USING (document_id)
WHERE items.status IN ('loaded', 'unchanged', 'duplicate')
