"""The report pages: one HTML file each, that needs no network, no script and no other file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.report import figures
from flows.report.checks import checks_by_table, count_outcomes
from flows.report.flow_chart import flow_chart
from flows.report.sites import site_table
from flows.report.trends import drift_trend, runs_with_news, trends
from flows.report.verdict import STATUS_WORDS, some, verdict
from flows.report.visible import visible
from flows.report.way_down import quarantine_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.report.content import RunReport, Setting

MOST_RUNS_LISTED = 500
_MOST_HELD = 400
_MOST_REMOVED = 80
_MOST_DRIFTS = 12
_TRENDS_OF_INDEX = 6

_OUTCOME_WORDS = {
    "gate": "Stops the publish",
    "error": "Rows in quarantine",
    "warning": "Warning",
    "broken": "Could not be run",
}


def render_page(report: RunReport, history: Sequence[RunReport] = ()) -> str:
    """The page of one run, as a whole HTML document.

    Args:
        report: The run.
        history: Runs before it, in any order; the trends are drawn from them.
    """
    runs = runs_with_news(report, history)
    sections = _sections(report)
    page = _templates().get_template("page.html.jinja")
    return page.render(
        run=report,
        verdict=verdict(report),
        sections=sections,
        linked={"failure", *(name for name, _ in sections)},
        flow=flow_chart(report.items),
        site_table=site_table(report),
        removed=sorted(report.removed, key=lambda rule: -rule.count)[:_MOST_REMOVED],
        versions=_versions(report),
        run_link=lambda run_id: f"../{quote(run_id, safe='')}/report.html",
        **_stages(report),
        **_checks(report),
        **_trends(report, runs),
    )


def render_index(reports: Sequence[RunReport]) -> str:
    """The page over all runs, newest first, as a whole HTML document; it stands in ``runs/``."""
    runs = sorted(reports, key=lambda run: (run.started_at, run.run_id))
    newest = runs[-1] if runs else None
    told = verdict(newest) if newest else None
    return (
        _templates()
        .get_template("index.html.jinja")
        .render(
            runs=runs[-MOST_RUNS_LISTED:],
            runs_total=len(runs),
            newest=newest,
            verdict=told,
            tone=told.tone if told else "quiet",
            trends=trends(runs_with_news(newest, runs))[:_TRENDS_OF_INDEX] if newest else (),
            run_link=lambda run_id: f"{quote(run_id, safe='')}/report.html",
        )
    )


def _sections(report: RunReport) -> list[tuple[str, str]]:
    """The sections of the page that have something to say, by name, with their headings."""
    about_documents = report.items.quarantined or report.quarantine or report.slowest
    offered = (
        ("items", "Where the items went", True),
        ("checks", "Checks", bool(report.quality)),
        ("drift", "What has changed", bool(report.drift)),
        ("trends", "Trends", True),
        ("sites", "Sites", bool(report.metrics)),
        ("removed", "What was cut", bool(report.removed)),
        ("quarantine", "Quarantine and odd documents", bool(about_documents or report.stubs)),
        ("stages", "Time and memory", True),
        ("versions", "Versions and settings", True),
    )
    return [(name, heading) for name, heading, has_content in offered if has_content]


def _checks(report: RunReport) -> dict[str, object]:
    tables = checks_by_table(report)
    found = sum(table.total - table.counts["held"] for table in tables)
    held = [check for table in tables for check in table.held]
    return {
        "outcomes": count_outcomes(report.quality),
        "tables": tables,
        "held_checks": held[:_MOST_HELD],
        "findings_left": found - sum(len(table.findings) for table in tables),
    }


def _trends(report: RunReport, runs: Sequence[RunReport]) -> dict[str, object]:
    shown = report.drift[:_MOST_DRIFTS]
    return {
        "runs": runs,
        "trends": trends(runs),
        "drifts": [(drift, drift_trend(drift, runs)) for drift in shown],
        "any_marked": any(run.status == "gate_failed" for run in runs),
    }


def _stages(report: RunReport) -> dict[str, object]:
    told = sum(stage.wall_seconds for stage in report.stages)
    return {
        "longest_stage": max((stage.cpu_seconds for stage in report.stages), default=0),
        "outside_stages": (report.wall_seconds or 0) - told if report.stages else 0,
        "stage_items": any(stage.items is not None for stage in report.stages),
        "stage_memory": any(stage.peak_memory_bytes is not None for stage in report.stages),
    }


def _versions(report: RunReport) -> list[tuple[str, str]]:
    named = [
        ("newsmill", report.code_version),
        ("Model", report.versions.model or report.model),
        ("Settings, fingerprint", report.config_fingerprint),
        ("Python", report.versions.python),
        *report.versions.packages.items(),
    ]
    return [(name, value) for name, value in named if value]


def _setting(value: Setting) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None else str(value)


def _shown(value: object) -> object:
    """What a template puts out: every string made visible, unless it is markup of our own."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters |= {
        "count": figures.count,
        "metric_name": figures.metric_name,
        "metric_value": figures.metric_value,
        "moment": figures.moment,
        "part": lambda value, whole: f"{100 * value / whole:.1f}" if whole else "0",
        "percent": figures.percent,
        "seconds": figures.seconds,
        "sentence": figures.sentence,
        "setting": _setting,
        "share": figures.share,
        "size": figures.size,
        "some": some,
        "stamp": figures.stamp,
        "visible": visible,
    }
    environment.globals |= {
        "outcome_words": _OUTCOME_WORDS,
        "quarantine_commands": quarantine_commands,
        "status_words": STATUS_WORDS,
    }
    return environment
