"""A run with no Prefect configured: its own server, no process left behind, nobody asked."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.prefect_server import prepare_database

if TYPE_CHECKING:
    from tests.flows.conftest import Newsmill


@pytest.fixture
def watching(tmp_path: Path) -> dict[str, str]:
    """The environment of processes whose addresses are noted, as users have it: nothing off."""
    folder = str(Path(__file__).with_name("watching"))
    return {"PYTHONPATH": folder, "ADDRESSES": str(tmp_path / "addresses"), "HOME": str(tmp_path)}


def test_the_watch_sees_what_goes_out(watching: dict[str, str]) -> None:
    # Connecting a datagram socket sends nothing.
    program = "import socket as s; s.socket(s.AF_INET, s.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    subprocess.run([sys.executable, "-c", program], env=os.environ | watching, check=False)
    assert Path(watching["ADDRESSES"]).read_text("utf-8") == "socket.connect '192.0.2.1'\n"


@pytest.mark.trust
def test_a_run_asks_nobody_outside_of_this_machine(
    newsmill: Newsmill, watching: dict[str, str], tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Talks in Geneva\nThe ministers met on Friday. It rained.\n", "utf-8")
    watched = replace(newsmill, environment=watching)
    watched("run", article)
    watched("report", "--data-docs")
    assert not Path(watching["ADDRESSES"]).exists()
    [template] = (tmp_path / ".cache" / "newsmill").glob("prefect-*")
    with closing(sqlite3.connect(template)) as database:
        assert database.execute("SELECT count(*) FROM flow_run").fetchall() == [(0,)]


def test_only_a_new_home_gets_the_empty_database(tmp_path: Path) -> None:
    template, database = tmp_path / "template.db", tmp_path / "prefect.db"
    template.write_bytes(b"empty")
    prepare_database(database, template)
    assert database.read_bytes() == b"empty"
    database.write_bytes(b"of a home")
    prepare_database(database, template)
    assert database.read_bytes() == b"of a home"


@pytest.mark.long
def test_a_run_brings_its_own_server_and_survives_being_killed(
    newsmill: Newsmill, published: Newsmill, seeds: Path
) -> None:
    alone = replace(newsmill, environment={})
    for stage in ("reading and cleaning", "extracting", "building"):
        run = alone.start("run", seeds, "--published", "2025-05-17")
        assert run.stderr is not None
        with run.stderr:
            for line in run.stderr:
                if stage in line:
                    break
            run.send_signal(signal.SIGKILL)
        run.wait()
        assert not alone.processes_left(), "a killed run left processes behind"
        assert not (alone.home / "warehouse.duckdb").exists()
    alone("run", seeds, "--published", "2025-05-17")
    assert not alone.processes_left(), "a run left processes behind"
    assert alone.tables() == published.tables()
    assert sorted(path.name for path in (alone.home / "lake" / "documents").iterdir()) == [
        f"run_id={run_id}" for (run_id,) in alone.sql("SELECT run_id FROM runs")
    ]
