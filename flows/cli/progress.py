"""What people see while a run works: a live display on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_WORDS = {
    "start": "starting Prefect and loading the models",
    "clean": "reading and cleaning",
    "extract": "extracting and checking",
    "link": "linking names to entities",
    "load": "building and checking the warehouse",
    "publish": "publishing",
}
# Piped, a stage of many shards says so often how far it is.
_LINE_SECONDS = 30.0


class Progress:
    """Tells how far a run is, on stderr."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._rich: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                SpinnerColumn,
                TextColumn,
                TimeElapsedColumn,
            )
            from rich.progress import Progress as RichProgress

            self._rich = RichProgress(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
            )
            self._rich.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._rich:
            if kind is None:
                self._finish_all()
            self._rich.stop()

    def update(self, stage: str, done: int, total: int) -> None:
        """Takes note that of a stage's shards so many are done."""
        if self._quiet:
            return
        words = _WORDS.get(stage, stage)
        if self._rich:
            self._show(stage, words, done, total)
        elif done == 0 or time.monotonic() - self._last > _LINE_SECONDS:
            self._last = time.monotonic()
            far = f" ({done:,} of {total:,} shards)" if total > 1 else ""
            print(f"newsmill: {words}{far}", file=sys.stderr, flush=True)  # noqa: T201

    def _show(self, stage: str, words: str, done: int, total: int) -> None:
        if self._rich is None:
            return
        if stage not in self._tasks:
            self._finish_all()
            self._tasks[stage] = self._rich.add_task(words, total=total or None)
        self._rich.update(self._tasks[stage], completed=done, total=total or None)

    def _finish_all(self) -> None:
        if self._rich is None:
            return
        for task in self._rich.tasks:
            if not task.finished:
                self._rich.update(task.id, total=task.total or 1, completed=task.total or 1)
