"""Runs to report on: good, stopped by the gate, the first one, nothing new, failed, hostile."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
    Stage,
    Stub,
    TableCount,
    Versions,
)

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = Path(__file__).parent / "runs"
NASTY = (
    "<script>alert('title')</script>",
    "javascript:alert(document.domain)",
    "\"><img src=x onerror=alert(1)>' onmouseover='alert(2)",
    "</style></pre></code><iframe src='https://evil.example/'></iframe>",
    "{{ 7 * 7 }}{% raw %}",
    "مرحبا بالعالم \u202egnp.exe\u2066 שלום",
    "nul \x00 bell \x07 escape \x1b[31m delete \x7f next line \x85",
    "A" * 10_000,
    "中" * 10_000,
    "zero\u200bwidth \ufeff\U000e0041 \ud800",
    "$(rm -rf ~) `id` '; DROP TABLE documents; --",
    "line one\nline two\r\n\ttabbed",
    "",
)


def load(name: str) -> RunReport:
    return RunReport.from_json((RUNS / f"{name}.json").read_bytes())


@pytest.fixture(scope="session")
def report_of() -> Callable[[str], RunReport]:
    return load


@pytest.fixture(scope="session")
def published() -> RunReport:
    return load("published")


@pytest.fixture(scope="session")
def gate_failed() -> RunReport:
    return load("gate_failed")


@pytest.fixture(scope="session")
def first() -> RunReport:
    return load("first")


@pytest.fixture(scope="session")
def unchanged() -> RunReport:
    return load("unchanged")


@pytest.fixture(scope="session")
def failed() -> RunReport:
    return load("failed")


@pytest.fixture(scope="session")
def history(published: RunReport) -> tuple[RunReport, ...]:
    """The three weeks before the published run: a run a day, one of them stopped by the gate."""
    return tuple(_day_before(published, days) for days in range(21, 0, -1))


@pytest.fixture(params=["published", "gate_failed", "first", "unchanged", "failed", "hostile"])
def any_page(request: pytest.FixtureRequest, page_of: Callable[[str], str]) -> str:
    return page_of(request.param)


@pytest.fixture(scope="session")
def page_of(history: tuple[RunReport, ...], hostile: RunReport) -> Callable[[str], str]:
    from flows.report.page import render_page

    def render(name: str) -> str:
        if name == "hostile":
            return render_page(hostile, [hostile, *history])
        return render_page(load(name), history)

    return render


@pytest.fixture(scope="session")
def hostile() -> RunReport:
    """A run in which every string is an attack, a thousand rows of each."""
    many = [NASTY[i % len(NASTY)] for i in range(1000)]
    return RunReport(
        run_id="javascript:alert(1)//../..",
        status="gate_failed",
        started_at=load("published").started_at,
        code_version=NASTY[0],
        config_fingerprint=NASTY[6],
        model=NASTY[5],
        sources=NASTY,
        engine=NASTY[2],
        workers=2,
        items=Items(read=5000, loaded=1, quarantined=1000),
        rows_quarantined=1000,
        tables={text: TableCount(rows=1, added=1) for text in NASTY},
        gate=Gate(passed=False, reasons=NASTY, advice=NASTY),
        quality=tuple(_hostile_check(i, text) for i, text in enumerate(many)),
        rejected_rows=tuple(
            RejectedRow(
                table_name=text,
                row_key=text,
                expectation_id=f"{i % 7}",
                reason=text,
                payload=text,
                quarantine_id=text,
            )
            for i, text in enumerate(many)
        ),
        metrics=tuple(
            Metric(site=text, metric=f"{name[:300]} {i % 20}", value=float(i))
            for i, text in enumerate(many)
            for name in NASTY[:2]
        ),
        drift=tuple(
            Drift(
                site=text, metric=text, value=9e99, usual=-1e-99, low=-1.0, high=1.0, message=text
            )
            for text in NASTY
        ),
        removed=tuple(Removed(kind=t, rule_id=t, count=1, characters=1, example=t) for t in many),
        quarantine=tuple(
            QuarantinedItem(source_uri=t, source_id=t, stage=t, reason=t, detail=t, quarantine_id=t)
            for t in many
        ),
        slowest=tuple(SlowDocument(source=text, seconds=1e9) for text in many),
        stubs=tuple(Stub(source=text, reason=text, title=text) for text in many),
        stages=tuple(Stage(name=text, wall_seconds=1e9, cpu_seconds=0) for text in many),
        versions=Versions(python=NASTY[0], model=NASTY[1], packages=dict.fromkeys(many, NASTY[2])),
        settings=dict.fromkeys(many, NASTY[7]),
        failure="\n".join(NASTY),
    )


def _hostile_check(number: int, text: str) -> Check:
    return Check(
        expectation_id=f"{number}",
        table_name=text if number % 2 else "documents",
        expectation=text,
        column_name=text,
        severity=("error", "warning", "gate")[number % 3],
        success=False,
        observed_value=text,
        values=NASTY if number % 2 else (),
        observed=text,
        checked_count=1000,
        unexpected_count=1000,
        unexpected_percent=100.0,
        sample=NASTY,
        broken=number % 11 == 0,
        error=text,
    )


def _day_before(run: RunReport, days: int) -> RunReport:
    chance = random.Random(days)  # noqa: S311 - made-up data, the same in every run
    scale = chance.uniform(0.85, 1.1)
    sound = [check for check in run.quality if check.success]
    return run.model_copy(
        update={
            "run_id": f"run-{days:02}",
            "status": "gate_failed" if days == 9 else "published",
            "started_at": run.started_at - timedelta(days=days),
            "cpu_seconds": 241 * scale * chance.uniform(0.97, 1.04),
            "peak_memory_bytes": round(6.1e8 * chance.uniform(0.97, 1.03)),
            "items": Items(
                read=round(1450 * scale),
                loaded=round(1450 * scale) - 262,
                unchanged=260 - days % 4,
                quarantined=(140 if days == 9 else 2 + days % 4),
            ),
            "rows_quarantined": chance.randrange(5, 30),
            "quality": (*sound, *[check for check in run.quality if not check.success][: days % 3]),
            "drift": (),
            "metrics": tuple(_metric_before(metric, chance) for metric in run.metrics),
        }
    )


def _metric_before(metric: Metric, chance: random.Random) -> Metric:
    usual = {
        ("harbourgazette.example", "boilerplate_share"): 0.17,
        ("thelighthouse.example", "documents"): 84.0,
    }.get((metric.site, metric.metric), metric.value or 0.0)
    return metric.model_copy(update={"value": usual * chance.uniform(0.88, 1.1)})
