"""Readers see one whole version, and never stop a publish."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from warehouse import ledger
from warehouse.errors import PublishError
from warehouse.lake import read_manifests
from warehouse.load import build_candidate, finish, publish, unfinished
from warehouse.read import connect, current_version, versions

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Article, Mill

    from warehouse.home import Home

COUNT = "SELECT count(*) FROM documents"

# A client of another program: asks, waits for a line, asks again on the connection it holds.
CLIENT = f"""
import sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read_only")
for line in [None, *sys.argv[3:]]:
    if line:
        sys.stdin.readline()
    print(connection.execute({COUNT!r}).fetchone()[0], flush=True)
"""


def client(home: Home, mode: str, *again: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CLIENT, str(home.warehouse), mode, *again]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("mode", ["read_only", "read_write"])
def test_a_client_does_not_stop_a_publish_and_keeps_its_version(
    home: Home, mill: Mill, articles: tuple[Article, ...], mode: str
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    with client(home, mode, "again") as held:
        assert held.stdout is not None
        assert held.stdout.readline() == "1\n"
        assert ledger.known_documents(home, [articles[0].document_id]), "the next run can ask"
        mill.run("r2", *articles)
        mill.publish("r2")
        with client(home, mode) as new:
            assert new.communicate() == ("3\n", None)
        assert held.communicate("\n") == ("1\n", None)
    assert held.returncode == new.returncode == 0


def test_a_process_that_holds_the_old_version_can_open_the_new_one(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    with connect(home) as old:
        mill.run("r2", *articles)
        mill.publish("r2")
        with connect(home) as new:
            assert new.execute(COUNT).fetchone() == (3,)
        assert old.execute(COUNT).fetchone() == (1,)


def test_what_a_client_wrote_into_the_public_file_does_not_reach_the_next_version(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    log = home.warehouse.with_name(f"{home.warehouse.name}.wal")
    with duckdb.connect(home.warehouse) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1")
        assert log.exists()
        mill.run("r2", *articles)
        mill.publish("r2")
        assert not log.exists()
    with connect(home) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    assert ("mine",) not in tables


def test_the_last_versions_are_kept(home: Home, mill: Mill, articles: tuple[Article, ...]) -> None:
    for run_id in ("r1", "r2", "r3"):
        mill.run(run_id, *articles)
        mill.publish(run_id)
    assert versions(home) == ["r3", "r2"]
    assert home.warehouse.samefile(home.version("r3"))
    assert current_version(home) == home.version("r3")
    mill.run("r4", *articles)
    mill.publish("r4", keep=1)
    assert versions(home) == ["r4"]


def test_a_version_that_is_pruned_while_it_is_opened_gives_way_to_the_newer_one(
    home: Home,
    mill: Mill,
    articles: tuple[Article, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    open_file = duckdb.connect

    def overtaken(path: Path, **options: object) -> duckdb.DuckDBPyConnection:
        monkeypatch.undo()
        mill.run("r2", *articles)
        mill.publish("r2", keep=1)
        return open_file(path, **options)

    monkeypatch.setattr(duckdb, "connect", overtaken)
    with connect(home) as connection:
        assert connection.execute(COUNT).fetchone() == (3,)


def test_without_hard_links_the_public_file_is_a_copy(
    home: Home,
    mill: Mill,
    articles: tuple[Article, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_paths: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refused)
    mill.run("r1", *articles)
    mill.publish("r1")
    assert not home.warehouse.samefile(home.version("r1"))
    assert current_version(home) == home.warehouse
    with connect(home) as connection:
        assert connection.execute(COUNT).fetchone() == (3,)


def test_a_candidate_without_its_run_is_refused(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    candidate = home.candidate("r2")
    build_candidate(home, read_manifests(home), candidate)
    with pytest.raises(PublishError, match="does not hold run 'r2'"):
        publish(home, candidate, "r2")
    assert not home.warehouse.exists()


def test_a_run_killed_before_its_publish_is_finished(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    assert finish(home) == []
    manifest = mill.run("r1", *articles)
    assert unfinished(home) == [manifest]
    assert finish(home) == [manifest]
    assert unfinished(home) == []
    assert not home.staging("r1").exists()
    with connect(home) as connection:
        assert connection.execute(COUNT).fetchone() == (3,)


def test_a_run_with_nothing_new_waits_for_the_next_publish(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    mill.run("r2")
    assert unfinished(home) == []
    mill.run("r3", *articles)
    mill.publish("r3")
    assert {run_id: run.status for run_id, run in ledger.runs(home).items()} == {
        "r1": "published",
        "r2": "unchanged",
        "r3": "published",
    }


def test_the_same_lake_gives_the_same_tables_in_the_same_order(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    contents = []
    for name in ("one", "two"):
        path = home.candidate(name)
        counts = build_candidate(home, read_manifests(home), path)
        with duckdb.connect(path, read_only=True) as connection:
            contents.append(
                {table: connection.table(table).fetchall() for table, n in counts.items() if n}
            )
    assert contents[0] == contents[1]
