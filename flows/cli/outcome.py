"""What ``newsmill run`` prints when it is done."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING

import typer

from flows.report.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flows.plan import Plan
    from flows.report.content import RunReport
    from warehouse.home import Home

_MOST_TOLD = 10
_TABLES = ("documents", "removed_passages", "entity_mentions", "entities", "quantities", "quotes")


def print_outcome(
    home: Home, report: RunReport, skipped: Mapping[str, int], *, as_json: bool, quiet: bool
) -> None:
    """The outcome of a run: JSON, or some lines for people; what went wrong on stderr."""
    if as_json:
        typer.echo(report.to_json(), nl=False)
    elif not quiet:
        typer.echo("\n".join(_lines(home, report)))
    for line in [*_failures(report), *_skipped(skipped)]:
        typer.echo(line, err=True)


def print_plan(plan: Plan, *, as_json: bool) -> None:
    """What a run would take up."""
    if as_json:
        told = {
            "taken": [source.uri for source in plan.taken],
            "waiting": [source.uri for source in plan.waiting],
            "unchanged": len(plan.unchanged),
            "skipped": dict(plan.skipped),
        }
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    typer.echo(
        f"{len(plan.taken):,} new or changed, {len(plan.unchanged):,} unchanged, "
        f"{len(plan.waiting):,} beyond the limit"
    )
    for source in plan.taken[:_MOST_TOLD]:
        typer.echo(f"  {source.uri}")
    if len(plan.taken) > _MOST_TOLD:
        typer.echo(f"  and {len(plan.taken) - _MOST_TOLD:,} more")
    for line in _skipped(plan.skipped):
        typer.echo(line, err=True)


def _lines(home: Home, report: RunReport) -> Iterator[str]:
    items = report.items
    told = verdict(report)
    yield f"{told.headline}. {told.meaning}"
    became = ", ".join(
        f"{count:,} {name}"
        for name, count in items.model_dump().items()
        if name != "read" and count
    )
    yield f"  items    {items.read:,} read: {became or 'nothing to do'}"
    if report.resolved:
        yield f"  resolved {report.resolved:,} failures of earlier runs"
    if report.tables:
        held = (f"{report.tables[name].rows:,} {name}" for name in _TABLES)
        yield f"  holds    {', '.join(held)}"
        yield f"  checks   {_checks(report)}"
    if report.wall_seconds is not None:
        yield f"  time     {report.wall_seconds:.1f} s, {report.cpu_seconds or 0:.1f} s of CPU"
    yield f"  report   {home.run_folder(report.run_id) / 'report.html'}"
    if home.warehouse.exists():
        yield f"  query    newsmill sql --home {shlex.quote(str(home.root))}"


def _checks(report: RunReport) -> str:
    broken = sum(check.broken for check in report.quality)
    unkept = sum(not check.success and not check.broken for check in report.quality)
    held = len(report.quality) - broken - unkept
    told = [f"{held:,} held"]
    if unkept:
        told.append(f"{unkept:,} did not")
    if broken:
        told.append(f"{broken:,} could not be run")
    return ", ".join(told)


def _failures(report: RunReport) -> Iterator[str]:
    if report.gate and not report.gate.passed:
        yield "The quality gate failed:"
        yield from (f"  - {reason}" for reason in report.gate.reasons)
        if report.status == "gate_failed":
            yield from report.gate.advice
    for item in report.quarantine[:_MOST_TOLD]:
        yield f"quarantined: {item.source_uri}: {item.reason}: {item.detail}"
    if len(report.quarantine) > _MOST_TOLD:
        yield f"and {len(report.quarantine) - _MOST_TOLD:,} more: newsmill quarantine list"
    if report.rows_quarantined:
        yield f"{report.rows_quarantined:,} rows in quarantine: newsmill quarantine list"


def _skipped(skipped: Mapping[str, int]) -> Iterator[str]:
    if skipped:
        kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in skipped.items())
        yield f"passed over, not a format that newsmill reads: {kinds}"
