"""Work on a Dask cluster: the same tables as without, and a lost worker costs only its shard."""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from flows.cluster import Cluster
from flows.errors import MissingPartError
from flows.extracting import ExtractTask
from flows.workers import Limits
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.flows.conftest import Newsmill

LIMITS = Limits(cpu_seconds=60, memory_bytes=4_000_000_000)


@contextmanager
def process(*arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"},
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own as on a host of its own."""
    with ExitStack() as stack:
        address = folder / "scheduler.json"
        quiet = ("--scheduler-file", address, "--no-dashboard")
        stack.enter_context(
            process("distributed.cli.dask_scheduler", *quiet, "--host", "127.0.0.1", "--port", 0)
        )
        until = time.monotonic() + 60
        while not address.exists():
            assert time.monotonic() < until
            time.sleep(0.1)
        worker = ("distributed.cli.dask_worker", *quiet, "--nthreads", 1, "--no-nanny")
        workers = [
            stack.enter_context(process(*worker, "--local-directory", folder / name))
            for name in ("one", "two")
        ]
        yield json.loads(address.read_text("utf-8"))["address"], workers


@pytest.mark.trust
def test_a_cluster_gives_the_same_tables_and_loses_a_worker_without_harm(
    newsmill: Newsmill, published: Newsmill, seeds: Path, tmp_path: Path
) -> None:
    newsmill.environment["NEWSMILL_SHARD_DOCUMENTS"] = "1"
    with cluster(tmp_path) as (address, workers):
        run = newsmill.start(
            "run", seeds, "--published", "2025-05-17", "--workers", 2, "--dask-address", address
        )
        assert run.stderr is not None
        said = ""
        with run.stderr:
            for line in run.stderr:
                said += line
                if "extracting" in line:
                    workers[0].kill()
        assert run.wait(60) == 0, said
    assert workers[0].returncode != 0
    assert newsmill.tables() == published.tables()
    assert newsmill.sql("SELECT items_loaded, items_quarantined FROM runs") == [(5, 0)]


def test_the_scheduler_sees_paths_and_numbers_only(tmp_path: Path) -> None:
    task = ExtractTask(
        shard_id="000000",
        staging=tmp_path,
        home=Home(tmp_path),
        run_id="20250517T093000-1f",
        row_indexes=frozenset(range(250)),
        now=datetime.now(UTC),
    )
    assert len(pickle.dumps(task)) < 2_000


def test_without_dask_the_install_line_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(MissingPartError, match=r"pip install 'newsmill\[dask\]'"):
        Cluster(None, 1, LIMITS)
