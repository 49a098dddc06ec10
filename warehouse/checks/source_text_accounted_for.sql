-- table: documents
-- severity: warning
-- meaning: Kept and removed passages follow on each other in the source: no text between is lost.
--
-- A gap of a few characters is the white space or the bullet between two lines.
WITH pieces AS (
    SELECT document_id, source_start, source_end
    FROM passages
    UNION ALL
    SELECT document_id, source_start, source_end
    FROM removed_passages
),

reached AS (
    SELECT
        document_id,
        source_start,
        max(source_end) OVER (
            PARTITION BY document_id
            ORDER BY source_start, source_end
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS read_until
    FROM pieces
    WHERE source_start IS NOT NULL
)

SELECT DISTINCT reached.document_id
FROM reached
JOIN documents USING (document_id)
WHERE documents.source_kind = 'text' AND reached.source_start - coalesce(reached.read_until, 0) > 16
