-- table: documents
-- column: is_latest
-- severity: gate
-- meaning: Every article has just one newest version.
SELECT article_id
FROM documents
GROUP BY article_id
HAVING count(*) FILTER (is_latest) <> 1
