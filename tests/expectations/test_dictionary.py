from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import duckdb
import pytest

from expectations import dictionary
from expectations.checks import table_checks
from expectations.tables import TABLES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_pages_are_current() -> None:
    stale = [path.name for path in dictionary.stale_pages()]
    assert stale == [], "run: python -m expectations.dictionary"


@pytest.mark.parametrize(
    ("arguments", "page", "fails"),
    [([], "current", False), (["--check"], "current", False), (["--check"], "stale", True)],
)
def test_the_command_fails_only_when_asked_to_check_what_is_stale(
    arguments: list[str],
    page: str,
    fails: bool,  # noqa: FBT001 -- a parameter of the test
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dictionary, "_DOCS", tmp_path)
    (tmp_path / "checks.md").write_text((DOCS / "checks.md").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(sys, "argv", ["dictionary"])
    dictionary.main()
    if page == "stale":
        (tmp_path / "data-dictionary.md").write_text("old", "utf-8")
    monkeypatch.setattr(sys, "argv", ["dictionary", *arguments])
    with pytest.raises(SystemExit) if fails else nullcontext():
        dictionary.main()
    assert bool(dictionary.stale_pages()) is fails


def test_every_expectation_stands_in_the_documentation() -> None:
    page = (DOCS / "checks.md").read_text("utf-8")
    for table in TABLES.values():
        section = page.partition(f"### {table.name}\n")[2].partition("###")[0]
        for check in table_checks(table):
            assert f"| `{check.id.partition('.')[2]}` | {check.severity} |" in section


def test_the_page_shows_what_the_contract_says() -> None:
    section = dictionary.markdown([TABLES["quotes"]])
    assert "| *quote_id* | VARCHAR | yes | Stable id. |" in section
    assert "In `entity_mentions.mention_id`." in section
    assert "One of `direct`, `mixed`, `indirect`." in section
    assert "- `speaker_is_person_or_body` (warning): " in section


def test_the_dictionary_as_json() -> None:
    (table,) = json.loads(dictionary.as_json([TABLES["sources"]]))
    assert (table["name"], table["key"], table["layer"]) == ("sources", ["source_uri"], "ledger")
    assert table["columns"][0]["nullable"] is False
    assert {
        "id": "sources.size_bytes.minimum",
        "severity": "error",
        "meaning": "size_bytes is at least 0.",
    } in table["checks"]


@pytest.mark.parametrize("name", TABLES)
def test_the_sql_makes_the_table_with_its_comments(name: str) -> None:
    table = TABLES[name]
    with duckdb.connect(":memory:") as connection:
        connection.execute(dictionary.sql([table]))
        columns = connection.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE table_name = ? ORDER BY column_index",
            [name],
        ).fetchall()
    types = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
    assert columns == [
        (c.name, types.get(c.type.value, c.type.value), c.nullable, c.meaning)
        for c in table.columns
    ]
