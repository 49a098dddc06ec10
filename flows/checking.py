"""Checks of a run that need Great Expectations, in a worker, where it is loaded already."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from expectations.suites import check_findings, check_ledger
from warehouse.checks import check_candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import pyarrow as pa

    from expectations.results import Checked, CheckResult
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
    """Checks the rows that linking and the ledger of a run wrote."""

    tables: Mapping[str, pa.Table]

    def __call__(self, _: Handling) -> Checked:
        """The rows kept, those rejected, and what each expectation found."""
        return check_ledger(self.tables)


@dataclass(frozen=True, slots=True)
class FindingsCheckTask:
    """Checks a candidate warehouse across its tables."""

    candidate: Path

    def __call__(self, _: Handling) -> list[CheckResult]:
        """What each expectation found."""
        return check_findings(check_candidate(self.candidate))
