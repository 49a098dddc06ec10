"""The stages of a run that work on the whole corpus: ledger, links, candidate, publish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from expectations.drift import compare, drift
from expectations.metrics import merge_metrics
from expectations.suites import (
    gate,
    merge_results,
    result_rows,
)
from expectations.tables import TABLES
from flows import ledger_rows, quarantine
from flows.checking import FindingsCheckTask, LedgerCheckTask, Timed
from flows.memory import free_early, give_back, rare_collection
from flows.session import CODE_VERSION
from flows.staging import REJECTED, read_all_staged, read_staged, write_tables
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.link.entities import link_entities
from transforms.link.entity_keys import given_names
from transforms.link.people import listed_surnames
from warehouse import ledger
from warehouse.lake import Manifest, read_manifests, scan, stream, write_manifest, write_part
from warehouse.load import (
    complete_candidate,
    define_candidate,
    fill_candidate,
    load_journal,
    made_of,
    publish,
)
from warehouse.parts import fit
from warehouse.selection import JOURNAL_TABLES, LAKE_TABLES
from warehouse.summaries import rows_added, show_rows, summarize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from expectations.drift import Comparison
    from expectations.gate import GateVerdict
    from expectations.results import CheckResult
    from flows.extracting import ExtractedShard
    from flows.report.content import Status
    from flows.session import Session
    from flows.workers import Handling
    from warehouse.parts import Part

Found = TypeVar("Found")

_MOST_SLOW = 10
_MOST_SAMPLE_ROWS = 10
# Of a handful of items one bad one is a large share, and says little.
_FEW_ITEMS = 20
_WRITTEN_BY_LINKING = ("entities", "mention_links")
_LINK_COLUMNS = (
    "document_id",
    "mention_id",
    "start_offset",
    "end_offset",
    "text",
    "name",
    "label",
    "role",
    "office",
    "role_organization",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The ledger of a run: its rows and their parts, the items and what became of them."""

    settled: pa.Table
    counts: Mapping[str, int]
    rejected: pa.Table
    rows: Mapping[str, pa.Table]
    parts: tuple[Part, ...]


def record_items(
    session: Session,
    settled: pa.Table,
    extracted: Sequence[ExtractedShard],
    fingerprints: Mapping[str, str],
) -> Recorded:
    """Writes the ledger: which item became which document decides what of the lake counts."""
    rejected = read_all_staged(_folders(session, extracted), "rejected", REJECTED)
    known = ledger.quarantined(session.home) if session.home.warehouse.exists() else {}
    failures = quarantine.quarantine_rows(session, settled, rejected, known)
    settled = ledger_rows.without_rejected(settled, rejected)
    counts = ledger_rows.item_counts(session, settled)
    rows = {
        # As it stands: what is checked of it now, its counts, is what will be published.
        "runs": ledger_rows.run_row(session, "published", counts, rejected.num_rows),
        "sources": ledger_rows.source_rows(session, settled, fingerprints),
        "source_items": ledger_rows.source_item_rows(session, settled),
        "quarantine": failures,
    }
    return Recorded(settled, counts, rejected, rows, tuple(_write(session, rows)))


def _folders(session: Session, extracted: Iterable[ExtractedShard]) -> list[Path]:
    staging = session.home.staging(session.run_id)
    return [staging / shard.shard_id for shard in extracted]


def prepare(session: Session) -> None:
    """Does what the later stages need and no worker waits for, while the workers are busy."""
    load_gazetteer()
    given_names()
    listed_surnames()
    define_candidate(session.home.candidate(session.run_id))
    free_early()


def check_recorded(session: Session, recorded: Recorded) -> tuple[CheckResult, ...]:
    """What the checks find in the rows of the ledger."""
    return _checked(session, "ledger", recorded.rows)


def begin_building(
    session: Session, extracted: Sequence[ExtractedShard], recorded: Recorded
) -> None:
    """Begins to build the candidate, with what linking has no part in."""
    manifests = _manifests(session, extracted, recorded)
    path = session.home.candidate(session.run_id)
    fill_candidate(session.home, manifests, path, TABLES.keys() - made_of(*_WRITTEN_BY_LINKING))


def _manifests(
    session: Session, extracted: Sequence[ExtractedShard], recorded: Recorded
) -> list[Manifest]:
    """All runs, this one as far as it was before linking."""
    new = Manifest(session.run_id, (*_parts(extracted), *recorded.parts), CODE_VERSION)
    return [*read_manifests(session.home), new]


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking wrote, and what the checks found in it."""

    parts: tuple[Part, ...]
    results: tuple[CheckResult, ...]


@rare_collection()
def link_corpus(
    session: Session, extracted: Sequence[ExtractedShard], recorded: Recorded
) -> Linked:
    """Resolves the names of the whole corpus to entities."""
    manifests = _manifests(session, extracted, recorded)
    mentions = stream(session.home, manifests, "entity_mentions", _LINK_COLUMNS)
    links = link_entities(mentions, session.aliases)
    results = _checked(session, "links", {"entities": links.entities})
    checked = read_staged(session.home.staging(session.run_id) / "links", "entities")
    tables = {"entities": checked, "mention_links": links.mentions}
    parts = (
        write_part(session.home, LAKE_TABLES[name], session.run_id, "corpus", table)
        for name, table in tables.items()
    )
    return Linked(tuple(parts), results)


def _checked(
    session: Session, folder: str, tables: Mapping[str, pa.Table]
) -> tuple[CheckResult, ...]:
    """Checks tables of the run in a worker, where Great Expectations is loaded already.

    They are left in the staging folder, without the rows that are rejected.
    """
    staged = session.home.staging(session.run_id) / folder
    write_tables(staged, {n: fit(TABLES[n], session.run_id, rows) for n, rows in tables.items()})
    return _check(session, LedgerCheckTask(staged, tuple(tables)))


def _check(session: Session, task: Callable[[Handling], Found]) -> Found:
    note = session.home.staging(session.run_id) / "check.note"
    found, cpu_seconds = session.workers.check(Timed(task), note)
    session.watch.checked(cpu_seconds)
    return found


def _parts(extracted: Iterable[ExtractedShard]) -> Iterable[Part]:
    return (part for shard in extracted for part in shard.parts)


@dataclass(frozen=True, slots=True)
class Loaded:
    """The candidate warehouse of a run: what it holds, what the checks found, and the verdict."""

    path: Path
    parts: tuple[Part, ...]
    counts: Mapping[str, int]
    items: Mapping[str, int]
    rejected: pa.Table
    quarantine: pa.Table
    metrics: pa.Table
    drift: tuple[Comparison, ...]
    slowest: tuple[Mapping[str, object], ...]
    results: tuple[CheckResult, ...]
    verdict: GateVerdict
    added: Mapping[str, int]
    summaries: Mapping[str, Sequence[Mapping[str, object]]]
    sample_rows: Mapping[tuple[str, str], str]


def load_candidate(
    session: Session,
    extracted: Sequence[ExtractedShard],
    recorded: Recorded,
    linked: Linked,
    checked: Sequence[CheckResult],
) -> Loaded:
    """Completes the candidate beside the published version, and checks it all.

    ``checked`` is what the checks found in what was recorded.
    """
    give_back()
    session.watch.check_cpu_seconds.extend(shard.check_cpu_seconds for shard in extracted)
    failures = recorded.rows["quarantine"]
    parts = (*_parts(extracted), *linked.parts, *recorded.parts)
    manifests = read_manifests(session.home)
    path = session.home.candidate(session.run_id)
    new = Manifest(session.run_id, parts, CODE_VERSION)
    fill_candidate(session.home, [*manifests, new], path, made_of(*_WRITTEN_BY_LINKING))
    counts = complete_candidate(path)
    folders = _folders(session, extracted)
    metrics = merge_metrics([read_staged(folder, "metrics") for folder in folders], session.run_id)
    history = None
    if session.plan.takes_new:
        history = scan(session.home, manifests, "quality_metrics", metrics.column_names)
    results = merge_results(
        [
            *(result for shard in extracted for result in shard.results),
            *linked.results,
            *checked,
            *_check(session, FindingsCheckTask(path)),
            *drift(metrics, history),
        ]
    )
    return Loaded(
        path=path,
        parts=tuple(part for part in parts if part.table not in JOURNAL_TABLES),
        counts=counts,
        items=recorded.counts,
        rejected=recorded.rejected,
        quarantine=failures,
        metrics=metrics,
        drift=tuple(c for c in compare(metrics, history) if c.drifted)
        if history is not None
        else (),
        slowest=_slowest(recorded.settled),
        results=tuple(results),
        verdict=_verdict(session, results, recorded.counts, failures, counts),
        added=rows_added(path, session.run_id),
        summaries=summarize(path, session.run_id),
        sample_rows=_sample_rows(path, results),
    )


def _sample_rows(path: Path, results: Iterable[CheckResult]) -> dict[tuple[str, str], str]:
    """Some of the rows that checks found something in, and that are in the candidate."""
    wanted: dict[str, set[str]] = {}
    for result in results:
        if not (result.success or result.broken):
            wanted.setdefault(result.table_name, set()).update(result.sample[:_MOST_SAMPLE_ROWS])
    return show_rows(path, wanted)


def _slowest(settled: pa.Table) -> tuple[Mapping[str, object], ...]:
    names = ["source", "source_id", "seconds"]
    table = settled.select(["source_uri", "source_id", "cpu_seconds"]).rename_columns(names)
    ordered = table.sort_by([("seconds", "descending"), *((n, "ascending") for n in names[:2])])
    return tuple(ordered.slice(0, _MOST_SLOW).to_pylist())


def _verdict(
    session: Session,
    results: Sequence[CheckResult],
    items: Mapping[str, int],
    failures: pa.Table,
    counts: Mapping[str, int],
) -> GateVerdict:
    failed = quarantine.new_failures(failures)
    new = items["loaded"] + items["duplicate"] + failed
    few = new < _FEW_ITEMS and counts["documents"]
    share = 1.0 if few else session.settings.max_quarantined_share
    return gate(results, new, failed, share, session.settings.max_broken_row_share)


def status_of(session: Session, loaded: Loaded) -> Status:
    """How the run is to end, by the gate's verdict."""
    if loaded.verdict.passed:
        return "published"
    return "forced" if session.settings.force else "gate_failed"


def publish_run(session: Session, loaded: Loaded, status: Status) -> Path:
    """Makes the candidate the published version, with the run's own rows in it."""
    journal = {
        "runs": ledger_rows.run_row(session, status, loaded.items, loaded.rejected.num_rows),
        "quality_results": result_rows(loaded.results, session.run_id),
        # No measure for the runs to come, where it is the same articles again.
        "quality_metrics": loaded.metrics if session.plan.takes_new else loaded.metrics.slice(0, 0),
    }
    parts = (*loaded.parts, *_write(session, journal))
    manifest = Manifest(session.run_id, parts, CODE_VERSION)
    load_journal(session.home, loaded.path, manifest)
    quarantine.keep_raw_copies(session.home, loaded.quarantine)
    write_manifest(session.home, manifest)
    return publish(session.home, loaded.path, session.run_id, session.settings.keep)


def _write(session: Session, tables: Mapping[str, pa.Table]) -> Iterable[Part]:
    return [
        write_part(session.home, TABLES[name], session.run_id, "run", table)
        for name, table in tables.items()
        if table.num_rows
    ]
