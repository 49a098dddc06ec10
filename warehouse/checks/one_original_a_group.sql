-- table: duplicate_groups
-- column: is_original
-- severity: gate
-- meaning: Every duplicate group has just one original, and at least one duplicate of it.
SELECT duplicate_group_id
FROM duplicate_groups
GROUP BY duplicate_group_id
HAVING count(*) FILTER (is_original) <> 1 OR count(*) < 2
