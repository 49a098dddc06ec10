"""The figures of a run, site by site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.report.figures import metric_value

if TYPE_CHECKING:
    from flows.report.content import RunReport


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure as it is written, and whether it has drifted."""

    shown: str
    drifted: bool


@dataclass(frozen=True, slots=True)
class SiteRow:
    """The figures of one site, in the order of the table's metrics; no name means all sites."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SiteTable:
    """Sites by metrics: all sites first, then the largest ones."""

    metrics: tuple[str, ...]
    rows: tuple[SiteRow, ...]
    more_metrics: int
    more_rows: int


def site_table(report: RunReport, most_sites: int = 100, most_metrics: int = 11) -> SiteTable:
    """The figures as a table; metrics in the order in which the run names them."""
    values = {(metric.site, metric.metric): metric.value for metric in report.metrics}
    drifted = {(drift.site, drift.metric) for drift in report.drift}
    metrics = tuple(dict.fromkeys(metric.metric for metric in report.metrics))
    sites = sorted(
        dict.fromkeys(metric.site for metric in report.metrics),
        key=lambda site: (site != "", -(values.get((site, "documents")) or 0), site),
    )
    shown = metrics[:most_metrics]
    rows = tuple(
        SiteRow(
            site,
            tuple(
                Cell(metric_value(name, values.get((site, name))), (site, name) in drifted)
                for name in shown
            ),
        )
        for site in sites[:most_sites]
    )
    return SiteTable(shown, rows, len(metrics) - len(shown), len(sites) - len(rows))
