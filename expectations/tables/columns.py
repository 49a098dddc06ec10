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
