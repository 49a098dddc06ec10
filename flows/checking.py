"""Checks of a run that need Great Expectations, in a worker, where it is loaded already."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from expectations.suites import check_findings, check_ledger
from flows.staging import read_staged, write_tables
from warehouse.checks import check_candidate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from expectations.results import CheckResult
    from flows.workers import Handling
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Timed(Generic[Result]):
    """A task whose CPU time is told with its result."""

    task: Callable[[Handling], Result]

    def __call__(self, handling: Handling) -> tuple[Result, float]:
        """The result of the task, and its CPU seconds."""
        started = time.process_time()
        return self.task(handling), time.process_time() - started


@dataclass(frozen=True, slots=True)
class LedgerCheckTask:
    """Checks the rows that linking and the ledger of a run wrote.

    Args:
        folder: Where they were staged.
        names: Their tables.
    """

    folder: Path
    names: tuple[str, ...]

    def __call__(self, _: Handling) -> tuple[CheckResult, ...]:
        """What each expectation found; the rows that are rejected are taken out of the folder."""
        tables = {name: read_staged(self.folder, name) for name in self.names}
        checked = check_ledger(tables)
        kept = {n: rows for n, rows in checked.tables.items() if not rows.equals(tables[n])}
        write_tables(self.folder, kept)
        return checked.results


@dataclass(frozen=True, slots=True)
class FindingsCheckTask:
    """Checks a candidate warehouse across its tables."""

    candidate: Path

    def __call__(self, _: Handling) -> list[CheckResult]:
        """What each expectation found."""
        return check_findings(check_candidate(self.candidate))
