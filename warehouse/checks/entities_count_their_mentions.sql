-- table: entities
-- column: mention_count
-- severity: warning
-- meaning: An entity counts as many mentions as there are.
WITH counted AS (
    SELECT
        entity_id,
        count(*) AS mention_count
    FROM entity_mentions
    WHERE entity_id IS NOT NULL
    GROUP BY entity_id
)

SELECT entities.entity_id
FROM entities
LEFT JOIN counted USING (entity_id)
WHERE entities.mention_count <> coalesce(counted.mention_count, 0)
