"""Runs of the real command, on one Prefect server for all tests of a process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from flows.prefect_server import PrefectServer

if TYPE_CHECKING:
    from collections.abc import Iterator

NEWSMILL = Path(sys.executable).with_name("newsmill")
TIMES = {"run_id", "first_run_id", "last_run_id", "modified_at"}


@pytest.fixture(scope="session")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.fixture(scope="session")
def environment(prefect_home: Path) -> Iterator[dict[str, str]]:
    """The environment of a user who has a Prefect server up."""
    server = PrefectServer(prefect_home)
    server.wait()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "NEWSMILL_"))}
    yield clean | {"PREFECT_API_URL": server.url, "PREFECT_HOME": str(prefect_home)}
    server.stop()


@dataclass(frozen=True)
class Newsmill:
    """The newsmill command with a home folder."""

    home: Path
    environment: dict[str, str]

    def __call__(self, *arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [NEWSMILL, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=300,
            cwd=self.home.parent,
            env={**self.environment, "NEWSMILL_HOME": str(self.home)},
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


@pytest.fixture
def newsmill(tmp_path: Path, environment: dict[str, str]) -> Newsmill:
    return Newsmill(tmp_path / "home", dict(environment))


@pytest.fixture(scope="session")
def published(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str], seeds: Path
) -> Newsmill:
    """A home that has taken up the seeds; tests read it and do not write."""
    newsmill = Newsmill(tmp_path_factory.mktemp("seeds") / "home", environment)
    newsmill("run", seeds, "--published", "2025-05-17", "--workers", 1)
    return newsmill
