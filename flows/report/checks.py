"""The checks of a run, arranged for reading: findings first, each with the way down to its rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flows.report.content import RejectedRow
from flows.report.way_down import commands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flows.report.content import Check, RunReport

Outcome = Literal["gate", "error", "warning", "broken", "held"]

MOST_FINDINGS = 150
"""Checks that a page shows in full."""
MOST_ROWS = 10
"""Rows that one check shows."""
MOST_ROWS_OF_ALL = 150
"""Rows that all checks together show."""

_ORDER: dict[Outcome, int] = {"gate": 0, "error": 1, "warning": 2, "broken": 3, "held": 4}


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found something or could not be run, with some of its rows.

    ``more_rows`` counts those that broke it and are not shown.
    """

    check: Check
    outcome: Outcome
    rows: tuple[RejectedRow, ...]
    keys: tuple[str, ...]
    more_rows: int
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableChecks:
    """The checks of one table."""

    name: str
    findings: tuple[Finding, ...]
    held: tuple[Check, ...]
    counts: dict[Outcome, int]

    @property
    def total(self) -> int:
        """How many checks the table has."""
        return sum(self.counts.values())


def outcome(check: Check) -> Outcome:
    """How the check ended; a breach goes by its severity, and a broken check is never a breach."""
    if check.broken:
        return "broken"
    return "held" if check.success else check.severity


def count_outcomes(checks: Iterable[Check]) -> dict[Outcome, int]:
    """How many checks ended how; every outcome has its count."""
    counts = dict.fromkeys(_ORDER, 0)
    for check in checks:
        counts[outcome(check)] += 1
    return counts


def checks_by_table(report: RunReport) -> tuple[TableChecks, ...]:
    """The checks table by table: the gravest findings first, in the tables and among them."""
    findings = _findings(report)
    tables: dict[str, list[Check]] = defaultdict(list)
    for check in report.quality:
        tables[check.table_name].append(check)
    arranged = [
        TableChecks(
            name=name,
            findings=tuple(f for f in findings if f.check.table_name == name),
            held=tuple(check for check in checks if outcome(check) == "held"),
            counts=count_outcomes(checks),
        )
        for name, checks in tables.items()
    ]
    return tuple(sorted(arranged, key=_gravity))


def _gravity(table: TableChecks) -> tuple[int, int, str]:
    gravest = min(_ORDER[name] for name, count in table.counts.items() if count)
    return gravest, table.counts["held"] - table.total, table.name


def _findings(report: RunReport) -> tuple[Finding, ...]:
    rows: dict[str, list[RejectedRow]] = defaultdict(list)
    for row in report.rejected_rows:
        rows[row.expectation_id].append(row)
    failed = [check for check in report.quality if outcome(check) != "held"]
    failed.sort(key=lambda c: (_ORDER[outcome(c)], -c.unexpected_count, c.expectation_id))
    findings = []
    room = MOST_ROWS_OF_ALL
    for check in failed[:MOST_FINDINGS]:
        finding = _finding(report, check, rows[check.expectation_id], min(room, MOST_ROWS))
        room -= len(finding.rows) or len(finding.keys)
        findings.append(finding)
    return tuple(findings)


def _finding(report: RunReport, check: Check, rows: list[RejectedRow], room: int) -> Finding:
    shown = tuple(rows[:room]) or tuple(
        RejectedRow(
            table_name=check.table_name,
            row_key=key,
            expectation_id=check.expectation_id,
            payload=check.shown[key],
        )
        for key in check.sample[:room]
        if key in check.shown
    )
    keys = () if shown else check.sample[:room]
    known = max(check.unexpected_count, len(rows), len(check.sample))
    return Finding(
        check=check,
        outcome=outcome(check),
        rows=shown,
        keys=keys,
        more_rows=0 if check.broken else known - (len(shown) or len(keys)),
        commands=commands(report, check, rows[:room]),
    )
