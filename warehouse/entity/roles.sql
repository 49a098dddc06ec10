-- The roles that are given to a person, in the order in which they were first seen; if there are
-- more than are asked for, those that the most documents give.
WITH counted AS (
    SELECT
        mentions.office,
        coalesce(organizations.name, mentions.role_organization) AS organization,
        mentions.role_status AS status,
        mode(mentions.role ORDER BY mentions.role) AS as_printed,
        min(documents.published_date) AS first_seen,
        max(documents.published_date) AS last_seen,
        count(DISTINCT mentions.document_id) AS document_count
    FROM entity_mentions AS mentions
    JOIN latest_documents AS documents USING (document_id)
    LEFT JOIN entities AS organizations
        ON mentions.role_organization_id = organizations.entity_id
    WHERE mentions.entity_id = $entity_id AND mentions.role IS NOT NULL
    GROUP BY ALL
),

chosen AS (
    SELECT *
    FROM counted
    ORDER BY document_count DESC, last_seen DESC NULLS LAST, office, organization, status
    LIMIT $most
)

SELECT *
FROM chosen
ORDER BY
    first_seen NULLS LAST, last_seen, document_count DESC, office, organization,
    status
