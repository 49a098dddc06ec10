-- In reading order, so that the mentions of a document lie together in the file.
SELECT
    mentions.*,
    links.entity_id,
    links.role_organization_id
FROM lake.entity_mentions AS mentions
LEFT JOIN lake.mention_links AS links USING (mention_id)
ORDER BY mentions.document_id, mentions.start_offset, mentions.end_offset, mentions.mention_id
