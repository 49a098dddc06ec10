-- table: documents
-- severity: warning
-- meaning: Every document has at least one passage.
SELECT document_id
FROM documents
ANTI JOIN passages USING (document_id)
