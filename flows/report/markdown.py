"""The outcome of a run for Prefect's own pages: a few lines of Markdown, a table of the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.report.verdict import verdict

if TYPE_CHECKING:
    from flows.report.content import RunReport

_MOST_CHECKS = 20


def outcome_markdown(report: RunReport) -> str:
    """Verdict, counts, and the checks that did not hold."""
    told = verdict(report)
    lines = [f"# {told.headline}", "", told.meaning, "", "| items | |", "| --- | ---: |"]
    lines += [f"| {name} | {count:,} |" for name, count in report.items.model_dump().items()]
    unkept = [check for check in report.quality if not check.success]
    if unkept:
        lines += ["", "| check | severity | rows |", "| --- | --- | ---: |"]
        lines += [
            f"| {'broken: ' if check.broken else ''}{_cell(check.expectation)} "
            f"(`{check.expectation_id}`) | {check.severity} | {check.unexpected_count:,} |"
            for check in unkept[:_MOST_CHECKS]
        ]
    return "\n".join(lines)


def checks_table(report: RunReport) -> list[dict[str, str | int]]:
    """The checks as rows of a table, those that did not hold first."""
    ordered = sorted(report.quality, key=lambda check: (check.success, check.expectation_id))
    return [
        {
            "check": check.expectation_id,
            "expectation": check.expectation,
            "severity": check.severity,
            "outcome": "broken" if check.broken else "held" if check.success else "did not hold",
            "checked": check.checked_count or 0,
            "unexpected": check.unexpected_count,
            "observed": check.observed_value or "",
        }
        for check in ordered
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
