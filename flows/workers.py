"""Where the shards are worked on: a pool of processes with the models loaded, or this process.

A worker that hangs, explodes in memory or crashes is stopped by the kernel. It notes the documents
in hand before it takes them up, so that its death names them, and the shard is done again without
the one that killed it. Clocks are never asked: a loaded machine gives the same rows.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import FileIO
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Literal, TypeVar

from transforms.errors import NewsmillError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pebble import ProcessPool

# A worker's vocabulary grows with what it reads; after so many shards a new one takes its place.
_SHARDS_PER_WORKER = 8
_WATCH_SECONDS = 1.0

# The libraries' own threads would fight the workers for the cores.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_CAUSES: dict[int, str] = {
    signal.SIGXCPU: "it took more CPU time than document_cpu_seconds allows",
    signal.SIGKILL: "its worker was killed, most likely because memory ran out",
    signal.SIGSEGV: "it crashed its worker (segmentation fault)",
    signal.SIGABRT: "it crashed its worker (abort)",
    signal.SIGBUS: "it crashed its worker (bus error)",
}

Result = TypeVar("Result")


def peak_memory_bytes() -> int:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class WorkerDiedError(NewsmillError):
    """A worker died with no document in hand: the machine or the installation is at fault."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause

    def __str__(self) -> str:
        return f"a worker process died: {self.cause}; 'newsmill doctor' may tell more"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use: CPU seconds for the documents in hand, bytes of memory in all."""

    cpu_seconds: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Handling:
    """How a shard is to be worked on, given what happened to it before.

    Args:
        note: The file in which the worker notes the documents in hand.
        limits: What it may use; None in this process, which no kernel limit may stop.
        one_by_one: Whether documents are taken up singly, so that a death names one document.
        passed_over: The keys of the documents that killed a worker, each with the reason.
    """

    note: Path
    limits: Limits | None
    one_by_one: bool = False
    passed_over: tuple[tuple[str, str], ...] = ()

    @contextmanager
    def in_hand(self, keys: list[str]) -> Iterator[None]:
        """Notes the documents taken up, and limits the CPU time that they may take."""
        if self.limits is None:
            yield
            return
        _note.write(self.note, "\n".join(keys))
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        used = resource.getrusage(resource.RUSAGE_SELF)
        soon = int(used.ru_utime + used.ru_stime) + 1 + self.limits.cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soon, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
            _note.write(self.note, "")


class _Note:
    """The note of the shard in hand; to open it for each document takes as long as some of them."""

    def __init__(self) -> None:
        self._file: FileIO | None = None

    def write(self, path: Path, text: str) -> None:
        if self._file is None or self._file.name != path:
            if self._file:
                self._file.close()
            self._file = FileIO(path, "w")
        self._file.seek(0)
        self._file.write(text.encode("utf-8", "surrogateescape"))
        self._file.truncate()


_note = _Note()


class Workers:
    """Runs shard tasks, one a worker at a time; safe to call from several threads.

    A shard task is called with its :class:`Handling`; it is sent to a worker, so it pickles.
    """

    def __init__(self, engine: Literal["serial", "processes"], count: int, limits: Limits) -> None:
        """Starts nothing yet."""
        self.count = count if engine == "processes" else 1
        self._limits = limits
        self._serial = threading.Lock() if engine == "serial" else None
        self._pool: ProcessPool | None = None
        self._starting = threading.Lock()
        use_one_thread()

    def preload(self) -> None:
        """Begins to load the models, beside whatever this process does next."""
        if not self._serial:
            preload()

    def run(self, task: Callable[[Handling], Result], note: Path) -> Result:
        """The result of the task, done again without the documents that killed its worker.

        Raises:
            WorkerDiedError: Where a worker dies with no document in hand.
        """
        if self._serial:
            with self._serial:
                return task(Handling(note, limits=None))
        from pebble import ProcessExpired

        handling = Handling(note, self._limits)
        while True:
            try:
                result: Result = self._started().schedule(task, args=(handling,)).result()
            except ProcessExpired as death:
                code = death.exitcode
                cause = _CAUSES.get(-code, f"it ended with code {code}")
                handling = after_death(handling, cause)
            else:
                return result

    def check(self, task: Callable[[Handling], Result], note: Path) -> Result:
        """The result of a task that brings its rows along."""
        return self.run(task, note)

    def close(self) -> None:
        """Ends all workers."""
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call] # pebble types the rest
            self._pool.join()

    def _started(self) -> ProcessPool:
        with self._starting:
            if self._pool is None:
                self.preload()
                from pebble import ProcessPool

                self._pool = ProcessPool(
                    max_workers=self.count,
                    max_tasks=_SHARDS_PER_WORKER,
                    initializer=_begin_worker,
                    initargs=(self._limits,),
                    context=multiprocessing.get_context("forkserver"),
                )
            return self._pool


def use_one_thread() -> None:
    """Sees to it that the libraries start no threads of their own."""
    os.environ.update({k: os.environ.get(k, v) for k, v in _ONE_THREAD.items()})


def preload() -> None:
    """Begins to load what workers need, in the process that they will be forked from."""
    use_one_thread()
    multiprocessing.set_forkserver_preload(["flows.preload"])
    forkserver.ensure_running()


def after_death(handling: Handling, cause: str) -> Handling:
    """How to go on: singly where several documents were in hand, else without the one that was."""
    keys = handling.note.read_text("utf-8", "surrogateescape") if handling.note.exists() else ""
    in_hand = keys.split("\n") if keys else []
    if len(in_hand) == 1:
        return replace(handling, passed_over=(*handling.passed_over, (in_hand[0], cause)))
    if handling.one_by_one or not in_hand:
        raise WorkerDiedError(cause)
    return replace(handling, one_by_one=True)


def _begin_worker(limits: Limits) -> None:
    """Limits the worker's memory, and sees to it that it does not outlive the run."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = limits.memory_bytes if hard == resource.RLIM_INFINITY else min(hard, limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)
