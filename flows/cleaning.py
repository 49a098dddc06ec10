"""Cleaning a shard, in a worker: its items are read and cleaned, and wait in the staging folder.

The task takes paths and plain settings, leaves its rows in files, and gives back paths and counts.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from expectations.tables import TABLES
from flows.memory import rare_collection
from flows.staging import read_staged, write_tables
from flows.workers import peak_memory_bytes
from transforms.clean.documents import CleanOptions, clean_item
from transforms.clean.repeated import add_pieces
from transforms.errors import ItemError
from transforms.link.items import CLEANED_ITEMS
from transforms.read.item import Item, Unreadable
from transforms.read.items import ReadOptions, read_slice
from transforms.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from flows.workers import Handling
    from transforms.clean.cleaned import Cleaned
    from transforms.clean.documents import Document
    from transforms.read.sources import Shard
CLEANED_TABLES = ("documents", "passages", "removed_passages")
# With each staged row stands the number of its item within the shard.
_ROW_INDEX = "row_index"


@dataclass(frozen=True, slots=True)
class CleanTask:
    """Reads and cleans the items of a shard.

    Args:
        shard: What to read.
        staging: The run's staging folder; ``known_items`` in it tells what is unchanged.
        read: How to read.
        clean: How to clean.
    """

    shard: Shard
    staging: Path
    read: ReadOptions
    clean: CleanOptions

    @rare_collection()
    def __call__(self, handling: Handling) -> CleanedShard:
        """Leaves the documents and the items of the shard in the staging folder."""
        started = time.process_time()
        known = self._known_hashes()
        passed_over = dict(handling.passed_over)
        rows = _CleanedRows()
        items: list[dict[str, object]] = []
        for key, item in self._read():
            began = time.process_time()
            told = _told(item)
            if known.get((item.source_uri, item.source_id)) == told["content_hash"]:
                told["status"] = "unchanged"
            elif isinstance(item, Item):
                told |= self._clean(item, key, handling, passed_over, rows, len(items))
            told["cpu_seconds"] = time.process_time() - began
            items.append(told | {"shard_id": self.shard.shard_id, "row_index": len(items)})
        write_tables(
            self.staging / self.shard.shard_id,
            rows.tables() | {"items": pa.Table.from_pylist(items, CLEANED_ITEMS)},
        )
        return CleanedShard(
            shard_id=self.shard.shard_id,
            cpu_seconds=time.process_time() - started,
            peak_memory_bytes=peak_memory_bytes(),
        )

    def _read(self) -> Iterator[tuple[str, Item | Unreadable]]:
        for index, piece in enumerate(self.shard.slices):
            for number, item in enumerate(read_slice(piece, self.read)):
                yield f"{index}-{number}", item

    def _known_hashes(self) -> dict[tuple[str, str], str]:
        uris = pa.array({piece.source.uri for piece in self.shard.slices})
        table = read_staged(self.staging, "known_items")
        mine = table.filter(pc.is_in(table["source_uri"], uris)).to_pylist()
        return {(row["source_uri"], row["source_id"]): row["content_hash"] for row in mine}

    def _clean(
        self,
        item: Item,
        key: str,
        handling: Handling,
        passed_over: dict[str, str],
        rows: _CleanedRows,
        row_index: int,
    ) -> dict[str, object]:
        try:
            if cause := passed_over.get(key):
                raise ItemError("limits", cause)  # noqa: TRY301  the way of every item that fails
            with handling.in_hand([key]):
                document, cleaned = clean_item(item, self.clean)
        except Exception as error:  # noqa: BLE001  whatever a document does, it costs itself only
            return _failure("clean", error)
        rows.add(document, cleaned, row_index)
        return {
            "status": "cleaned",
            "document_id": document.document_id,
            "modified_at": document.modified_at,
            "published_at": document.published_at,
        }


class _CleanedRows:
    """The rows of a shard, each with the ``row_index`` of the item that it came from.

    Two items of one shard may be the same document; settling takes one of them.
    """

    def __init__(self) -> None:
        self._rows = {name: Rows(TABLES[name]) for name in CLEANED_TABLES}
        self._row_indexes: dict[str, list[int]] = {name: [] for name in CLEANED_TABLES}

    def add(self, document: Document, cleaned: Cleaned, row_index: int) -> None:
        self._rows["documents"].add(document, run_id="")
        add_pieces(
            document.document_id, cleaned, self._rows["passages"], self._rows["removed_passages"]
        )
        counts = {"documents": 1, "passages": len(cleaned.passages)}
        counts["removed_passages"] = len(cleaned.removed)
        for name, count in counts.items():
            self._row_indexes[name].extend([row_index] * count)

    def tables(self) -> dict[str, pa.Table]:
        return {
            name: rows.table().append_column(
                _ROW_INDEX, pa.array(self._row_indexes[name], pa.int64())
            )
            for name, rows in self._rows.items()
        }


def staged_items(folder: Path, name: str, row_indexes: Collection[int]) -> pa.Table:
    """The rows of a cleaned shard that came from these items."""
    table = read_staged(folder, name)
    wanted = pc.is_in(table[_ROW_INDEX], pa.array(sorted(row_indexes), pa.int64()))
    return table.filter(wanted).drop_columns(_ROW_INDEX)


@dataclass(frozen=True, slots=True)
class CleanedShard:
    """What is told of a cleaned shard."""

    shard_id: str
    cpu_seconds: float
    peak_memory_bytes: int


def _told(item: Item | Unreadable) -> dict[str, object]:
    if isinstance(item, Item):
        return {
            "source_uri": item.source_uri,
            "source_id": item.source_id,
            "content_hash": item.content_hash(),
            "payload": item.content[:2_000],
        }
    return {
        "source_uri": item.source_uri,
        "source_id": item.source_id,
        "content_hash": item.content_hash,
        "status": "quarantined",
        "stage": "read",
        "reason": item.reason,
        "detail": item.detail,
        "payload": item.payload,
    }


def _failure(stage: str, error: Exception) -> dict[str, object]:
    if isinstance(error, ItemError):
        reason, detail = error.reason, error.detail
    elif isinstance(error, MemoryError):
        reason, detail = "limits", "it took more memory than worker_memory_bytes allows"
    else:
        reason, detail = "error", f"{type(error).__name__}: {error}"
    return {"status": "quarantined", "stage": stage, "reason": reason, "detail": detail}
