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
WITH named AS (
    SELECT
        mentions.document_id,
        -- One list a document, sorted and split below: several sorted aggregates need far more room.
        list_sort(list(struct_pack(
            start_offset := mentions.start_offset,
            label := mentions.label,
            name := translate(coalesce(entities.name, mentions.name), ',;#|', '    '),
            country_code := coalesce(entities.country_code, '')
        ))) AS mentions
    FROM entity_mentions AS mentions
    LEFT JOIN entities USING (entity_id)
    GROUP BY mentions.document_id
),

counted AS (
    SELECT
        document_id,
        list_sort(list(struct_pack(
            start_offset := start_offset,
            is_date := kind = 'date',
            iso := iso,
            date_start := date_start,
            amount := coalesce(value, value_low, value_high),
            counted := translate(concat_ws(' ', unit, counted), ',;#|', '    ')
        ))) AS quantities
    FROM quantities
    WHERE kind <> 'time'
    GROUP BY document_id
),

quoted AS (
    SELECT
        document_id,
        list_sort(list(struct_pack(
            start_offset := start_offset,
            length := end_offset - start_offset,
            verb := translate(coalesce(cue_text, ''), '#|', '  '),
            text := translate(text, '#|', '  ')
        ))) AS quotes
    FROM quotes
    GROUP BY document_id
),

split AS (
    SELECT
        documents.document_id,
        documents.published_at,
        documents.url,
        documents.site,
        documents.source_uri,
        documents.source_id,
        named.mentions,
        [m for m in named.mentions if m.label IN ('GPE', 'LOC', 'FAC')] AS places,
        [m for m in named.mentions if m.label = 'PERSON'] AS people,
        [m for m in named.mentions if m.label = 'ORG'] AS organizations,
        [q for q in counted.quantities if q.is_date AND q.date_start IS NOT NULL] AS dates,
        [q for q in counted.quantities if NOT q.is_date AND q.amount IS NOT NULL] AS amounts,
        quoted.quotes
    FROM latest_documents AS documents
    LEFT JOIN named USING (document_id)
    LEFT JOIN counted USING (document_id)
    LEFT JOIN quoted USING (document_id)
)

SELECT
    document_id AS gkg_record_id,
    strftime(published_at AT TIME ZONE 'UTC', '%Y%m%d%H%M%S') AS date,
    CASE WHEN url IS NULL THEN 2 ELSE 1 END AS source_collection_identifier,
    site AS source_common_name,
    coalesce(url, concat(source_uri, '#', source_id)) AS document_identifier,
    nullif(array_to_string(list_sort(list_distinct(
        [concat('#', p.name, '#', p.country_code, '####') for p in places]
    )), ';'), '') AS locations,
    nullif(array_to_string(
        [concat('#', p.name, '#', p.country_code, '######', p.start_offset) for p in places], ';'
    ), '') AS enhanced_locations,
    nullif(array_to_string(list_sort(list_distinct([p.name for p in people])), ';'), '') AS persons,
    nullif(array_to_string(
        [concat(p.name, ',', p.start_offset) for p in people], ';'
    ), '') AS enhanced_persons,
    nullif(array_to_string(
        list_sort(list_distinct([o.name for o in organizations])), ';'
    ), '') AS organizations,
    nullif(array_to_string(
        [concat(o.name, ',', o.start_offset) for o in organizations], ';'
    ), '') AS enhanced_organizations,
    nullif(array_to_string([
        concat_ws(
            ',',
            CASE length(d.iso) WHEN 4 THEN 1 WHEN 7 THEN 2 ELSE 3 END,
            CASE WHEN length(d.iso) = 4 THEN 0 ELSE month(d.date_start) END,
            CASE WHEN length(d.iso) IN (4, 7) THEN 0 ELSE day(d.date_start) END,
            year(d.date_start),
            d.start_offset
        ) for d in dates
    ], ';'), '') AS enhanced_dates,
    nullif(array_to_string(
        [concat_ws('|', q.start_offset, q.length, q.verb, q.text) for q in quotes], '#'
    ), '') AS quotations,
    nullif(array_to_string(
        [concat(m.name, ',', m.start_offset) for m in mentions], ';'
    ), '') AS all_names,
    nullif(array_to_string([
        concat_ws(
            ',', rtrim(rtrim(a.amount::VARCHAR, '0'), '.'), a.counted, a.start_offset
        ) for a in amounts
    ], ';'), '') AS amounts
FROM split
