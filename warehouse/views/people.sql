-- Who is named how often, by how many outlets, and with which role last; the most named first.
--
-- role: The role given to the person last, as printed.
-- organization: The country or body of that role.
-- role_published_at: When the document that gives it was published.
WITH last_roles AS (
    SELECT
        entity_id,
        arg_max(role_row, published_order) AS last_role
    FROM (
        SELECT
            mentions.entity_id,
            struct_pack(
                role := mentions.role,
                office := mentions.office,
                role_status := mentions.role_status,
                organization := coalesce(organizations.name, mentions.role_organization),
                published_at := documents.published_at
            ) AS role_row,
            -- All of the key, so that equal times do not leave the choice to chance.
            (
                coalesce(documents.published_at, '-infinity'::TIMESTAMPTZ),
                documents.document_id,
                -mentions.start_offset
            ) AS published_order
        FROM entity_mentions AS mentions
        JOIN latest_documents AS documents USING (document_id)
        LEFT JOIN entities AS organizations
            ON mentions.role_organization_id = organizations.entity_id
        WHERE mentions.role IS NOT NULL
    )
    GROUP BY entity_id
)

SELECT
    named.entity_id,
    named.name,
    named.aliases,
    last_roles.last_role.role AS role,
    last_roles.last_role.office AS office,
    last_roles.last_role.role_status AS role_status,
    last_roles.last_role.organization AS organization,
    last_roles.last_role.published_at AS role_published_at,
    named.country_code,
    named.document_count,
    named.independent_count,
    named.mention_count,
    named.site_count,
    named.first_published_at,
    named.last_published_at
FROM named_entities AS named
LEFT JOIN last_roles USING (entity_id)
WHERE named.label = 'PERSON'
ORDER BY named.document_count DESC, named.mention_count DESC, named.name, named.entity_id
