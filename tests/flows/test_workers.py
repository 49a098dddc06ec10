"""No document can stop a run: what hangs, explodes or crashes is named and passed over."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from flows.workers import Handling, Limits, WorkerDiedError, Workers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LIMITS = Limits(cpu_seconds=1, memory_bytes=2_000_000_000)


@dataclass(frozen=True)
class Deed:
    """A shard task whose documents do harm."""

    documents: tuple[str, ...]
    in_hand: bool = True

    def __call__(self, handling: Handling) -> tuple[list[str], dict[str, str]]:
        passed_over = dict(handling.passed_over)
        done = []
        left = [name for name in self.documents if name not in passed_over]
        size = 1 if handling.one_by_one else len(left)
        for start in range(0, len(left), size or 1):
            batch = left[start : start + size]
            if not self.in_hand:
                harm(batch[0])
            with handling.in_hand(batch):
                for name in batch:
                    harm(name)
                    done.append(name)
        return done, passed_over


def harm(name: str) -> None:
    if name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif name == "hang":
        while True:
            pass
    elif name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers("processes", 2, LIMITS)
    yield pool
    pool.close()


@pytest.mark.parametrize(
    ("name", "cause"),
    [("crash", "segmentation fault"), ("hang", "CPU time"), ("kill", "killed")],
)
def test_a_harmful_document_is_named_and_the_rest_done(
    workers: Workers, tmp_path: Path, name: str, cause: str
) -> None:
    done, passed_over = workers.run(Deed(("a", name, "b")), tmp_path / "note")
    assert done == ["a", "b"]
    assert list(passed_over) == [name]
    assert cause in passed_over[name]


def test_several_harmful_documents_are_passed_over_one_by_one(
    workers: Workers, tmp_path: Path
) -> None:
    done, passed_over = workers.run(Deed(("crash", "a", "kill", "b")), tmp_path / "note")
    assert done == ["a", "b"]
    assert set(passed_over) == {"crash", "kill"}


def test_a_death_with_no_document_in_hand_is_an_error(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(WorkerDiedError, match="segmentation fault"):
        workers.run(Deed(("crash",), in_hand=False), tmp_path / "note")


def test_serial_work_is_done_here(tmp_path: Path) -> None:
    pool = Workers("serial", 4, LIMITS)
    assert pool.count == 1
    assert pool.run(Deed(("a", "b")), tmp_path / "note") == (["a", "b"], {})


@dataclass(frozen=True)
class Sleep:
    def __call__(self, _: Handling) -> int:
        time.sleep(0.1)
        return os.getpid()


def test_workers_end_with_their_pool(tmp_path: Path) -> None:
    pool = Workers("processes", 1, LIMITS)
    worker = pool.run(Sleep(), tmp_path / "note")
    pool.close()
    for _ in range(100):
        if not (alive := _is_alive(worker)):
            break
        time.sleep(0.05)
    assert not alive


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
