-- The names most like one that nothing goes by, whole or in one of their words.
WITH spellings AS (
    SELECT
        entity_id,
        unnest(list_prepend(name, aliases)) AS spelling
    FROM entities
),

words AS (
    SELECT
        entity_id,
        unnest(list_prepend(spelling, string_split(spelling, ' '))) AS word
    FROM spellings
),

likeness AS (
    SELECT
        entity_id,
        max(jaro_winkler_similarity(strip_accents(lower(word)), strip_accents(lower(trim($name)))))
            AS similarity
    FROM words
    GROUP BY entity_id
)

SELECT entities.name
FROM likeness
JOIN entities USING (entity_id)
WHERE likeness.similarity > 0.85
GROUP BY entities.name
ORDER BY max(likeness.similarity) DESC, max(entities.document_count) DESC, entities.name
LIMIT 3
