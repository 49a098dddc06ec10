-- In reading order, so that the numbers of a document lie together in the file.
SELECT *
FROM lake.quantities
ORDER BY document_id, start_offset, end_offset, quantity_id
