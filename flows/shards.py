"""What is done to a shard, in a worker: clean its items; extract from its documents, check, write.

Both tasks take paths and plain settings, leave their rows in files, and give back paths and counts.
"""

from __future__ import annotations

import resource
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from expectations.metrics import quality_metrics
from expectations.results import RejectedRow
from expectations.suites import check_findings, check_ledger, check_rows
from expectations.tables import TABLES
from flows.staging import read_staged, write_tables
from transforms.clean.documents import CleanOptions, clean_item
from transforms.clean.repeated import add_pieces, cut_repeated_lines
from transforms.errors import ItemError
from transforms.extract.documents import ExtractInput, add_rows, extract
from transforms.extract.model import load_model
from transforms.link.items import CLEANED_ITEMS
from transforms.read.item import Item, Unreadable
from transforms.read.items import ReadOptions, read_slice
from transforms.rows import Rows
from warehouse.checks import check_candidate
from warehouse.lake import write_part

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from expectations.results import Checked, CheckResult
    from flows.workers import Handling
    from transforms.clean.cleaned import Cleaned
    from transforms.clean.documents import Document
    from transforms.extract.documents import Extracted
    from transforms.read.sources import Shard
    from warehouse.home import Home
    from warehouse.lake import Part

Result = TypeVar("Result")

# Documents taken up together: the model is faster on batches, and a dead worker's note names few.
_BATCH_DOCUMENTS = 32
_PASSAGE_SPAN = ("document_id", "start_offset", "end_offset")
_CLEANED_TABLES = ("documents", "passages", "removed_passages")
# With each staged row stands the number of its item within the shard.
_ROW_INDEX = "row_index"
_EXTRACTED_TABLES = ("sentences", "entity_mentions", "quantities", "quotes")
REJECTED = pa.schema(
    [
        (name, pa.string())
        for name in (
            "table_name",
            "row_key",
            "document_id",
            "expectation_id",
            "reason",
            "payload",
        )
    ]
)
"""The rows of a shard that broke their contract."""


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
            item_count=len(items),
            cpu_seconds=time.process_time() - started,
            peak_memory_bytes=_peak_memory_bytes(),
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
        self._rows = {name: Rows(TABLES[name]) for name in _CLEANED_TABLES}
        self._row_indexes: dict[str, list[int]] = {name: [] for name in _CLEANED_TABLES}

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
    item_count: int
    cpu_seconds: float
    peak_memory_bytes: int


@dataclass(frozen=True, slots=True)
class Timed(Generic[Result]):
    """A task whose CPU time is told with its result."""

    task: Callable[[Handling], Result]

    def __call__(self, handling: Handling) -> tuple[Result, float]:
        """The result of the task, and its CPU seconds."""
        started = time.process_time()
        return self.task(handling), time.process_time() - started


@dataclass(frozen=True, slots=True)
class LedgerCheckTask:
    """Checks the rows that linking and the ledger of a run wrote."""

    tables: Mapping[str, pa.Table]

    def __call__(self, _: Handling) -> Checked:
        """The rows kept, those rejected, and what each expectation found."""
        return check_ledger(self.tables)


@dataclass(frozen=True, slots=True)
class FindingsCheckTask:
    """Checks a candidate warehouse across its tables."""

    candidate: Path

    def __call__(self, _: Handling) -> list[CheckResult]:
        """What each expectation found."""
        return check_findings(check_candidate(self.candidate))


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


@dataclass(frozen=True, slots=True)
class ExtractTask:
    """Extracts from the documents of a cleaned shard, checks all its rows, and writes its parts.

    Args:
        shard_id: The shard.
        staging: The run's staging folder.
        home: The home folder; its lake takes the parts.
        run_id: The run.
        row_indexes: The items of the shard whose documents are to be loaded.
        now: When the run began: what lies after it lies in the future.
    """

    shard_id: str
    staging: Path
    home: Home
    run_id: str
    row_indexes: frozenset[int]
    now: datetime

    def __call__(self, handling: Handling) -> ExtractedShard:
        """Writes the parts, and leaves what broke its contract in the staging folder."""
        started = time.process_time()
        tables, killed = _without(self._cleaned(), dict(handling.passed_over), "limits")
        rows = {name: Rows(TABLES[name]) for name in _EXTRACTED_TABLES}
        failures: dict[str, str] = {}
        for batch in _batches(_inputs(tables), 1 if handling.one_by_one else _BATCH_DOCUMENTS):
            for found in self._extract(batch, handling, failures):
                add_rows(found, rows, self.run_id)
        tables, failed = _without(tables, failures, "error")
        extracted = time.process_time()
        checked = check_rows(
            tables | {name: collected.table() for name, collected in rows.items()}, self.now
        )
        check_cpu_seconds = time.process_time() - extracted
        write_tables(
            self.staging / self.shard_id,
            {
                "rejected": _rejected([*killed, *failed, *checked.rejected]),
                "metrics": quality_metrics(checked.tables, self.run_id),
            },
        )
        parts = [
            write_part(self.home, TABLES[name], self.run_id, self.shard_id, table)
            for name, table in checked.tables.items()
            if table.num_rows
        ]
        return ExtractedShard(
            shard_id=self.shard_id,
            document_count=checked.tables["documents"].num_rows,
            parts=tuple(parts),
            results=checked.results,
            check_cpu_seconds=check_cpu_seconds,
            cpu_seconds=time.process_time() - started,
            peak_memory_bytes=_peak_memory_bytes(),
        )

    def _extract(
        self, documents: list[ExtractInput], handling: Handling, failures: dict[str, str]
    ) -> list[Extracted]:
        """What is found in the documents; those that cannot be read go to ``failures``."""
        try:
            with handling.in_hand([document.document_id for document in documents]):
                return list(extract(documents, load_model()))
        except Exception as error:  # noqa: BLE001  whatever a document does, it costs itself only
            if len(documents) == 1:
                failures[documents[0].document_id] = f"{type(error).__name__}: {error}"
                return []
        singly = (self._extract([document], handling, failures) for document in documents)
        return [found for batch in singly for found in batch]

    def _cleaned(self) -> dict[str, pa.Table]:
        """The cleaned tables: the documents to be loaded, without the lines of their site."""
        tables = {
            name: staged_items(self.staging / self.shard_id, name, self.row_indexes)
            for name in _CLEANED_TABLES
        }
        repeated = read_staged(self.staging, "repeated_lines")
        mine = pc.is_in(repeated["document_id"], tables["documents"]["document_id"])
        return {
            name: _with_run_id(table, self.run_id)
            for name, table in cut_repeated_lines(tables, repeated.filter(mine)).items()
        }


def _with_run_id(table: pa.Table, run_id: str) -> pa.Table:
    index = table.schema.get_field_index("run_id")
    return table.set_column(index, table.schema.field(index), pa.repeat(run_id, table.num_rows))


def _without(
    tables: dict[str, pa.Table], gone: dict[str, str], cause: str
) -> tuple[dict[str, pa.Table], list[RejectedRow]]:
    """The tables without the documents that cannot be taken in, and those as rejected rows."""
    keys = pa.array(sorted(gone), pa.string())
    rejected = [
        RejectedRow("documents", key, key, f"documents.{cause}", gone[key], "") for key in gone
    ]
    kept = {
        name: table.filter(pc.invert(pc.is_in(table["document_id"], keys)))
        for name, table in tables.items()
    }
    return kept, rejected


def _inputs(tables: dict[str, pa.Table]) -> list[ExtractInput]:
    """The documents to extract from, the longest last, so that batches hold texts of one length."""
    spans: dict[str, list[tuple[int, int]]] = {}
    columns = (tables["passages"][name].to_pylist() for name in _PASSAGE_SPAN)
    for document_id, start, end in zip(*columns, strict=True):
        spans.setdefault(document_id, []).append((start, end))
    names = ("document_id", "text", "published_date", "language")
    documents = [
        ExtractInput(document_id, text, tuple(spans.get(document_id, ())), published, language)
        for document_id, text, published, language in zip(
            *(tables["documents"][name].to_pylist() for name in names), strict=True
        )
    ]
    return sorted(documents, key=lambda document: (len(document.text), document.document_id))


def _batches(documents: list[ExtractInput], size: int) -> Iterator[list[ExtractInput]]:
    for start in range(0, len(documents), size):
        yield documents[start : start + size]


def _rejected(rows: list[RejectedRow]) -> pa.Table:
    return pa.Table.from_pylist([asdict(row) for row in rows], REJECTED)


def _peak_memory_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _failure(stage: str, error: Exception) -> dict[str, object]:
    if isinstance(error, ItemError):
        reason, detail = error.reason, error.detail
    elif isinstance(error, MemoryError):
        reason, detail = "limits", "it took more memory than worker_memory_bytes allows"
    else:
        reason, detail = "error", f"{type(error).__name__}: {error}"
    return {"status": "quarantined", "stage": stage, "reason": reason, "detail": detail}


@dataclass(frozen=True, slots=True)
class ExtractedShard:
    """What is told of an extracted shard; the rows that were rejected lie in the staging folder.

    ``check_cpu_seconds`` is the part of ``cpu_seconds`` that the checks took.
    """

    shard_id: str
    document_count: int
    parts: tuple[Part, ...]
    results: tuple[CheckResult, ...]
    check_cpu_seconds: float
    cpu_seconds: float
    peak_memory_bytes: int
