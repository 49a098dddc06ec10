"""What a command and all its descendants cost.

    python benchmarks/process_tree.py OUT COMMAND...

Orphans (the workers of a forkserver, say) are adopted and waited for, so that none is left out.
Writes ``{"cpu_seconds", "wall_seconds", "peak_process_bytes", "peak_tree_bytes"}`` to OUT.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
# To look at the memory of a process holds it up for some milliseconds.
_SAMPLE_SECONDS = 1.0


@dataclass(frozen=True)
class Cost:
    """CPU and wall time of a process tree, and the memory of its largest process and in all."""

    cpu_seconds: float
    wall_seconds: float
    peak_process_bytes: int
    peak_tree_bytes: int


def measure(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Runs a command to its end, with all that it starts.

    Raises:
        CalledProcessError: Where it fails.
    """
    with TemporaryDirectory() as folder:
        out = Path(folder) / "cost.json"
        subprocess.run(  # noqa: S603  what the benchmark compares
            [sys.executable, __file__, out, *command],
            env=os.environ | (environment or {}),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return Cost(**json.loads(out.read_text("utf-8")))


def _own_memory_bytes(root: int) -> int:
    """The memory of the descendants; what they share counts once."""
    parents: dict[int, int] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208  names are wanted
        try:
            stat = Path(f"/proc/{entry}/stat").read_text("utf-8")
            parents[int(entry)] = int(stat.rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    total = 0
    for pid in family - {root}:
        try:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").split("\n"):
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        except OSError:
            continue
    return total


def _main(out: str, command: list[str]) -> int:
    ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(_SAMPLE_SECONDS):
            peak = max(peak, _own_memory_bytes(os.getpid()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    began = time.monotonic()
    code = subprocess.run(command, check=False).returncode  # noqa: S603  as above
    wall = time.monotonic() - began
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    done.set()
    watcher.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "wall_seconds": wall,
        "peak_process_bytes": used.ru_maxrss * 1024,
        "peak_tree_bytes": peak,
    }
    Path(out).write_text(json.dumps(cost), "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))
