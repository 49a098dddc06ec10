"""Columns and rules that stand in more than one table."""

from __future__ import annotations

from expectations.contracts import Column, Excerpt, Reference, Rule, Type

RUN_ID = Column("run_id", Type.TEXT, "The run that wrote the row.", nullable=False)

DOCUMENT_ID = Column(
    "document_id",
    Type.TEXT,
    "The document it belongs to.",
    nullable=False,
    references="documents.document_id",
)

SENTENCE = Reference(
    ("document_id", "sentence_index"), "sentences", ("document_id", "sentence_index")
)
PASSAGE = Reference(("document_id", "passage_index"), "passages", ("document_id", "passage_index"))

SENTENCE_INDEX = Column(
    "sentence_index",
    Type.INTEGER,
    "The sentence of the document, from 0, in reading order.",
    nullable=False,
    minimum=0,
)


def offsets(prefix: str = "", what: str = "it", *, nullable: bool = False) -> tuple[Column, Column]:
    """The two columns that place something in ``documents.text``."""
    return (
        Column(
            f"{prefix}start_offset",
            Type.INTEGER,
            f"Where {what} begins in documents.text: code points, from 0.",
            nullable=nullable,
            minimum=0,
        ),
        Column(
            f"{prefix}end_offset",
            Type.INTEGER,
            f"Where {what} ends in documents.text, exclusive.",
            nullable=nullable,
            minimum=1,
        ),
    )


def offsets_ordered(table: str) -> Rule:
    """The offsets are a place in the document's text."""
    return Rule(
        "offsets_ordered",
        f"{table}.start_offset < {table}.end_offset "
        f"AND {table}.end_offset <= documents.character_count",
        "Start lies before end, and both within the document's text.",
    )


def offsets_cut_text(table: str, text: str = "text", prefix: str = "") -> Rule:
    """The offsets cut just the text that the row gives."""
    start, end = f"{table}.{prefix}start_offset", f"{table}.{prefix}end_offset"
    return Rule(
        f"{prefix}offsets_cut_text",
        f"substring(documents.text, {start} + 1, {end} - {start}) = {table}.{text}",
        f"The offsets cut {text} out of the document's text.",
        excerpt=Excerpt(text, f"{prefix}start_offset", f"{prefix}end_offset"),
    )


def offsets_together(table: str, what: str) -> Rule:
    """An optional piece of the text has both offsets, in order and within the text, or none."""
    start, end = f"{table}.{what}_start_offset", f"{table}.{what}_end_offset"
    return Rule(
        f"{what}_offsets_together",
        f"({start} IS NULL AND {end} IS NULL) OR coalesce("
        f"{start} < {end} AND {end} <= documents.character_count, FALSE)",
        f"The {what} has a start before its end, both within the text, or neither.",
    )


def starts_in_sentence(table: str) -> Rule:
    """The sentence that a row names is the one it begins in."""
    return Rule(
        "starts_in_sentence",
        f"{table}.start_offset >= sentences.start_offset "
        f"AND {table}.start_offset < sentences.end_offset",
        "It begins in the sentence that it names.",
        "warning",
    )


def in_order(table: str, index: str) -> Rule:
    """The pieces of a document follow each other and do not overlap."""
    before = (
        f"lag({table}.end_offset) OVER "
        f"(PARTITION BY {table}.document_id ORDER BY {table}.{index}, {table}.start_offset)"
    )
    return Rule(
        "in_order",
        f"{table}.start_offset >= {before}",
        f"Each begins where the one before it has ended: {index} follows the text.",
        "warning",
    )


def sorted_list(table: str, column: str) -> Rule:
    """A list is sorted, so that the same content gives the same row."""
    return Rule(
        f"{column}_sorted",
        f"{table}.{column} = list_sort({table}.{column})",
        f"{column} is sorted.",
        "warning",
    )


def source_offsets_ordered(table: str) -> Rule:
    """A place in the source has a start before its end."""
    return Rule(
        "source_offsets_ordered",
        f"{table}.source_start >= 0 AND {table}.source_start < {table}.source_end",
        "In the source, start lies before end.",
        "warning",
    )
