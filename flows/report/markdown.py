"""The outcome of a run in a few lines of Markdown, for Prefect's own pages."""

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


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
