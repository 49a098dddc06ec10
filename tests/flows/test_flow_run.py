"""What a run from the command line asks of Prefect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    get_current_settings,
    temporary_settings,
)

from flows import flow_run
from flows.settings import Settings

if TYPE_CHECKING:
    import pytest


def heartbeats_of_a_run(monkeypatch: pytest.MonkeyPatch) -> int | None:
    """The seconds between heartbeats while the flow works, which is not what this is about."""
    seen: list[int | None] = []

    class Flow:
        def with_options(self, **_: object) -> Flow:
            return self

        def __call__(self, *_: object) -> None:
            seen.append(get_current_settings().flows.heartbeat_frequency)

    monkeypatch.setattr(flow_run, "corpus", Flow())
    flow_run.run_flow([], Settings())
    [frequency] = seen
    return frequency


def test_it_sends_heartbeats_only_to_those_who_set_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert get_current_settings().flows.heartbeat_frequency
    assert heartbeats_of_a_run(monkeypatch) is None
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 60}):
        assert heartbeats_of_a_run(monkeypatch) == 60
