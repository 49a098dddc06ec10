"""The ledger of a run as rows: sources, items, quarantine, the run itself."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import pyarrow as pa
import pyarrow.compute as pc

from expectations.tables import TABLES
from flows.plan import modified_at
from flows.session import CODE_VERSION, model_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flows.report.content import Status
    from flows.session import Session
    from warehouse.ledger import KnownSource

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
    session: Session,
    status: Status | Literal["edited"],
    items: Mapping[str, int],
    rows_quarantined: int = 0,
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


def source_rows(session: Session, settled: pa.Table, fingerprints: Mapping[str, str]) -> pa.Table:
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
                "name": source.name,
                "fingerprint": fingerprints[source.uri],
                "size_bytes": source.size_bytes,
                "modified_at": modified_at(source),
                "item_count": counts.total(),
                "status": _source_status(counts, known),
                "first_run_id": known.first_run_id if known else session.run_id,
                "last_run_id": session.run_id,
                "run_id": session.run_id,
            }
        )
    return pa.Table.from_pylist(rows, TABLES["sources"].schema())


def _source_status(counts: Counter[str], known: KnownSource | None) -> str:
    if counts["deferred"]:
        return "partial"
    if known and counts["unchanged"] == counts.total():
        return known.status
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
