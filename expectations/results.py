"""What checking gives: results by expectation, and the rows that were taken out."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from expectations.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyarrow as pa

    from expectations.contracts import Severity

SAMPLE_SIZE = 20
VALUES_SIZE = 5

Scope = Literal["rows", "ledger", "candidate", "metrics"]
"""What was checked: a shard's or linking's rows, the ledger, the candidate, a run's figures."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one expectation found.

    Args:
        expectation_id: ``table.column.check`` or ``table.rule``.
        expectation: What is expected, in a sentence for people.
        checked_count: The rows that were checked; those with nothing to check are not among them.
        sample: Keys of rows that broke it: the first 20 in order.
        values: Values of the column that broke it: the first 5 in order.
        observed: What was seen, where it is no count of rows.
        mostly: The share of the rows for which it has to hold.
        broken: The check itself failed, which says nothing of the data.
        error: How it failed.
    """

    expectation_id: str
    table_name: str
    expectation: str
    column_name: str | None
    severity: Severity
    checked_count: int
    unexpected_count: int
    sample: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    observed: str | None = None
    mostly: float = 1.0
    broken: bool = False
    error: str | None = None
    scope: Scope = "rows"

    @property
    def success(self) -> bool:
        """Whether it held, for as many rows as it has to; a broken check did not."""
        return not self.broken and self.unexpected_count <= (1 - self.mostly) * self.checked_count

    @property
    def unexpected_percent(self) -> float:
        """The share of the checked rows that broke it, from 0 to 100."""
        return min(100.0, 100 * self.unexpected_count / max(self.checked_count, 1))

    @property
    def observed_value(self) -> str | None:
        """What was seen, for people: an error, a figure, or how many rows and which values."""
        if self.broken:
            return self.error
        if self.observed is not None or not self.unexpected_count:
            return self.observed
        rows = f"{self.unexpected_count:,} of {self.checked_count:,} rows"
        return f"{rows}: {', '.join(self.values)}" if self.values else rows


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that broke its contract.

    Args:
        row_key: The values of the table's key, joined by ``/``; a row whose key another rejected
            row has too is marked ``~2``, ``~3`` ...
        document_id: The document it belongs to, where it belongs to one.
        expectation_id: The first expectation that it broke.
        reason: A sentence for each expectation that it broke.
        payload: The row as JSON, long texts cut.
    """

    table_name: str
    row_key: str
    document_id: str | None
    expectation_id: str
    reason: str
    payload: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that may be written, those that may not, and what each expectation found.

    ``taken_along`` counts, by table, the rows that went with a rejected row that they belong to:
    rows kept + rejected + taken along = rows given.
    """

    tables: Mapping[str, pa.Table]
    rejected: tuple[RejectedRow, ...]
    results: tuple[CheckResult, ...]
    taken_along: Mapping[str, int] = field(default_factory=dict)


def merge_results(results: Iterable[CheckResult]) -> list[CheckResult]:
    """The results of many shards as one per expectation, in the order of their ids.

    The order in which the shards are given does not matter.
    """
    groups: dict[tuple[Scope, str], list[CheckResult]] = defaultdict(list)
    for result in results:
        groups[result.scope, result.expectation_id].append(result)
    merged = [_add_up(group) for group in groups.values()]
    return sorted(merged, key=lambda result: (result.expectation_id, result.scope))


def _add_up(group: list[CheckResult]) -> CheckResult:
    return replace(
        group[0],
        checked_count=sum(result.checked_count for result in group),
        unexpected_count=sum(result.unexpected_count for result in group),
        sample=smallest((key for r in group for key in r.sample), SAMPLE_SIZE),
        values=smallest({value for r in group for value in r.values}, VALUES_SIZE),
        observed=min((r.observed for r in group if r.observed is not None), default=None),
        broken=any(result.broken for result in group),
        error=min((r.error for r in group if r.error is not None), default=None),
    )


def smallest(texts: Iterable[str], count: int) -> tuple[str, ...]:
    """The first texts in their order.

    >>> smallest(["b", "c", "a"], 2)
    ('a', 'b')
    """
    return tuple(heapq.nsmallest(count, texts))


def result_rows(results: Iterable[CheckResult], run_id: str) -> pa.Table:
    """The results as rows of ``quality_results``."""
    import pyarrow as pa

    rows = [
        {
            "run_id": run_id,
            "expectation_id": result.expectation_id,
            "table_name": result.table_name,
            "expectation": result.expectation,
            "column_name": result.column_name,
            "severity": result.severity,
            "success": result.success,
            "observed_value": result.observed_value,
            "unexpected_count": result.unexpected_count,
            "unexpected_percent": result.unexpected_percent,
            "sample": list(result.sample),
            "broken": result.broken,
        }
        for result in results
    ]
    return pa.Table.from_pylist(rows, schema=TABLES["quality_results"].schema())
