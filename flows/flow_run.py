"""Runs the flow from the command line. Importing this imports Prefect."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from prefect.logging.handlers import APILogWorker
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows.corpus import corpus, threads
from flows.errors import GateFailedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.settings import Settings

_FLUSH_SECONDS = 5


def run_flow(sources: Sequence[str], settings: Settings) -> None:
    """Runs the flow, with as many shards in hand as there are workers, and one in waiting.

    A gate that fails is told by the report that the run leaves.
    """
    # The thread of the heartbeats ends up to a second after the flow. Who wants them has set them.
    without_heartbeats = temporary_settings(set_defaults={PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with without_heartbeats, suppress(GateFailedError):
        corpus.with_options(task_runner=threads(settings.workers + 1))(list(sources), settings)
    # The server that is about to end has to have the log first.
    APILogWorker.drain_all(timeout=_FLUSH_SECONDS)
