"""The ledger of a run as rows: sources, items, quarantine, the run itself."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from expectations.tables import TABLES
from flows.plan import fingerprint, modified_at
from flows.session import CODE_VERSION, model_name
from transforms.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.report.content import Status
    from flows.session import Session
    from warehouse.ledger import KnownFailure

_ITEM_FAILURE = ("source_uri", "source_id", "stage", "reason", "detail", "payload")
STATUSES = ("loaded", "unchanged", "duplicate", "quarantined", "deferred")


def without_rejected(settled: pa.Table, rejected: pa.Table) -> pa.Table:
    """The items, with those whose document broke its contract as quarantined."""
    documents = rejected.filter(pc.equal(rejected["table_name"], "documents"))
    gone = pc.and_(
        pc.is_in(settled["document_id"], documents["document_id"].combine_chunks()),
        pc.is_in(settled["status"], pa.array(["loaded", "duplicate"])),
    )
    columns = settled.column_names
    for name, value in (("status", "quarantined"), ("document_id", None)):
        changed = pc.if_else(gone, pa.scalar(value, pa.string()), settled[name])
        settled = settled.set_column(columns.index(name), settled.schema.field(name), changed)
    return settled


def item_counts(session: Session, settled: pa.Table) -> dict[str, int]:
    """How many items were read, and what became of them."""
    counts = Counter(settled["status"].to_pylist())
    counts["unchanged"] += session.plan.unchanged_items
    counts["deferred"] += len(session.plan.waiting)
    read = settled.num_rows + session.plan.unchanged_items + len(session.plan.waiting)
    return {"read": read} | {status: counts[status] for status in STATUSES}


def run_row(
    session: Session, status: Status, items: Mapping[str, int], rows_quarantined: int = 0
) -> pa.Table:
    """The run as it stands, by the contract of ``runs``."""
    watch = session.watch
    row = {
        "run_id": session.run_id,
        "started_at": session.started_at,
        "finished_at": datetime.now(UTC),
        "status": status,
        "code_version": CODE_VERSION,
        "config_fingerprint": session.settings.config_fingerprint(),
        "link_fingerprint": session.link_fingerprint,
        "model": model_name(),
        "rows_quarantined": rows_quarantined,
        "cpu_seconds": watch.cpu_seconds(),
        "wall_seconds": watch.wall_seconds(),
        "peak_memory_bytes": watch.peak_memory_bytes(),
    }
    row |= {f"items_{name}": count for name, count in items.items()}
    return pa.Table.from_pylist([row], TABLES["runs"].schema())


def source_rows(session: Session, settled: pa.Table) -> pa.Table:
    """The sources that were read, by the contract of ``sources``."""
    statuses: dict[str, Counter[str]] = {}
    for uri, status in zip(
        settled["source_uri"].to_pylist(), settled["status"].to_pylist(), strict=True
    ):
        statuses.setdefault(uri, Counter())[status] += 1
    rows = []
    for source in session.plan.taken:
        counts = statuses.get(source.uri, Counter())
        known = session.plan.known.get(source.uri)
        rows.append(
            {
                "source_uri": source.uri,
                "fingerprint": fingerprint(Path(source.uri)),
                "size_bytes": source.size_bytes,
                "modified_at": modified_at(source),
                "item_count": counts.total(),
                "status": _source_status(counts),
                "first_run_id": known.first_run_id if known else session.run_id,
                "last_run_id": session.run_id,
                "run_id": session.run_id,
            }
        )
    return pa.Table.from_pylist(rows, TABLES["sources"].schema())


def _source_status(counts: Counter[str]) -> str:
    if counts["deferred"]:
        return "partial"
    return "quarantined" if counts and counts["quarantined"] == counts.total() else "loaded"


def source_item_rows(session: Session, settled: pa.Table) -> pa.Table:
    """The items that were read, by the contract of ``source_items``.

    An unchanged item keeps the row that it has.
    """
    changed = settled.filter(pc.not_equal(settled["status"], "unchanged"))
    columns = ["source_uri", "source_id", "content_hash", "document_id", "status"]
    run_ids = pa.array([session.run_id] * changed.num_rows, pa.string())
    table = changed.select(columns).append_column("run_id", run_ids)
    return table.cast(TABLES["source_items"].schema())


def quarantine_rows(
    session: Session,
    settled: pa.Table,
    rejected: pa.Table,
    known: Mapping[str, KnownFailure],
) -> pa.Table:
    """The items and rows that went to quarantine, by the contract of ``quarantine``.

    A document that broke its contract takes along each item that it was read from.
    """
    failed = settled.filter(
        pc.and_(pc.equal(settled["status"], "quarantined"), pc.is_valid(settled["reason"]))
    )
    failures = [
        {
            name: item[name]
            for name in ("source_uri", "source_id", "stage", "reason", "detail", "payload")
        }
        for item in failed.to_pylist()
    ]
    places = _places(settled)
    for row in rejected.to_pylist():
        items = places[row["document_id"]]
        failures.extend(
            {
                "source_uri": source_uri,
                "source_id": source_id,
                "table_name": row["table_name"],
                "row_key": row["row_key"],
                "stage": "validate",
                "reason": row["expectation_id"],
                "detail": row["reason"],
                "payload": row["payload"],
            }
            for source_uri, source_id in (items if row["table_name"] == "documents" else items[:1])
        )
    rows = {}
    for failure in failures:
        key = (failure.get(name) for name in _FAILURE_KEY)
        quarantine_id = stable_id(*key)
        before = known.get(quarantine_id)
        rows[quarantine_id] = failure | {
            "quarantine_id": quarantine_id,
            "attempts": before.attempts + 1 if before else 1,
            "first_run_id": before.first_run_id if before else session.run_id,
            "last_run_id": session.run_id,
            "run_id": session.run_id,
        }
    return pa.Table.from_pylist(list(rows.values()), TABLES["quarantine"].schema())


_FAILURE_KEY = ("source_uri", "source_id", "table_name", "row_key", "stage", "reason")


def _places(settled: pa.Table) -> dict[str, list[tuple[str, str]]]:
    """The items of the run that each document was read from, the one that was loaded first."""
    ordered = settled.sort_by([("status", "descending"), ("source_uri", "ascending")])
    columns = (ordered[name].to_pylist() for name in ("document_id", "source_uri", "source_id"))
    places: dict[str, list[tuple[str, str]]] = {}
    for document_id, source_uri, source_id in zip(*columns, strict=True):
        if document_id is not None:
            places.setdefault(document_id, []).append((source_uri, source_id))
    return places
