"""Builds, where that is not done yet, and publishes a run; kills itself before its n-th step.

Arguments: the home folder, the pickled manifest, n. Prints the steps that it has survived.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.contracts import Table
from warehouse.home import Home, locked
from warehouse.lake import read_manifests, write_manifest
from warehouse.load import build_candidate, publish
from warehouse.storage import Lake

if TYPE_CHECKING:
    from collections.abc import Callable

    Step = Callable[..., object]

steps = count(1)
fatal_step = int(sys.argv[3])


def deadly(name: str, function: Step) -> Step:
    def wrapped(*args: object, **kwargs: object) -> object:
        if next(steps) == fatal_step:
            os.kill(os.getpid(), signal.SIGKILL)
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
        return function(*args, **kwargs)

    return wrapped


for name in ("replace", "link", "unlink"):
    setattr(os, name, deadly(name, getattr(os, name)))
# A kill, unlike a power cut, loses nothing that was written.
os.fsync = lambda _descriptor: None
Table.ddl = deadly("define", Table.ddl)
Lake.remove = deadly("remove", Lake.remove)

home = Home(Path(sys.argv[1]))
manifest = pickle.loads(Path(sys.argv[2]).read_bytes())  # noqa: S301 the test wrote it
with locked(home):
    candidate = home.candidate(manifest.run_id)
    if not candidate.exists():
        build_candidate(home, [*read_manifests(home), manifest], candidate)
    write_manifest(home, manifest)
    publish(home, candidate, manifest.run_id, keep=1)
