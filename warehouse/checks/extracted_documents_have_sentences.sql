-- table: documents
-- severity: warning
-- meaning: Every document that was extracted in full has at least one sentence.
SELECT document_id
FROM documents
ANTI JOIN sentences USING (document_id)
WHERE extraction_status = 'full'
