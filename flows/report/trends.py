"""Trends over the runs, as small charts of one line each, drawn by leather.

leather gives plain SVG of a few kilobytes; the colours and fonts are the page's, set by its style
sheet, so that the charts follow light and dark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.report.checks import count_outcomes
from flows.report.figures import clock, count, day, figure, metric_name, metric_value, size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markupsafe import Markup

    from flows.report.content import Drift, RunReport

MOST_RUNS = 30
"""Runs that a chart goes back."""
MOST_METRICS = 9
"""Figures over all sites that have a chart."""

_WITH_NEWS = frozenset({"published", "forced", "gate_failed"})
_FEWEST_POINTS = 2
_ENOUGH_DOCUMENTS = 100
_LARGEST = 1e15
_DRAWN_ANYWAY = frozenset({"documents"})


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over the runs: its name, what it is now, and the chart."""

    title: str
    latest: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class _Measure:
    title: str
    of: Callable[[RunReport], float | None]
    shown: Callable[[float], str]


def runs_with_news(report: RunReport, history: Sequence[RunReport]) -> tuple[RunReport, ...]:
    """The last runs that took something in, up to this one, oldest first.

    Runs with nothing new and runs that failed have no figures of their own.
    """
    runs = {run.run_id: run for run in (*history, report) if run.started_at <= report.started_at}
    told = [run for run in runs.values() if run.status in _WITH_NEWS]
    return tuple(sorted(told, key=lambda run: (run.started_at, run.run_id))[-MOST_RUNS:])


def trends(runs: Sequence[RunReport]) -> tuple[Trend, ...]:
    """A chart for each figure that at least two of the runs have."""
    charts = (_trend(measure, runs) for measure in _measures(runs))
    return tuple(chart for chart in charts if chart is not None)


def drift_trend(drift: Drift, runs: Sequence[RunReport]) -> Trend | None:
    """The chart of a figure that has drifted, with the usual range behind it."""
    measure = _metric(drift.site, drift.metric)
    return _trend(measure, runs, usual=(drift.low, drift.high))


def _measures(runs: Sequence[RunReport]) -> Iterator[_Measure]:
    yield _Measure("New documents", lambda run: run.items.loaded, _whole)
    yield _Measure("Items in quarantine", lambda run: run.items.quarantined, _whole)
    yield _Measure("Rows in quarantine", lambda run: run.rows_quarantined, _whole)
    yield _Measure("Checks that found something", _found, _whole)
    yield _Measure("CPU seconds per 100 documents", _cpu_per_hundred, figure)
    yield _Measure("Largest process", lambda run: run.peak_memory_bytes, _bytes)
    overall = [metric.metric for metric in runs[-1].metrics if not metric.site] if runs else []
    for name in [name for name in overall if name not in _DRAWN_ANYWAY][:MOST_METRICS]:
        yield _metric("", name)


def _metric(site: str, name: str) -> _Measure:
    def value(run: RunReport) -> float | None:
        found = (m.value for m in run.metrics if m.site == site and m.metric == name)
        return next(found, None)

    return _Measure(metric_name(name), value, lambda number: metric_value(name, number))


def _found(run: RunReport) -> float:
    counts = count_outcomes(run.quality)
    return counts["gate"] + counts["error"] + counts["warning"]


def _cpu_per_hundred(run: RunReport) -> float | None:
    # With fewer documents, loading the model is most of it.
    if run.cpu_seconds is None or run.items.loaded < _ENOUGH_DOCUMENTS:
        return None
    return 100 * run.cpu_seconds / run.items.loaded


def _labels(runs: Sequence[RunReport]) -> tuple[str, ...]:
    days = tuple(day(run.started_at) for run in runs)
    return days if len(set(days)) > 1 else tuple(clock(run.started_at) for run in runs)


def _drawable(value: float | None) -> float | None:
    # What is larger comes from a fault, and would hide all else.
    return value if value is not None and abs(value) <= _LARGEST else None


def _whole(value: float) -> str:
    return count(round(value))


def _bytes(value: float) -> str:
    return size(round(value))


def _trend(
    measure: _Measure,
    runs: Sequence[RunReport],
    usual: tuple[float | None, float | None] = (None, None),
) -> Trend | None:
    values = [_drawable(measure.of(run)) for run in runs]
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST_POINTS:
        return None
    # leather is only loaded where there is something to draw.
    from flows.report.line_chart import LineChart

    chart = LineChart(
        values=tuple(values),
        labels=_labels(runs),
        marked=tuple(run.status == "gate_failed" for run in runs),
        shown=measure.shown,
        low=_drawable(usual[0]),
        high=_drawable(usual[1]),
    )
    latest = measure.shown(known[-1])
    words = (
        f"{measure.title} over {len(runs)} runs: {latest} in the last one, "
        f"between {measure.shown(min(known))} and {measure.shown(max(known))}."
    )
    return Trend(measure.title, latest, chart.draw(words))
