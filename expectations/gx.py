"""Great Expectations, held on a short leash: loaded late, silent, offline, one check at a time.

It is not thread-safe (threads that shared a batch definition got each other's results), so there
is one context a process and a lock around each validation. It is imported by the first validation
or by `preload`, never by importing this module.
"""

from __future__ import annotations

import logging
import os
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

from expectations.imports import absent, later

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from great_expectations.core import (
        ExpectationSuite,
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.expectations.expectation import Expectation
    from pandas import DataFrame

    from expectations.checks import Check
    from expectations.flags import Flags

_LOCK = RLock()
GX_SEVERITIES = {"error": "critical", "gate": "critical", "warning": "warning"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What Great Expectations says of one check: the positions of bad rows, or that it broke."""

    positions: tuple[int, ...] = ()
    error: str | None = None


def preload(suites: Mapping[str, tuple[Check, ...]]) -> None:
    """Imports Great Expectations and builds its context and the suites of the tables."""
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
        suite = _row_suite(table, tuple(checks))
        validation = _validate(frame, suite)
    outcomes = {}
    for result in validation.results:
        check_id = _column(result)
        error = _raised(result.exception_info)
        if error is not None:
            outcomes[check_id] = Outcome(error=flags.errors.get(check_id, error))
        else:
            outcomes[check_id] = Outcome(tuple(result.result["unexpected_index_list"]))
    return outcomes


def validate_counts(name: str, counts: Mapping[str, int]) -> dict[str, Outcome]:
    """The outcome of checks that were made elsewhere: each has counted what it did not expect.

    They enter as a frame of one row with a column a check, which holds where it counted none.
    """
    import pandas as pd

    frame = pd.DataFrame({check: [count == 0] for check, count in counts.items()})
    with _LOCK, quiet():
        _batch_definition()
        from expectations.row_expectation import ExpectRowsToHold

        validation = _validate(frame, _suite(name, [ExpectRowsToHold(column=c) for c in counts]))
    return {
        _column(result): Outcome(
            positions=() if result.success else (0,), error=_raised(result.exception_info)
        )
        for result in validation.results
    }


@cache
def _row_suite(table: str, checks: tuple[Check, ...]) -> ExpectationSuite:
    _batch_definition()
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


def _validate(frame: DataFrame, suite: ExpectationSuite) -> ExpectationSuiteValidationResult:
    batch = _batch_definition().get_batch(batch_parameters={"dataframe": frame})
    return batch.validate(suite, result_format="COMPLETE")


@cache
def _batch_definition() -> BatchDefinition[None]:
    with quiet():
        # What draws charts, compares distributions, looks into databases and buckets: no check here
        # asks for it, and it would be half of the time that the import takes.
        with later("altair", "scipy.stats"), absent("boto3", "botocore", "sqlalchemy"):
            import great_expectations
        from great_expectations.data_context.types.base import ProgressBarsConfig
        from tqdm import tqdm  # type: ignore[import-untyped]  # ships no types

        # Progress bars, even those that are switched off, start a thread that watches them, and
        # make a lock for all processes, which is told to be leaked where a worker is stopped.
        tqdm.monitor_interval = 0
        tqdm.set_lock(RLock())
        context = great_expectations.get_context(mode="ephemeral")
        context.variables.progress_bars = ProgressBarsConfig(globally=False)
        source = context.data_sources.add_pandas("newsmill")
        return source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


def _column(result: ExpectationValidationResult) -> str:
    if result.expectation_config is None:
        raise ValueError("Great Expectations gave a result without its expectation")
    return str(result.expectation_config.kwargs["column"])


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


def _raised(exception_info: Mapping[str, object]) -> str | None:
    # Either one such record, or a record for each metric that the expectation needs.
    records = [exception_info, *(v for v in exception_info.values() if isinstance(v, dict))]
    for record in records:
        if record.get("raised_exception"):
            return str(record.get("exception_message") or "the check raised an exception")
    return None
