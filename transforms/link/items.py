"""Settling what becomes of each item, once all items of a run are cleaned.

Shards know their own items only. Which of two equal items stands for the other, which is known
from an earlier run, and which must wait, is decided here, over all of them, by content and never
by the order of arrival.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEANED_ITEMS = pa.schema(
    [
        pa.field("source_uri", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        pa.field("content_hash", pa.string(), nullable=False),
        # cleaned, unchanged or quarantined: what the shard could tell.
        pa.field("status", pa.string(), nullable=False),
        pa.field("document_id", pa.string()),
        pa.field("modified_at", pa.timestamp("us", tz="UTC")),
        pa.field("published_at", pa.timestamp("us", tz="UTC")),
        # Where the shard keeps the cleaned document.
        pa.field("shard_id", pa.string(), nullable=False),
        pa.field("row_index", pa.int64(), nullable=False),
        pa.field("stage", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("detail", pa.string()),
        pa.field("payload", pa.string()),
        pa.field("cpu_seconds", pa.float64(), nullable=False),
    ]
)
"""The items of a shard after cleaning, a row each, in the order in which they were read."""

_SETTLED = (Path(__file__).parent / "settle_items.sql").read_text("utf-8")


def settle_items(
    items: pa.Table, known_documents: Iterable[str] = (), limit: int | None = None
) -> pa.Table:
    """The items with their final status: loaded, unchanged, duplicate, quarantined or deferred.

    Args:
        items: By the schema :data:`CLEANED_ITEMS`, over all shards.
        known_documents: The ids that the warehouse holds already.
        limit: How many items may be loaded; the others are deferred.
    """
    known = pa.table({"document_id": pa.array(sorted(known_documents), pa.string())})
    with duckdb.connect() as connection:
        connection.register("items", items)
        connection.register("known", known)
        most = limit if limit is not None else 2**62
        settled: pa.Table = connection.execute(_SETTLED, {"most": most}).to_arrow_table()
    return settled.cast(CLEANED_ITEMS)
