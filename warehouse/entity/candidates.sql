-- The entities that a name may mean, the most named first. It fits as an id, a name, another
-- spelling, the beginning of an id, or words of a spelling; the first of these that fits counts.
WITH wanted AS (
    SELECT strip_accents(lower(trim($name))) AS name
),

spellings AS (
    SELECT
        entity_id,
        name AS spelling,
        true AS is_name
    FROM entities
    UNION ALL
    SELECT
        entity_id,
        unnest(aliases) AS spelling,
        false AS is_name
    FROM entities
),

fits AS (
    SELECT
        spellings.entity_id,
        min(CASE
            WHEN spellings.entity_id = wanted.name THEN 1
            WHEN folded.spelling = wanted.name AND spellings.is_name THEN 2
            WHEN folded.spelling = wanted.name THEN 3
            WHEN length(wanted.name) >= 6 AND starts_with(spellings.entity_id, wanted.name) THEN 4
            WHEN contains(concat(' ', folded.spelling, ' '), concat(' ', wanted.name, ' ')) THEN 5
        END) AS fit
    FROM spellings
    CROSS JOIN wanted
    CROSS JOIN LATERAL (SELECT strip_accents(lower(spellings.spelling)) AS spelling) AS folded
    WHERE wanted.name <> ''
    GROUP BY spellings.entity_id
)

SELECT
    entities.entity_id,
    entities.name,
    entities.label,
    entities.country_code,
    entities.document_count,
    entities.mention_count
FROM fits
JOIN entities USING (entity_id)
WHERE fits.fit IS NOT NULL
QUALIFY fits.fit = min(fits.fit) OVER ()
ORDER BY
    entities.document_count DESC, entities.mention_count DESC, entities.name, entities.entity_id
