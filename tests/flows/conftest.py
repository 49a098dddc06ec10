"""Runs of the real command and the real flow, on one Prefect server for all tests of a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flows.report.content import RunReport

NEWSMILL = Path(sys.executable).with_name("newsmill")
TIMES = {"run_id", "first_run_id", "last_run_id", "modified_at"}


@pytest.fixture(scope="session")
def prefect_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Prefect server in a home of its own; entered once a process."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield str(PREFECT_API_URL.value())


@dataclass(frozen=True)
class Newsmill:
    """newsmill with a home folder: its command, and its tables."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def whole_environment(self) -> dict[str, str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "NEWSMILL_"))}
        return clean | self.environment | {"NEWSMILL_HOME": str(self.home)}

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [NEWSMILL, *map(str, arguments)],
            env=self.whole_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [NEWSMILL, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.home.parent,
            env=self.whole_environment(),
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        return done

    def sql(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(self.home / "warehouse.duckdb", read_only=True) as connection:
            return connection.execute(query).fetchall()

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Every table but the ledger of runs, ordered, without run ids and times."""
        with duckdb.connect(self.home / "warehouse.duckdb", read_only=True) as connection:
            names = connection.execute(
                "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'runs' ORDER BY 1"
            ).fetchall()
            found = {}
            for (name,) in names:
                columns = connection.execute(f"SELECT * FROM {name} LIMIT 0").description  # noqa: S608
                kept = ", ".join(f'"{c[0]}"' for c in columns or [] if c[0] not in TIMES)
                rows = connection.execute(f"SELECT {kept} FROM {name} ORDER BY ALL")  # noqa: S608
                found[name] = rows.fetchall()
            return found

    def processes_left(self, seconds: float = 15) -> set[int]:
        """The processes that carry the home folder in their environment and do not end."""
        until = time.monotonic() + seconds
        while (left := self._processes()) and time.monotonic() < until:
            time.sleep(0.1)
        return left

    def _processes(self) -> set[int]:
        mark = f"NEWSMILL_HOME={self.home}".encode()
        found = set()
        for entry in os.listdir("/proc"):  # noqa: PTH208  names are wanted
            try:
                with open(f"/proc/{entry}/environ", "rb") as environment:  # noqa: PTH123
                    if entry.isdigit() and mark in environment.read().split(b"\0"):
                        found.add(int(entry))
            except OSError:
                continue
        return found


@pytest.fixture
def newsmill(tmp_path: Path, prefect_url: str) -> Newsmill:
    """The command, for a user who has a Prefect server up."""
    prefect_home = os.environ["PREFECT_HOME"]
    environment = {"PREFECT_API_URL": prefect_url, "PREFECT_HOME": prefect_home}
    return Newsmill(tmp_path / "home", environment)


@pytest.fixture(scope="session")
def ingest(prefect_url: str) -> Callable[..., RunReport]:
    """Runs the flow in this process, which keeps the model and Great Expectations loaded."""
    assert prefect_url

    def run(home: Path, *sources: Path, **settings: object) -> RunReport:
        from flows.flow_run import run_flow
        from flows.reporting import read_reports
        from flows.settings import load_settings
        from warehouse.home import Home

        chosen = load_settings(home=home, engine="serial", **settings)
        run_flow([str(source) for source in sources], chosen)
        return read_reports(Home(home))[0]

    return run


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, ingest: Callable[..., RunReport], seeds: Path
) -> Newsmill:
    """A home that has taken up the seeds; tests read it and do not write."""
    home = tmp_path_factory.mktemp("seeds") / "home"
    ingest(home, seeds, published="2025-05-17")
    return Newsmill(home)
