-- Which entities are named in one sentence, and how often; each pair stands in both directions, so
-- that a filter on one name finds all that it is named with.
--
-- entity_id: One of the two.
-- name: Its name.
-- label: What kind of entity it is.
-- other_entity_id: The other of the two.
-- other_name: The name of the other.
-- other_label: What kind of entity the other is.
-- document_count: Documents that name both in one sentence, at most 500 characters apart.
-- sentence_count: Sentences that do.
WITH shared AS (
    -- The names are joined in here so that a filter on them is applied before the pairs are made.
    SELECT
        entities.entity_id,
        entities.name,
        entities.label,
        other.entity_id AS other_entity_id,
        one.document_id,
        count(DISTINCT one.sentence_index) AS sentence_count
    FROM entity_mentions AS one
    JOIN entities ON one.entity_id = entities.entity_id
    JOIN documents ON one.document_id = documents.document_id
    JOIN entity_mentions AS other
        ON
            one.document_id = other.document_id
            AND one.sentence_index = other.sentence_index
            AND one.entity_id <> other.entity_id
            -- A list of a thousand names is one sentence, and a million pairs.
            AND abs(one.start_offset - other.start_offset) <= 500
    WHERE documents.is_latest AND NOT documents.is_stub
    GROUP BY ALL
),

counted AS (
    SELECT
        entity_id,
        name,
        label,
        other_entity_id,
        count(*) AS document_count,
        sum(sentence_count)::BIGINT AS sentence_count
    FROM shared
    GROUP BY ALL
)

SELECT
    counted.entity_id,
    counted.name,
    counted.label,
    others.entity_id AS other_entity_id,
    others.name AS other_name,
    others.label AS other_label,
    counted.document_count,
    counted.sentence_count
FROM counted
JOIN entities AS others ON counted.other_entity_id = others.entity_id
