"""Documents and what their text is made of: passages, removed passages, sentences."""

from __future__ import annotations

from expectations.contracts import Column, Rule, Table, Type
from expectations.tables.columns import (
    DOCUMENT_ID,
    PASSAGE,
    RUN_ID,
    SENTENCE_INDEX,
    in_order,
    offsets,
    offsets_ordered,
    source_offsets_ordered,
)
from expectations.tables.document_rules import DOCUMENT_RULES

PASSAGE_KINDS = ("headline", "standfirst", "subhead", "body", "list_item", "caption", "table")
REMOVED_KINDS = (
    "comment_form",
    "navigation",
    "newsletter",
    "share",
    "related",
    "credit",
    "byline",
    "timestamp",
    "dateline",
    "desk_credit",
    "duplicate",
    "cookie",
    "copyright",
    "author_bio",
    "advertisement",
    "tags",
    "other",
)

DOCUMENTS = Table(
    name="documents",
    meaning="One article as one outlet published it, in one version.",
    key=("document_id",),
    layer="shard",
    columns=(
        Column(
            "document_id",
            Type.TEXT,
            "Stable id: hash of article_id and content_hash.",
            nullable=False,
            pattern="[0-9a-f]{20}",
        ),
        Column(
            "article_id",
            Type.TEXT,
            "Stable id of the article over its versions: hash of canonical URL, else of site (or "
            "source name) and source_id, else of the path relative to SOURCE.",
            nullable=False,
            pattern="[0-9a-f]{20}",
        ),
        Column(
            "version",
            Type.INTEGER,
            "From 1, the oldest known, by modified_at, published_at, content_hash.",
            nullable=False,
            minimum=1,
            linked=True,
        ),
        Column(
            "is_latest",
            Type.BOOLEAN,
            "Whether this is the newest known version of the article.",
            nullable=False,
            linked=True,
        ),
        Column("source_uri", Type.TEXT, "The file or URL it was read from.", nullable=False),
        Column(
            "source_id",
            Type.TEXT,
            "The record's own id in its source; the file's name where there is none.",
            nullable=False,
        ),
        Column(
            "source_kind",
            Type.TEXT,
            "The format it was read from.",
            nullable=False,
            values=("text", "html", "jsonl"),
        ),
        Column("url", Type.TEXT, "Canonical URL, where known."),
        Column(
            "site", Type.TEXT, "The outlet: the URL's host without www, or what the source says."
        ),
        Column("title", Type.TEXT, "The headline; the text begins with it too."),
        Column("authors", Type.TEXTS, "The people in the byline, in its order, without 'By'."),
        Column("section", Type.TEXT, "The section of the outlet, as the page says."),
        Column("tags", Type.TEXTS, "The page's keywords, sorted."),
        Column(
            "published_at",
            Type.TIMESTAMP,
            "When it was published, in UTC; midnight where only the day is known.",
            minimum="1600-01-01",
        ),
        Column(
            "published_date",
            Type.DATE,
            "The calendar date where it was published; relative dates resolve on it.",
            minimum="1600-01-01",
        ),
        Column(
            "published_precision",
            Type.TEXT,
            "How exactly published_at is known.",
            values=("second", "minute", "day", "month", "year"),
        ),
        Column(
            "published_utc_offset",
            Type.TEXT,
            "Offset from UTC where it was published, as ±HH:MM.",
            pattern=r"[+-]\d\d:\d\d",
        ),
        Column(
            "published_from",
            Type.TEXT,
            "Which evidence published_at rests on; 'default' is --published.",
            values=("record", "json_ld", "meta", "page", "url", "dateline", "text", "default"),
        ),
        Column(
            "modified_at", Type.TIMESTAMP, "When it was last changed, in UTC, as the page says."
        ),
        Column("fetched_at", Type.TIMESTAMP, "When it was fetched, where the source says."),
        Column("dateline", Type.TEXT, "The dateline as printed; it is not in the text."),
        Column("dateline_place", Type.TEXT, "The place in the dateline."),
        Column("dateline_agency", Type.TEXT, "The agency in the dateline."),
        Column(
            "language",
            Type.TEXT,
            "ISO 639-1 code; und: cannot be told, and is not English.",
            pattern="[a-z]{2,3}",
        ),
        Column(
            "text",
            Type.TEXT,
            "Headline (if any) and body, a line a passage; offsets are code points into it.",
            nullable=False,
        ),
        Column("character_count", Type.INTEGER, "Code points in text.", nullable=False, minimum=1),
        Column(
            "word_count", Type.INTEGER, "Words in text.", nullable=False, minimum=1, maximum=2e6
        ),
        Column(
            "content_hash",
            Type.TEXT,
            "Hash of title and text, before lines of the site (repeated_line) were cut: the same "
            "content has the same hash.",
            nullable=False,
        ),
        Column(
            "fingerprint",
            Type.TEXT,
            "Hash of the code, settings and model that made this row.",
            nullable=False,
        ),
        Column(
            "duplicate_group_id",
            Type.TEXT,
            "The group of near-duplicates it belongs to, if any.",
            linked=True,
        ),
        Column(
            "is_duplicate",
            Type.BOOLEAN,
            "Whether another document of its duplicate group is the original.",
            nullable=False,
            linked=True,
        ),
        Column("story_id", Type.TEXT, "The story it belongs to, if any.", linked=True),
        Column(
            "is_stub",
            Type.BOOLEAN,
            "Whether it is no whole article: paywall, video page, gallery, error page.",
            nullable=False,
        ),
        Column("stub_reason", Type.TEXT, "Why it is a stub."),
        Column(
            "is_truncated", Type.BOOLEAN, "Whether text is known to be missing.", nullable=False
        ),
        Column("extractor", Type.TEXT, "What found the text.", nullable=False),
        Column(
            "extraction_status",
            Type.TEXT,
            "What was extracted: everything, numbers only, or nothing because of the language.",
            nullable=False,
            values=("full", "numbers_only", "skipped_language"),
        ),
        RUN_ID,
    ),
    rules=DOCUMENT_RULES,
)

PASSAGES = Table(
    name="passages",
    meaning="One line of a document's text: headline, paragraph, list item ...",
    key=("document_id", "passage_index"),
    layer="shard",
    columns=(
        DOCUMENT_ID,
        Column(
            "passage_index", Type.INTEGER, "From 0, in reading order.", nullable=False, minimum=0
        ),
        Column("kind", Type.TEXT, "What the passage is.", nullable=False, values=PASSAGE_KINDS),
        *offsets(),
        Column(
            "source_start", Type.INTEGER, "Where it began in the decoded source, if that is text."
        ),
        Column("source_end", Type.INTEGER, "Where it ended in the decoded source, exclusive."),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("passages"),
        in_order("passages", "passage_index"),
        source_offsets_ordered("passages"),
        Rule(
            "headline_first",
            "passages.kind <> 'headline' OR passages.passage_index = 0",
            "The headline is the first passage.",
            "warning",
        ),
    ),
)

REMOVED_PASSAGES = Table(
    name="removed_passages",
    meaning="A piece of the source that is not in the text, and the rule that cut it.",
    key=("document_id", "removed_index"),
    layer="shard",
    columns=(
        DOCUMENT_ID,
        Column(
            "removed_index", Type.INTEGER, "From 0, in source order.", nullable=False, minimum=0
        ),
        Column("text", Type.TEXT, "What was removed.", nullable=False),
        Column("kind", Type.TEXT, "What it was taken for.", nullable=False, values=REMOVED_KINDS),
        Column("rule_id", Type.TEXT, "The rule that removed it.", nullable=False),
        Column(
            "source_start", Type.INTEGER, "Where it began in the decoded source, if that is text."
        ),
        Column("source_end", Type.INTEGER, "Where it ended in the decoded source, exclusive."),
        Column(
            "passage_index",
            Type.INTEGER,
            "The passage before which it stood; after the last one their number.",
            minimum=0,
        ),
        RUN_ID,
    ),
    rules=(
        source_offsets_ordered("removed_passages"),
        Rule(
            "text_not_blank",
            "regexp_matches(removed_passages.text, '\\S')",
            "What was removed is not blank.",
            "warning",
        ),
    ),
)

SENTENCES = Table(
    name="sentences",
    meaning="One sentence of a document's text.",
    key=("document_id", "sentence_index"),
    layer="shard",
    columns=(
        DOCUMENT_ID,
        SENTENCE_INDEX,
        Column(
            "passage_index",
            Type.INTEGER,
            "The passage it stands in.",
            nullable=False,
            minimum=0,
        ),
        *offsets(),
        RUN_ID,
    ),
    rules=(
        offsets_ordered("sentences"),
        in_order("sentences", "sentence_index"),
        Rule(
            "within_passage",
            "sentences.start_offset >= passages.start_offset "
            "AND sentences.end_offset <= passages.end_offset",
            "A sentence lies within the passage that it names.",
            "warning",
        ),
    ),
    belongs_to=(PASSAGE,),
)
