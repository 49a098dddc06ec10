"""What a run on a schedule needs beyond its work: another try, missed runs, progress for the UI."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prefect import get_client
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.runtime import deployment, flow_run
from prefect.states import Cancelled

from warehouse.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from prefect import Task
    from prefect.client.schemas.objects import State, TaskRun

FIRST_PAUSE_SECONDS = 5
"""Before the second try; each further pause is twice as long."""

# The UI asks for it now and then; a shard may take less than a second.
_PROGRESS_SECONDS = 2.0


def may_pass(_: Task[..., object], __: TaskRun, state: State[object]) -> bool:
    """Whether a failure may be gone on another try: a busy lock, a network that is down."""
    try:
        state.result()
    except (BusyError, ConnectionError, TimeoutError):
        return True
    except BaseException:  # noqa: BLE001  whatever it is, it will be the same again
        return False
    return False


def skip_missed() -> int:
    """Cancels the other runs of this schedule that are due, and says how many they were.

    A machine that was off for three nights has three runs due. One of them takes up all that is
    new; the others would only say that nothing is.
    """
    if not deployment.id:
        return 0
    with get_client(sync_client=True) as client:
        due = client.read_flow_runs(
            deployment_filter=DeploymentFilter.model_validate({"id": {"any_": [deployment.id]}}),
            flow_run_filter=FlowRunFilter.model_validate(
                {
                    "state": {"type": {"any_": ["SCHEDULED"]}},
                    "expected_start_time": {"before_": datetime.now(UTC)},
                    "id": {"not_any_": [flow_run.id]},
                }
            ),
        )
        missed = [run for run in due if run.auto_scheduled]
        for run in missed:
            message = f"missed; {flow_run.name} takes up what is new"
            client.set_flow_run_state(run.id, Cancelled(name="Skipped", message=message))
    return len(missed)


@dataclass
class ArtifactProgress:
    """Tells how far a run is by Prefect's progress artifacts, one a stage, and passes it on."""

    tell: Callable[[str, int, int], None]
    _stage: str = ""
    _artifact: UUID | None = None
    _told: float = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Takes note that of a stage's shards so many are done."""
        self.tell(stage, done, total)
        if stage != self._stage:
            self._stage, self._told = stage, time.monotonic()
            description = f"{stage}: shards done"
            self._artifact = create_progress_artifact(0.0, f"newsmill-{stage}", description)  # type: ignore[assignment]
        elif done == total or time.monotonic() - self._told > _PROGRESS_SECONDS:
            self._told = time.monotonic()
            if self._artifact:
                update_progress_artifact(self._artifact, 100.0 * done / max(total, 1))
