"""What holds for the text, the dates and the fields of a document."""

from __future__ import annotations

from typing import Final

from expectations.contracts import Rule, literal

# A name in angle brackets is no markup: newswires print tickers so ("Phillips Petroleum <P>").
_MARKUP: Final = (
    r"</[a-zA-Z][a-zA-Z0-9]*\s*>"
    r"|<[a-zA-Z][a-zA-Z0-9]*\s+[a-zA-Z-]+\s*=[^>]*>"
    r"|<(div|span|script|style|iframe|img|table|figure|section|article|strong|em|h[1-6])\b[^>]*>"
    r"|<(p|a|b|i|br|hr|li|ul|td|tr)\s*/?>"
    r"|<!--|<!\[CDATA\[|<!(DOCTYPE|doctype)"
    r"|&(nbsp|amp|quot|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,6});"
)
_COMMENT_FORM: Final = (
    r"(?im)^\W*("
    r"leave a (reply|comment|response)|cancel reply|(post|add|submit) (a|your) comment"
    r"|your email address will not be published.*|required fields are marked.*"
    r"|save my name, e-?mail,? and website.*|notify me of (new|follow-?up) (posts|comments).*"
    r"|you must (be )?log(ged)? ?in to (post a )?comment.*|comments? (are|is) closed"
    r")\W*$"
)
# UTF-8 read as Windows-1252 or Latin-1: the first byte shows as one of these letters, the next as
# a sign that does not follow such a letter in any language.
_MOJIBAKE: Final = (
    r"â€[\x{0080}-\x{00BF}™œ˜šž“”¦¢]"
    r"|â\x{0080}[\x{0080}-\x{00BF}]"
    r"|Ã[\x{0080}-\x{00BF}ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—™š›œžŸ]"
    r"|Â[\x{0080}-\x{00A9}\x{00AB}-\x{00B9}\x{00BB}-\x{00BF}]"
    r"|ï»¿|ï¿½|[ÐÑ][\x{0080}-\x{00BF}‚ƒ„…†‡€‰‹‘’“”•][ÐÑ]"
)
_CONTROL: Final = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x{9F}\x{FDD0}-\x{FDEF}\x{FFFE}\x{FFFF}]"


def _text_without(name: str, pattern: str, meaning: str) -> Rule:
    return Rule(
        f"text_without_{name}",
        f"NOT regexp_matches(documents.text, {literal(pattern)})",
        meaning,
        "warning",
    )


_TEXT: Final = (
    Rule(
        "text_has_words",
        "documents.word_count > 3",
        "An article has more than three words.",
        "warning",
    ),
    _text_without("markup", _MARKUP, "No HTML is left in the text."),
    _text_without("comment_form", _COMMENT_FORM, "No comment form is left in the text."),
    _text_without("mojibake", _MOJIBAKE, "The text was decoded with the right character set."),
    _text_without("control_characters", _CONTROL, "The text holds no control characters."),
    Rule(
        "text_without_replacement_characters",
        "NOT contains(documents.text, chr(65533))",
        "No character of the text was lost when it was decoded.",
        "warning",
    ),
    Rule(
        "text_in_declared_language",
        "language_fits(documents.language, left(documents.text, 1500))",
        "The text is in the language that the document gives.",
        "warning",
    ),
    # Journalists forget a mark in one article of ten; a cleaner that cuts lines out of quotes
    # leaves them open in most.
    Rule(
        "quotes_balanced",
        "CASE WHEN documents.language = 'en' THEN quotes_balanced(documents.text) END",
        "In three of four articles, every quote that opens closes.",
        "warning",
        mostly=0.75,
    ),
    Rule(
        "counts_match_text",
        "documents.character_count = length(documents.text)",
        "character_count is the length of the text.",
    ),
    Rule(
        "words_fit_characters",
        "documents.word_count <= documents.character_count",
        "There are no more words than characters.",
    ),
)

_DATES: Final = (
    Rule(
        "published_not_in_future",
        "documents.published_at <= $now::TIMESTAMPTZ + INTERVAL 26 HOURS",
        "An article is published before it is read; 26 hours allow for a wrong time zone.",
    ),
    Rule(
        "published_has_date",
        "(documents.published_at IS NULL) = (documents.published_date IS NULL)",
        "published_at and published_date are known together.",
    ),
    Rule(
        "published_date_fits_time",
        "abs(date_diff('day', documents.published_at::DATE, documents.published_date)) <= 1",
        "published_date is the day of published_at, somewhere on Earth.",
        "warning",
    ),
    Rule(
        "published_has_precision",
        "documents.published_at IS NULL OR (documents.published_precision IS NOT NULL "
        "AND documents.published_from IS NOT NULL)",
        "A date of publication says how exact it is and what it rests on.",
        "warning",
    ),
    Rule(
        "published_before_fetched",
        "documents.published_at <= documents.fetched_at + INTERVAL 26 HOURS",
        "An article is published before it is fetched.",
        "warning",
    ),
    Rule(
        "modified_after_published",
        "documents.modified_at >= documents.published_at - INTERVAL 26 HOURS",
        "An article is changed after it is published.",
        "warning",
    ),
    Rule(
        "modified_not_in_future",
        "documents.modified_at <= $now::TIMESTAMPTZ + INTERVAL 26 HOURS",
        "An article was changed before it is read.",
        "warning",
    ),
)

_FIELDS: Final = (
    Rule(
        "stub_has_reason",
        "documents.is_stub = (documents.stub_reason IS NOT NULL)",
        "A stub says why it is one.",
    ),
    Rule(
        "title_not_blank",
        r"regexp_matches(documents.title, '\S')",
        "A headline is not blank: without one the field is null.",
        "warning",
    ),
    Rule(
        "title_is_one_line",
        "length(documents.title) <= 400 AND NOT contains(documents.title, chr(10))",
        "A headline is one line of at most 400 characters.",
        "warning",
    ),
    Rule(
        "authors_are_names",
        "NOT list_has_any(list_transform(documents.authors, lambda name: "
        r"length(name) > 100 OR regexp_matches(name, '(?i)^\s*$|@|https?:|^by\s')), [TRUE])",
        "Authors are names: no addresses, no 'By', nothing longer than 100 characters.",
        "warning",
    ),
    Rule(
        "tags_sorted",
        "documents.tags = list_sort(documents.tags)",
        "tags is sorted.",
        "warning",
    ),
    Rule(
        "url_is_web_address",
        r"regexp_full_match(documents.url, 'https?://[^\s/]+\S*')",
        "The canonical URL is a web address.",
        "warning",
    ),
)

DOCUMENT_RULES: Final = (*_TEXT, *_DATES, *_FIELDS)
