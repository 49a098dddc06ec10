-- In reading order, so that the quotes of a document lie together in the file.
SELECT
    quotes.*,
    links.entity_id AS speaker_entity_id
FROM lake.quotes AS quotes
LEFT JOIN lake.mention_links AS links ON quotes.speaker_mention_id = links.mention_id
ORDER BY quotes.document_id, quotes.start_offset, quotes.end_offset, quotes.quote_id
