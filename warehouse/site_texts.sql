-- The articles of some sites, and of no known site, with the lines that were cut as repeated ones.
WITH cut AS (
    SELECT
        document_id,
        string_agg(text, chr(10)) AS lines
    FROM lake.removed_passages
    WHERE rule_id = 'repeated_line'
    GROUP BY document_id
)

SELECT
    documents.document_id,
    documents.article_id,
    documents.site,
    documents.source_uri,
    documents.extractor,
    concat_ws(chr(10), documents.text, cut.lines) AS text
FROM lake.documents AS documents
LEFT JOIN cut USING (document_id)
WHERE documents.site IS NULL OR documents.site IN (SELECT unnest($sites))
