"""A small shard and a small ledger that keep every contract, and the faults planted in them."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

FIRST, SECOND = "a" * 20, "b" * 20
TEXTS = {
    FIRST: (
        "Envoys meet in Istanbul\n"
        "Former minister Anna Lind told reporters on Friday that more than 15 million people "
        "had lost 2.5 billion euros.\n"
        "“We came to talk,” said Lind. The ministry put it at 40 to 50 percent."
    ),
    SECOND: (
        "Council agrees on budget\n"
        "The council of the city agreed on a budget for the schools after a long debate that was "
        "held in the town hall on Monday, and the mayor said that the money would be spent on "
        "teachers and on books, not on buildings."
    ),
}

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, object]
Rows = dict[str, list[Row]]


def _document(document_id: str, **values: object) -> Row:
    text = TEXTS[document_id]
    return {
        "document_id": document_id,
        "article_id": document_id[::-1],
        "source_uri": "in.jsonl",
        "source_id": document_id[:1],
        "source_kind": "jsonl",
        "title": text.split("\n")[0],
        "authors": ["Zoe Young", "Adam Smith"],
        "tags": ["europe", "talks"],
        "published_at": datetime(2025, 5, 17, 6, tzinfo=UTC),
        "published_date": date(2025, 5, 17),
        "published_precision": "minute",
        "published_utc_offset": "+03:00",
        "published_from": "record",
        "modified_at": datetime(2025, 5, 17, 8, tzinfo=UTC),
        "fetched_at": datetime(2025, 5, 18, tzinfo=UTC),
        "language": "en",
        "text": text,
        "character_count": len(text),
        "word_count": len(text.split()),
        "content_hash": f"hash of {document_id}",
        "fingerprint": "code",
        "is_stub": False,
        "is_truncated": False,
        "extractor": "record",
        "extraction_status": "full",
        "run_id": "r1",
        **values,
    }


def _span(document_id: str, text: str, prefix: str = "", after: str = "") -> Row:
    start = TEXTS[document_id].index(after + text) + len(after)
    return {f"{prefix}start_offset": start, f"{prefix}end_offset": start + len(text)}


def _pieces(document_id: str, index: str, pieces: list[str]) -> list[Row]:
    return [
        {"document_id": document_id, index: number, "run_id": "r1", **_span(document_id, piece)}
        for number, piece in enumerate(pieces)
    ]


def _passages(document_id: str) -> list[Row]:
    lines = TEXTS[document_id].split("\n")
    kinds = ["headline", *["body"] * (len(lines) - 1)]
    return [
        row | {"kind": kind, "source_start": row["start_offset"], "source_end": row["end_offset"]}
        for row, kind in zip(_pieces(document_id, "passage_index", lines), kinds, strict=True)
    ]


def _sentences() -> list[Row]:
    first = TEXTS[FIRST].split("\n")
    cut = first[2].index(" The ministry")
    pieces = [first[0], first[1], first[2][:cut], first[2][cut + 1 :]]
    return [
        row | {"passage_index": passage}
        for row, passage in zip(
            [
                *_pieces(FIRST, "sentence_index", pieces),
                *_pieces(SECOND, "sentence_index", TEXTS[SECOND].split("\n")),
            ],
            [0, 1, 2, 2, 0, 1],
            strict=True,
        )
    ]


def _mention(mention_id: str, text: str, sentence: int, label: str, **values: object) -> Row:
    return {
        "mention_id": mention_id,
        "document_id": FIRST,
        "sentence_index": sentence,
        **_span(FIRST, text),
        "text": text,
        "label": label,
        "name": text,
        "run_id": "r1",
        **values,
    }


def _quantity(quantity_id: str, text: str, sentence: int, kind: str, **values: object) -> Row:
    return {
        "quantity_id": quantity_id,
        "document_id": FIRST,
        "sentence_index": sentence,
        **_span(FIRST, text),
        "text": text,
        "kind": kind,
        "rule_id": kind,
        "run_id": "r1",
        **values,
    }


def _valid_rows() -> Rows:
    """The rows of a shard that keeps every contract."""
    lind = {"role": "Former minister", "office": "minister", "role_status": "former"}
    return {
        "documents": [_document(FIRST, site="one.org"), _document(SECOND, site="two.org")],
        "passages": [*_passages(FIRST), *_passages(SECOND)],
        "removed_passages": [
            {
                "document_id": FIRST,
                "removed_index": 0,
                "text": "Share this",
                "kind": "share",
                "rule_id": "share.this",
                "source_start": 300,
                "source_end": 310,
                "run_id": "r1",
            }
        ],
        "sentences": _sentences(),
        "entity_mentions": [
            _mention("m1", "Istanbul", 0, "GPE"),
            _mention(
                "m2", "Anna Lind", 1, "PERSON", **lind, **_span(FIRST, "Former minister", "role_")
            ),
            _mention("m3", "Lind", 2, "PERSON", **_span(FIRST, "Lind", after="said ")),
        ],
        "quantities": [
            _quantity(
                "q1",
                "15 million",
                1,
                "count",
                value=Decimal(15_000_000),
                value_low=Decimal(15_000_000),
                comparator="gt",
                **_span(FIRST, "more than", "comparator_"),
                counted="people",
            ),
            _quantity(
                "q2",
                "2.5 billion euros",
                1,
                "money",
                unit="EUR",
                value=Decimal(2_500_000_000),
                value_low=Decimal(2_500_000_000),
                value_high=Decimal(2_500_000_000),
            ),
            _quantity(
                "q3",
                "40 to 50 percent",
                3,
                "percent",
                unit="%",
                comparator="range",
                value_low=Decimal(40),
                value_high=Decimal(50),
            ),
            _quantity(
                "q4",
                "Friday",
                1,
                "date",
                iso="2025-05-16",
                date_start=date(2025, 5, 16),
                date_end=date(2025, 5, 16),
            ),
        ],
        "quotes": [
            {
                "quote_id": "u1",
                "document_id": FIRST,
                "sentence_index": 2,
                "part_index": 0,
                **_span(FIRST, "We came to talk,"),
                "text": "We came to talk,",
                "kind": "direct",
                "speaker_text": "Lind",
                **_span(FIRST, "Lind", "speaker_", after="said "),
                "speaker_mention_id": "m3",
                "cue_text": "said",
                **_span(FIRST, "said", "cue_"),
                "rule_id": "after",
                "run_id": "r1",
            }
        ],
    }


def _valid_ledger_rows() -> Rows:
    """The rows of linking and of the ledger of a run, which keep every contract."""
    early, late = datetime(2025, 5, 17, tzinfo=UTC), datetime(2025, 5, 18, tzinfo=UTC)
    counts = ("items_unchanged", "items_duplicate", "items_deferred", "rows_quarantined")
    source = {"source_uri": "in.jsonl", "run_id": "r1"}
    runs = {"first_run_id": "r1", "last_run_id": "r1"}
    return {
        "entities": [
            {
                "entity_id": f"e{number}",
                "name": name,
                "label": "PERSON",
                "aliases": ["A. Lind", "Lind"],
                "country_code": "SE",
                "document_count": 1,
                "mention_count": 2,
                "run_id": "r1",
            }
            for number, name in enumerate(["Anna Lind", "Istanbul"])
        ],
        "mention_links": [{"mention_id": "m1", "entity_id": "e1", "run_id": "r1"}],
        "duplicate_groups": [
            {
                "duplicate_group_id": "g1",
                "document_id": document_id,
                "similarity": 0.9,
                "is_original": document_id == FIRST,
                "run_id": "r1",
            }
            for document_id in (FIRST, SECOND)
        ],
        "stories": [
            {
                "story_id": f"s{number}",
                "headline": "Envoys meet",
                "first_published_at": early,
                "last_published_at": late,
                "document_count": 2,
                "independent_count": 2,
                "sites": ["one.org", "two.org"],
                "run_id": "r1",
            }
            for number in (1, 2)
        ],
        "story_documents": [
            {"story_id": "s1", "document_id": document_id, "similarity": 0.5, "run_id": "r1"}
            for document_id in (FIRST, SECOND)
        ],
        "story_aliases": [{"old_story_id": "s0", "story_id": "s1", "run_id": "r1"}],
        "facts": [
            {
                "fact_id": "f1",
                "story_id": "s1",
                "subject_entity_id": "e0",
                "attribute": "number of people",
                "time_start": early,
                "time_end": late,
                "verdict": "agree",
                "document_count": 2,
                "independent_count": 2,
                "run_id": "r1",
            }
        ],
        "assertions": [
            {
                "assertion_id": "x1",
                "fact_id": "f1",
                "story_id": "s1",
                "document_id": FIRST,
                **_span(FIRST, "more than 15 million people"),
                "text": "more than 15 million people",
                "attribute": "number of people",
                "value": Decimal(15_000_000),
                "value_low": Decimal(15_000_000),
                "comparator": "gt",
                "time_start": early,
                "time_end": late,
                "run_id": "r1",
            }
        ],
        "sources": [
            {
                **source,
                **runs,
                "name": "a.txt",
                "fingerprint": "f",
                "size_bytes": 9,
                "item_count": 3,
                "status": "loaded",
            }
        ],
        "source_items": [
            {
                **source,
                "source_id": key,
                "content_hash": key,
                "document_id": key * 20,
                "status": "loaded",
            }
            for key in ("a", "b")
        ],
        "quarantine": [
            {
                **source,
                **runs,
                "quarantine_id": "k1",
                "source_id": "c",
                "stage": "read",
                "reason": "empty",
                "attempts": 1,
                "status": "open",
            }
        ],
        "runs": [
            {
                "run_id": "r1",
                "started_at": early,
                "finished_at": late,
                "status": "published",
                "code_version": "1",
                "config_fingerprint": "c",
                "model": "m",
                **dict.fromkeys(counts, 0),
                "items_read": 3,
                "items_loaded": 2,
                "items_quarantined": 1,
                "cpu_seconds": 1.0,
                "wall_seconds": 2.0,
            }
        ],
        "quality_results": [
            {
                "run_id": "r1",
                "expectation_id": "documents.text.not_null",
                "table_name": "documents",
                "expectation": "text is never empty.",
                "severity": "error",
                "success": True,
                "unexpected_count": 0,
                "unexpected_percent": 0.0,
                "sample": ["a", "b"],
                "broken": False,
            }
        ],
        "quality_metrics": [{"run_id": "r1", "site": "", "metric": "documents", "value": 2.0}],
    }


@pytest.fixture(scope="session")
def now() -> datetime:
    """When the shard is checked."""
    return datetime(2025, 5, 18, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def valid_shard() -> Rows:
    """The rows of a shard that keeps every contract."""
    return _valid_rows()


@pytest.fixture(scope="session")
def valid_ledger() -> Rows:
    """The rows of linking and of the ledger, which keep every contract."""
    return _valid_ledger_rows()


@pytest.fixture
def shard_rows(valid_shard: Rows) -> Rows:
    """The rows of the valid shard, for a test to spoil."""
    return deepcopy(valid_shard)


@pytest.fixture
def ledger_rows(valid_ledger: Rows) -> Rows:
    """The rows of the valid ledger, for a test to spoil."""
    return deepcopy(valid_ledger)


@pytest.fixture(scope="session")
def to_tables() -> Callable[[Rows], dict[str, pa.Table]]:
    """Rows by table as Arrow tables, by the schemas of their contracts."""
    contracts = {**TABLES, **LINK_TABLES}
    return lambda rows: {
        name: pa.Table.from_pylist(table_rows, schema=contracts[name].schema())
        for name, table_rows in rows.items()
    }
