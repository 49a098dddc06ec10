-- The stubs of the run.
SELECT
    documents.source_uri AS source,
    documents.stub_reason AS reason,
    coalesce(documents.title, '') AS title
FROM documents
WHERE documents.run_id = $run_id AND documents.is_stub
ORDER BY documents.source_uri, documents.document_id
LIMIT 50
