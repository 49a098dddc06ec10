-- Every number, amount, date and time in the newest version of a whole article, with its sentence.
--
-- sentence: The sentence it stands in.
-- title: The headline of the document.
SELECT
    quantities.quantity_id,
    documents.site,
    documents.published_date,
    documents.title,
    quantities.kind,
    quantities.text,
    quantities.comparator,
    quantities.value,
    quantities.value_low,
    quantities.value_high,
    quantities.unit,
    quantities.counted,
    quantities.modifier,
    quantities.per,
    quantities.iso,
    quantities.date_start,
    quantities.date_end,
    span(documents.text, sentences.start_offset, sentences.end_offset) AS sentence,
    documents.is_duplicate,
    documents.story_id,
    quantities.document_id,
    quantities.sentence_index,
    quantities.start_offset,
    quantities.end_offset,
    quantities.rule_id
FROM quantities
JOIN latest_documents AS documents USING (document_id)
LEFT JOIN sentences USING (document_id, sentence_index)
