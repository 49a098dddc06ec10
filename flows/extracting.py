"""Extracting from a cleaned shard, in a worker: its rows are checked and its parts written.

The task takes paths and plain settings, leaves its rows in files, and gives back paths and counts.
What extracts is imported where it is used, for the process that hands out the tasks never does.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from expectations.metrics import quality_metrics
from expectations.results import RejectedRow
from expectations.suites import check_rows
from expectations.tables import TABLES
from flows.cleaning import CLEANED_TABLES, staged_items
from flows.memory import rare_collection
from flows.staging import REJECTED, read_staged, write_tables
from flows.workers import peak_memory_bytes
from transforms.clean.repeated import cut_repeated_lines
from transforms.extract.model import load_model
from transforms.rows import Rows
from warehouse.lake import write_part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from expectations.results import CheckResult
    from flows.workers import Handling
    from transforms.extract.documents import Extracted, ExtractInput
    from warehouse.home import Home
    from warehouse.lake import Part
# What is taken up together: the model is faster on batches, and so is all code that runs for many
# documents in a row. A second or two of work: far from the time that a document may take.
_BATCH_DOCUMENTS = 256
_BATCH_CHARACTERS = 1_000_000
_PASSAGE_SPAN = ("document_id", "start_offset", "end_offset")
_EXTRACTED_TABLES = ("sentences", "entity_mentions", "quantities", "quotes")


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

    @rare_collection()
    def __call__(self, handling: Handling) -> ExtractedShard:
        """Writes the parts, and leaves what broke its contract in the staging folder."""
        from transforms.extract.documents import add_rows

        started = time.process_time()
        tables, killed = _without(self._cleaned(), dict(handling.passed_over), "limits")
        rows = {name: Rows(TABLES[name]) for name in _EXTRACTED_TABLES}
        failures: dict[str, str] = {}
        most_documents = 1 if handling.one_by_one else _BATCH_DOCUMENTS
        for batch in _batches(_inputs(tables), most_documents):
            for found in self._extract(batch, handling, failures):
                add_rows(found, rows, self.run_id)
            for collected in rows.values():
                collected.pack()
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
            peak_memory_bytes=peak_memory_bytes(),
        )

    def _extract(
        self, documents: list[ExtractInput], handling: Handling, failures: dict[str, str]
    ) -> list[Extracted]:
        """What is found in the documents; those that cannot be read go to ``failures``."""
        from transforms.extract.documents import extract

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
            for name in CLEANED_TABLES
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
    from transforms.extract.documents import ExtractInput

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


def _batches(documents: list[ExtractInput], most_documents: int) -> Iterator[list[ExtractInput]]:
    batch: list[ExtractInput] = []
    characters = 0
    for document in documents:
        characters += len(document.text)
        if batch and (len(batch) >= most_documents or characters > _BATCH_CHARACTERS):
            yield batch
            batch, characters = [], len(document.text)
        batch.append(document)
    if batch:
        yield batch


def _rejected(rows: list[RejectedRow]) -> pa.Table:
    return pa.Table.from_pylist([asdict(row) for row in rows], REJECTED)


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
