-- One row a document in the manner of GDELT's Global Knowledge Graph 2.1: the same fields in the
-- same encodings, as far as newsmill knows them (no themes, tone, images or coordinates).
--
-- gkg_record_id: The document's id.
-- date: When it was published, as YYYYMMDDHHMMSS in UTC.
-- source_collection_identifier: 1 where the identifier is a URL, else 2.
-- source_common_name: The outlet.
-- document_identifier: The URL, else the source and the item's id in it.
-- locations: Places as type#name#country#adm1#latitude#longitude#feature; only name and country.
-- enhanced_locations: Each mention as type#name#country#adm1#adm2#latitude#longitude#feature#offset.
-- persons: Names, separated by semicolons.
-- enhanced_persons: Each mention as name,offset.
-- organizations: Names, separated by semicolons.
-- enhanced_organizations: Each mention as name,offset.
-- enhanced_dates: Each date as resolution (1 year, 2 month, 3 day),month,day,year,offset.
-- quotations: Each quote as offset|length|verb|quote, separated by #.
-- all_names: Every mention of anybody or anything as name,offset.
-- amounts: Each number as amount,object,offset.
WITH names AS (
    SELECT
        mentions.document_id,
        mentions.start_offset,
        mentions.label,
        entities.country_code,
        translate(coalesce(entities.name, mentions.name), ',;#|', '    ') AS name
    FROM entity_mentions AS mentions
    LEFT JOIN entities USING (entity_id)
),

named AS (
    SELECT
        document_id,
        list_sort(list(DISTINCT concat('#', name, '#', country_code, '####')) FILTER (
            label IN ('GPE', 'LOC', 'FAC')
        )) AS locations,
        list(concat('#', name, '#', country_code, '######', start_offset) ORDER BY start_offset)
            FILTER (label IN ('GPE', 'LOC', 'FAC')) AS enhanced_locations,
        list_sort(list(DISTINCT name) FILTER (label = 'PERSON')) AS persons,
        list(concat(name, ',', start_offset) ORDER BY start_offset)
            FILTER (label = 'PERSON') AS enhanced_persons,
        list_sort(list(DISTINCT name) FILTER (label = 'ORG')) AS organizations,
        list(concat(name, ',', start_offset) ORDER BY start_offset)
            FILTER (label = 'ORG') AS enhanced_organizations,
        list(concat(name, ',', start_offset) ORDER BY start_offset) AS all_names
    FROM names
    GROUP BY document_id
),

counted AS (
    SELECT
        document_id,
        list(
            concat_ws(
                ',',
                CASE length(iso) WHEN 4 THEN 1 WHEN 7 THEN 2 ELSE 3 END,
                CASE WHEN length(iso) = 4 THEN 0 ELSE month(date_start) END,
                CASE WHEN length(iso) IN (4, 7) THEN 0 ELSE day(date_start) END,
                year(date_start),
                start_offset
            )
            ORDER BY start_offset
        ) FILTER (kind = 'date' AND date_start IS NOT NULL) AS enhanced_dates,
        list(
            concat_ws(
                ',',
                rtrim(rtrim(coalesce(value, value_low, value_high)::VARCHAR, '0'), '.'),
                translate(concat_ws(' ', unit, counted), ',;#|', '    '),
                start_offset
            )
            ORDER BY start_offset
        ) FILTER (
            kind NOT IN ('date', 'time') AND coalesce(value, value_low, value_high) IS NOT NULL
        ) AS amounts
    FROM quantities
    GROUP BY document_id
),

quoted AS (
    SELECT
        document_id,
        list(
            concat_ws(
                '|',
                start_offset,
                end_offset - start_offset,
                translate(coalesce(cue_text, ''), '#|', '  '),
                translate(text, '#|', '  ')
            )
            ORDER BY start_offset
        ) AS quotations
    FROM quotes
    GROUP BY document_id
)

SELECT
    documents.document_id AS gkg_record_id,
    strftime(documents.published_at AT TIME ZONE 'UTC', '%Y%m%d%H%M%S') AS date,
    CASE WHEN documents.url IS NULL THEN 2 ELSE 1 END AS source_collection_identifier,
    documents.site AS source_common_name,
    coalesce(documents.url, concat(documents.source_uri, '#', documents.source_id))
        AS document_identifier,
    array_to_string(named.locations, ';') AS locations,
    array_to_string(named.enhanced_locations, ';') AS enhanced_locations,
    array_to_string(named.persons, ';') AS persons,
    array_to_string(named.enhanced_persons, ';') AS enhanced_persons,
    array_to_string(named.organizations, ';') AS organizations,
    array_to_string(named.enhanced_organizations, ';') AS enhanced_organizations,
    array_to_string(counted.enhanced_dates, ';') AS enhanced_dates,
    array_to_string(quoted.quotations, '#') AS quotations,
    array_to_string(named.all_names, ';') AS all_names,
    array_to_string(counted.amounts, ';') AS amounts
FROM latest_documents AS documents
LEFT JOIN named USING (document_id)
LEFT JOIN counted USING (document_id)
LEFT JOIN quoted USING (document_id)
