-- The final status of each item. Two items of one source under one id are two rows of the ledger: all but
-- the first get their content hash behind the id, and a repeat of the very same item a number.
WITH ranked AS (
  SELECT items.*,
    row_number() OVER (
      PARTITION BY document_id, status = 'cleaned'
      ORDER BY modified_at DESC NULLS LAST, published_at NULLS LAST,
        source_uri, source_id, content_hash, shard_id, row_index
    ) AS place,
    document_id IN (SELECT document_id FROM known) AS is_known,
    row_number() OVER (
      PARTITION BY source_uri, source_id
      ORDER BY status <> 'unchanged', content_hash, shard_id, row_index
    ) AS twin
  FROM items
), told AS (
  SELECT * REPLACE (
    CASE
      WHEN status <> 'cleaned' THEN status
      WHEN is_known OR place > 1 THEN 'duplicate'
      ELSE 'loaded'
    END AS status
  ) FROM ranked
), counted AS (
  SELECT *, row_number() OVER (
    PARTITION BY status ORDER BY source_uri, shard_id, row_index
  ) AS taken FROM told
)
SELECT * EXCLUDE (place, is_known, twin, taken) REPLACE (
  CASE WHEN twin = 1 THEN source_id
    ELSE source_id || '#' || content_hash || '-' || twin END AS source_id,
  CASE WHEN status = 'loaded' AND taken > $most THEN 'deferred' ELSE status END AS status,
  CASE WHEN status = 'loaded' AND taken > $most THEN NULL ELSE document_id END AS document_id
)
FROM counted
ORDER BY source_uri, shard_id, row_index
