-- table: documents
-- severity: gate
-- meaning: Every document came from an item of a source that the ledger knows.
SELECT documents.document_id
FROM documents
ANTI JOIN source_items AS items
    ON documents.source_uri = items.source_uri AND documents.source_id = items.source_id
