"""Another try is made where it can help, and nowhere else."""

from __future__ import annotations

import pytest
from prefect.states import exception_to_failed_state

from flows.corpus import begin, patient
from flows.errors import GateFailedError
from flows.scheduled import may_pass
from transforms.read.sources import SourceNotFoundError
from warehouse.errors import BusyError


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (BusyError("/srv/home", "process 1"), True),
        (ConnectionResetError("by peer"), True),
        (TimeoutError("no answer"), True),
        (SourceNotFoundError("news"), False),
        (GateFailedError("20250517T093000-1f", ("too much in quarantine",)), False),
        (OSError(28, "No space left on device"), False),
        (ValueError("a bug"), False),
    ],
)
def test_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:  # noqa: FBT001
    from asyncio import run

    state = run(exception_to_failed_state(error))  # type: ignore[arg-type]
    assert may_pass(begin, None, state) is again  # type: ignore[arg-type]


def test_each_pause_is_twice_as_long() -> None:
    start = patient(begin, 3)
    assert (start.retries, start.retry_delay_seconds) == (3, [5, 10, 20])
