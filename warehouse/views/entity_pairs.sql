-- Which entities are named in one sentence, and how often; each pair stands in both directions, so
-- that a filter on one name finds all that it is named with.
--
-- entity_id: One of the two.
-- name: Its name.
-- label: What kind of entity it is.
-- other_entity_id: The other of the two.
-- other_name: The name of the other.
-- other_label: What kind of entity the other is.
-- document_count: Documents that name both in one sentence.
-- sentence_count: Sentences that name both.
WITH named AS (
    SELECT DISTINCT
        mentions.document_id,
        mentions.sentence_index,
        mentions.entity_id
    FROM entity_mentions AS mentions
    JOIN documents USING (document_id)
    WHERE documents.is_latest AND NOT documents.is_stub AND mentions.entity_id IS NOT NULL
)

SELECT
    entities.entity_id,
    entities.name,
    entities.label,
    others.entity_id AS other_entity_id,
    others.name AS other_name,
    others.label AS other_label,
    count(DISTINCT one.document_id) AS document_count,
    count(*) AS sentence_count
FROM named AS one
JOIN named AS other
    ON
        one.document_id = other.document_id
        AND one.sentence_index = other.sentence_index
        AND one.entity_id <> other.entity_id
JOIN entities ON one.entity_id = entities.entity_id
JOIN entities AS others ON other.entity_id = others.entity_id
GROUP BY ALL
