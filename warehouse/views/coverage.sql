-- How many articles each outlet published a day, in their newest version.
--
-- document_count: Whole articles.
-- duplicate_count: Those of them that another outlet's article is the original of.
-- stub_count: Paywalls, video pages, galleries and the like: not among the whole articles.
-- truncated_count: Whole articles of which text is known to be missing.
-- word_count: Words in the whole articles.
SELECT
    published_date,
    site,
    count(*) FILTER (NOT is_stub) AS document_count,
    count(*) FILTER (NOT is_stub AND is_duplicate) AS duplicate_count,
    count(*) FILTER (is_stub) AS stub_count,
    count(*) FILTER (NOT is_stub AND is_truncated) AS truncated_count,
    coalesce(sum(word_count) FILTER (NOT is_stub), 0)::BIGINT AS word_count
FROM documents
WHERE is_latest
GROUP BY ALL
ORDER BY published_date, site
