"""Findings on the candidate warehouse: made in SQL elsewhere, they enter the results as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from expectations import gx
from expectations.results import SAMPLE_SIZE, CheckResult, smallest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from expectations.contracts import Severity


class CheckFinding(Protocol):
    """What a check of the whole candidate warehouse found."""

    @property
    def check_id(self) -> str:
        """``table.column.check`` or ``table.rule``."""

    @property
    def table_name(self) -> str:
        """The table checked."""

    @property
    def column_name(self) -> str | None:
        """The column checked, where it is one."""

    @property
    def meaning(self) -> str:
        """What is expected, in a sentence."""

    @property
    def severity(self) -> Severity:
        """What a breach does; ``error`` stops the publish too, for no row can be taken out."""

    @property
    def unexpected_count(self) -> int:
        """The rows that broke it."""

    @property
    def row_count(self) -> int:
        """The rows checked."""

    @property
    def sample(self) -> Sequence[str]:
        """Keys of some rows that broke it."""

    @property
    def error(self) -> str | None:
        """Why the check itself failed; ``None`` where it ran."""


def check_findings(findings: Iterable[CheckFinding]) -> list[CheckResult]:
    """The findings as results of one Great Expectations validation, in their order."""
    findings = list(findings)
    counts = {f.check_id: f.unexpected_count for f in findings if f.error is None}
    outcomes = gx.validate_counts("candidate", counts) if counts else {}
    return [
        CheckResult(
            expectation_id=finding.check_id,
            table_name=finding.table_name,
            expectation=finding.meaning,
            column_name=finding.column_name,
            severity=finding.severity,
            checked_count=finding.row_count,
            unexpected_count=finding.unexpected_count,
            sample=smallest(finding.sample, SAMPLE_SIZE),
            broken=error is not None,
            error=error,
            scope="candidate",
        )
        for finding in findings
        for error in [finding.error or outcomes[finding.check_id].error]
    ]
