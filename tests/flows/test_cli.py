"""The command line: help that teaches, formats, and the docs that name every command."""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyarrow.parquet as pq
import pytest
import typer

from flows.cli import app

if TYPE_CHECKING:
    from tests.flows.conftest import Newsmill


def commands() -> dict[str, click.Command]:
    root = typer.main.get_command(app)
    found: dict[str, click.Command] = {}
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {k}": v for k, v in inner.items()} if inner else {name: command}
    return found


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_is_documented(root: Path, name: str) -> None:
    text = (root / "docs" / "commands.md").read_text("utf-8")
    assert f"newsmill {name}" in text
    command = commands()[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert max(parameter.opts, key=len) in text, parameter.name


def test_every_setting_is_documented(root: Path) -> None:
    from flows.settings import Settings

    text = (root / "docs" / "commands.md").read_text("utf-8")
    for name, setting in Settings.model_fields.items():
        assert f"`{name}`" in text
        assert setting.description


def test_help_is_quick() -> None:
    newsmill = Path(sys.executable).with_name("newsmill")
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([newsmill, "--help"], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.5


def test_results_in_every_format(published: Newsmill, tmp_path: Path) -> None:
    query = "SELECT 'a|b' AS letters, 1.50::DECIMAL(38,9) AS number, NULL AS nothing"
    assert json.loads(published("sql", query, "--format", "json").stdout) == [
        {"letters": "a|b", "number": 1.5, "nothing": None}
    ]
    rows = list(csv.reader(io.StringIO(published("sql", query, "--format", "csv").stdout)))
    assert rows == [["letters", "number", "nothing"], ["a|b", "1.5", ""]]
    markdown = published("sql", query, "--format", "markdown").stdout
    assert markdown.split("\n")[2] == r"| a\|b | 1.5 |  |"
    assert "1.5" in published("sql", query).stdout
    file = tmp_path / "result.parquet"
    published("sql", query, "--format", "parquet", "--output", file)
    assert pq.read_table(file).to_pylist()[0]["letters"] == "a|b"
    assert "--output" in published("sql", query, "--format", "parquet", expect=2).stderr


def test_control_characters_do_not_reach_the_terminal(published: Newsmill) -> None:
    assert "\x1b" not in published("sql", "SELECT chr(27) || '[2J' AS hostile").stdout


def test_an_older_version_can_be_asked(published: Newsmill) -> None:
    [run] = json.loads(published("runs", "--json").stdout)
    count = published("sql", "SELECT count(*) AS n FROM documents", "--as-of", run["run_id"])
    assert re.search(r"^\s*5\s*$", count.stdout, re.MULTILINE)
    wrong = published("sql", "SELECT 1", "--as-of", "none", expect=2)
    assert run["run_id"] in wrong.stderr


def test_schema_tells_every_column(published: Newsmill) -> None:
    told = json.loads(published("schema", "documents", "--format", "json").stdout)
    assert "document_id" in json.dumps(told)
    assert "CREATE TABLE" in published("schema", "--format", "sql").stdout
    assert "| text | VARCHAR |" in published("schema", "documents").stdout


def test_the_doctor_finds_nothing_broken(newsmill: Newsmill) -> None:
    told = json.loads(newsmill("doctor", "--json").stdout)
    assert {one["what"] for one in told} >= {"interpreter", "model", "disk", "Prefect API"}
    assert not [one for one in told if one["state"] == "bad"]


def test_a_dry_run_does_nothing(newsmill: Newsmill, seeds: Path) -> None:
    told = json.loads(newsmill("run", seeds, "--dry-run", "--json").stdout)
    assert len(told["taken"]) == 5
    assert not (newsmill.home / "warehouse.duckdb").exists()
    assert "5 new or changed" in newsmill("run", seeds, "--dry-run").stdout


def test_the_readme_shows_what_its_queries_give(
    ingest: object, tmp_path: Path, root: Path, seeds: Path
) -> None:
    ingest(tmp_path / "home", seeds)  # type: ignore[operator]
    check = [sys.executable, root / "docs" / "examples.py", "--home", tmp_path / "home", "--check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
