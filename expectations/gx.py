"""Great Expectations, held on a short leash: loaded late, silent, offline, one check at a time.

It is not thread-safe, so there is a lock around each validation. It is imported by the first
validation or by `preload`, never by importing this module.
"""

from __future__ import annotations

import logging
import os
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, cast

from expectations.imports import absent, later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from great_expectations.core import ExpectationSuite
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
    from great_expectations.expectations.expectation import Expectation
    from pandas import DataFrame

    from expectations.checks import Check
    from expectations.flags import Flags
    from expectations.row_expectation import ExpectRowsToHold

_LOCK = RLock()
GX_SEVERITIES = {"error": "critical", "gate": "critical", "warning": "warning"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Great Expectations says of one check: the positions of bad rows, or that it broke."""

    positions: tuple[int, ...] = ()
    error: str | None = None


def preload(suites: Mapping[str, tuple[Check, ...]]) -> None:
    """Imports Great Expectations and builds the suites of the tables."""
    with _LOCK, quiet():
        for table, checks in suites.items():
            _row_suite(table, checks)


def validate_rows(table: str, checks: Sequence[Check], flags: Flags) -> dict[str, Outcome]:
    """The outcome of each check of the table's rows, by its id."""
    import pandas as pd
    import pyarrow.compute as pc

    frame = pd.DataFrame(
        {
            name: pc.fill_null(column, True).to_numpy()  # noqa: FBT003 -- a value, no switch
            for name, column in flags.columns.items()
        },
        index=range(flags.row_count),
    )
    with _LOCK, quiet():
        outcomes = _validate(frame, _row_suite(table, tuple(checks)))
    return outcomes | {check_id: Outcome(error=error) for check_id, error in flags.errors.items()}


def validate_counts(name: str, counts: Mapping[str, int]) -> dict[str, Outcome]:
    """The outcome of checks that were made elsewhere: each has counted what it did not expect.

    They enter as a frame of one row with a column a check, which holds where it counted none.
    """
    import pandas as pd

    frame = pd.DataFrame({check: [count == 0] for check, count in counts.items()})
    with _LOCK, quiet():
        _load()
        from expectations.row_expectation import ExpectRowsToHold

        return _validate(frame, _suite(name, [ExpectRowsToHold(column=c) for c in counts]))


@cache
def _row_suite(table: str, checks: tuple[Check, ...]) -> ExpectationSuite:
    _load()
    from great_expectations.expectations.metadata_types import FailureSeverity

    from expectations.row_expectation import ExpectRowsToHold

    return _suite(
        table,
        [
            ExpectRowsToHold(
                column=check.id,
                mostly=check.mostly,
                severity=FailureSeverity(GX_SEVERITIES[check.severity]),
                description=check.meaning,
            )
            for check in checks
        ],
    )


def _suite(name: str, expectations: Sequence[Expectation]) -> ExpectationSuite:
    from great_expectations import ExpectationSuite

    return ExpectationSuite(name=name, expectations=list(expectations))


def _validate(frame: DataFrame, suite: ExpectationSuite) -> dict[str, Outcome]:
    """The outcome of each expectation of the suite, by the column that it looks at.

    Each is asked by itself: a validator would take up the frame twice, hash it, and copy every
    expectation three times, which takes seven times as long as the answers.
    """
    from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine

    engine = PandasExecutionEngine(batch_data_dict={suite.name: frame})
    expectations = cast("list[ExpectRowsToHold]", suite.expectations)
    return {one.column: _outcome(one, engine) for one in expectations}


def _outcome(expectation: Expectation, engine: PandasExecutionEngine) -> Outcome:
    try:
        found = expectation.metrics_validate({}, {"result_format": "COMPLETE"}, engine)
    except Exception as error:  # noqa: BLE001 -- whatever a check raises, it is the check that broke
        return Outcome(error=str(error) or "the check raised an exception")
    return Outcome(tuple(found.result["unexpected_index_list"]))


@cache
def _load() -> None:
    """Imports Great Expectations."""
    # What draws charts, compares distributions, looks into databases and buckets: no check here
    # asks for it, and it would be half of the time that the import takes.
    with quiet(), later("altair", "scipy.stats"), absent("boto3", "botocore", "sqlalchemy"):
        import great_expectations  # noqa: F401


@contextmanager
def quiet() -> Iterator[None]:
    """Within it Great Expectations may be imported and used: it says nothing, here or elsewhere."""
    # Read at its import: from then on it would report to its makers.
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        for category in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
            warnings.simplefilter("ignore", category)
        yield
