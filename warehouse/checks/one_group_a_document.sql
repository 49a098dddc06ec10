-- table: duplicate_groups
-- column: document_id
-- severity: gate
-- meaning: A document is in one duplicate group at most.
SELECT document_id
FROM duplicate_groups
GROUP BY document_id
HAVING count(*) > 1
