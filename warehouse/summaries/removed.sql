-- What each rule cut in the run, with one example.
SELECT
    removed_passages.kind,
    removed_passages.rule_id,
    count(*) AS count,
    sum(length(removed_passages.text))::BIGINT AS characters,
    arg_min(removed_passages.text, (length(removed_passages.text), removed_passages.text)) AS example
FROM removed_passages
WHERE removed_passages.run_id = $run_id
GROUP BY ALL
ORDER BY count DESC, removed_passages.kind, removed_passages.rule_id
