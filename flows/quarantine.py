"""The quarantine over the runs: what failed, what failed again, what does no longer."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from expectations.tables import TABLES
from transforms.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flows.session import Session
    from warehouse.home import Home
    from warehouse.ledger import KnownFailure

_CONTRACT = TABLES["quarantine"]
_KEY = ("source_uri", "source_id", "table_name", "row_key", "stage", "reason")
_ITEM_FAILURE = ("source_uri", "source_id", "stage", "reason", "detail", "payload")
_NOT_TRIED = ("unchanged", "deferred")

Row: TypeAlias = "dict[str, str | int | None]"
"""Some columns of a row of the quarantine."""

Place = tuple[str, str]
"""Where an item stands: source URI and source id."""


def quarantine_rows(
    session: Session, settled: pa.Table, rejected: pa.Table, known: Mapping[str, KnownFailure]
) -> pa.Table:
    """What the run tells of the quarantine, by the contract of ``quarantine``.

    That is the items and rows that failed, one row a failure however often it was met, and what
    failed before and does no longer. A document that broke its contract takes along each item
    that it was read from. What an editor has accepted stays accepted.
    """
    rows = {}
    for failure in (*_failed_items(settled), *_failed_rows(settled, rejected)):
        quarantine_id = stable_id(*(failure.get(name) for name in _KEY))
        rows[quarantine_id] = failure | _history(session, known.get(quarantine_id))
    resolved = {
        quarantine_id: asdict(failure) | {"status": "resolved"}
        for quarantine_id, failure in known.items()
        if quarantine_id not in rows and failure.status != "resolved"
    }
    resolved = _no_longer(session, settled, resolved)
    told = [
        row | {"quarantine_id": quarantine_id, "run_id": session.run_id}
        for quarantine_id, row in (rows | resolved).items()
    ]
    return pa.Table.from_pylist(told, _CONTRACT.schema())


def accepted_rows(
    session: Session, failures: Mapping[str, KnownFailure], note: str | None
) -> pa.Table:
    """The failures as an editor accepts them, by the contract of ``quarantine``."""
    decision = {"status": "accepted", "note": note, "run_id": session.run_id}
    rows = [asdict(failure) | decision | {"quarantine_id": i} for i, failure in failures.items()]
    return pa.Table.from_pylist(rows, _CONTRACT.schema())


def given_up(known: Iterable[KnownFailure], max_attempts: int) -> set[Place]:
    """The items that are not tried again by themselves while they stay as they are.

    They were accepted, or have failed as often as they may.
    """
    tries: dict[Place, list[bool]] = defaultdict(list)
    for failure in known:
        if _is_of_item(failure.table_name) and failure.status != "resolved":
            enough = failure.status == "accepted" or failure.attempts >= max_attempts
            tries[failure.source_uri, failure.source_id].append(enough)
    return {place for place, enough in tries.items() if all(enough)}


def new_failures(quarantine: pa.Table) -> int:
    """How many items failed for the first time; a failure that was known counts no second time."""
    columns = (quarantine[name].to_pylist() for name in ("source_uri", "source_id", "table_name"))
    first = pc.and_(pc.equal(quarantine["status"], "open"), pc.equal(quarantine["attempts"], 1))
    return len(
        {
            (uri, source_id)
            for uri, source_id, table_name, is_first in zip(
                *columns, first.to_pylist(), strict=True
            )
            if is_first and _is_of_item(table_name)
        }
    )


def keep_raw_copies(home: Home, quarantine: pa.Table) -> None:
    """Copies the files of which nothing could be taken in; drops the copies no longer needed."""
    for row in quarantine.to_pylist():
        if row["status"] == "resolved":
            for copy in raw_copies(home, row["quarantine_id"]):
                copy.unlink()
            continue
        source = Path(row["source_uri"])
        if row["table_name"] is None and source.name == row["source_id"] and source.is_file():
            copy = home.quarantine / f"{row['quarantine_id']}-{source.name}"
            with suppress(OSError):  # unreadable, which may be why it is here
                shutil.copyfile(source, copy)


def raw_copies(home: Home, quarantine_id: str) -> list[Path]:
    """The copy of the file that a failure is about, where one was kept."""
    return sorted(home.quarantine.glob(f"{quarantine_id}-*"))


def _is_of_item(table_name: str | None) -> bool:
    return table_name in (None, "documents")


def _failed_items(settled: pa.Table) -> Iterator[Row]:
    failed = pc.and_(pc.equal(settled["status"], "quarantined"), pc.is_valid(settled["reason"]))
    yield from settled.filter(failed).select(list(_ITEM_FAILURE)).to_pylist()


def _failed_rows(settled: pa.Table, rejected: pa.Table) -> Iterator[Row]:
    documents = rejected["document_id"].combine_chunks()
    places = _places(settled.filter(pc.is_in(settled["document_id"], documents)))
    for row in rejected.to_pylist():
        items = places[row["document_id"]]
        for source_uri, source_id in items if row["table_name"] == "documents" else items[:1]:
            yield {
                "source_uri": source_uri,
                "source_id": source_id,
                "table_name": row["table_name"],
                "row_key": row["row_key"],
                "stage": "validate",
                "reason": row["expectation_id"],
                "detail": row["reason"],
                "payload": row["payload"],
            }


def _places(settled: pa.Table) -> dict[str, list[Place]]:
    """The items of the run that each document was read from, the one that was loaded first."""
    ordered = settled.sort_by([("status", "descending"), ("source_uri", "ascending")])
    columns = (ordered[name].to_pylist() for name in ("document_id", "source_uri", "source_id"))
    places: dict[str, list[Place]] = {}
    for document_id, source_uri, source_id in zip(*columns, strict=True):
        if document_id is not None:
            places.setdefault(document_id, []).append((source_uri, source_id))
    return places


def _history(session: Session, before: KnownFailure | None) -> Row:
    repeated = before is not None and before.status != "resolved"
    return {
        "attempts": before.attempts + 1 if before and repeated else 1,
        "first_run_id": before.first_run_id if before else session.run_id,
        "last_run_id": session.run_id,
        "status": before.status if before and repeated else "open",
        "note": before.note if before and repeated else None,
    }


def _no_longer(session: Session, settled: pa.Table, failures: dict[str, Row]) -> dict[str, Row]:
    """Those of the failures whose item was tried again, or has gone from its source."""
    if not failures:
        return {}
    names = ("source_uri", "source_id", "status")
    items = {
        (uri, source_id): status
        for uri, source_id, status in zip(*(settled[n].to_pylist() for n in names), strict=True)
    }
    # Of a source that could not be read as a whole it is not known what has gone from it.
    read = {
        source.uri
        for source in session.plan.taken
        if source.kind != "jsonl" or (source.uri, Path(source.uri).name) not in items
    }
    return {
        quarantine_id: failure
        for quarantine_id, failure in failures.items()
        if failure["source_uri"] in read
        and items.get((str(failure["source_uri"]), str(failure["source_id"]))) not in _NOT_TRIED
    }
