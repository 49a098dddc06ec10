"""How long the stages of a run take, what CPU time, and how much memory."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from flows.report.content import Stage
from flows.workers import peak_memory_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator


class Usage(Protocol):
    """What a worker's task tells of its cost."""

    @property
    def cpu_seconds(self) -> float:
        """Its CPU time."""

    @property
    def peak_memory_bytes(self) -> int:
        """The most memory that its worker has held so far."""


@dataclass
class Stopwatch:
    """Measures a run from now on, and its stages.

    Args:
        stages: The stages that have ended.
        workers_apart: Whether the workers are processes of their own: what they used in this
            process counts already.
        check_cpu_seconds: What the checks took of the CPU time, check by check: they come from
            several threads.
    """

    stages: list[Stage] = field(default_factory=list)
    workers_apart: bool = True
    check_cpu_seconds: list[float] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)
    _worker_cpu_seconds: list[float] = field(default_factory=list)

    def wall_seconds(self) -> float:
        """The time that has passed."""
        return time.monotonic() - self._began

    def cpu_seconds(self) -> float:
        """The CPU time of this process since it was started, and that of the workers' tasks."""
        return time.process_time() + sum(self._worker_cpu_seconds)

    def peak_memory_bytes(self) -> int | None:
        """The most memory that a process of the run has held; None before its first stage ends."""
        return max((stage.peak_memory_bytes or 0 for stage in self.stages), default=0) or None

    def checked(self, cpu_seconds: float) -> None:
        """Takes note of what a worker's checks took, beside those of its shards."""
        self._add(cpu_seconds)
        self.check_cpu_seconds.append(cpu_seconds)

    def _add(self, cpu_seconds: float) -> None:
        if self.workers_apart:
            self._worker_cpu_seconds.append(cpu_seconds)

    @contextmanager
    def stage(self, name: str, items: int | None = None) -> Iterator[list[Usage]]:
        """Measures one stage; what its workers tell goes into the list that is yielded."""
        workers: list[Usage] = []
        wall, cpu = time.monotonic(), self.cpu_seconds()
        yield workers
        self._add(sum(worker.cpu_seconds for worker in workers))
        own = peak_memory_bytes()
        self.stages.append(
            Stage(
                name=name,
                wall_seconds=time.monotonic() - wall,
                cpu_seconds=self.cpu_seconds() - cpu,
                items=items,
                peak_memory_bytes=max([own, *(w.peak_memory_bytes for w in workers)]),
            )
        )
