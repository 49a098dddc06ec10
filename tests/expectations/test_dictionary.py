from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from expectations import dictionary
from expectations.checks import table_checks
from expectations.tables import TABLES

DOCS = Path(__file__).parents[2] / "docs"
STALE = "it is stale: run python -m expectations.dictionary"


def test_the_data_dictionary_is_current() -> None:
    page = (DOCS / "data-dictionary.md").read_text("utf-8")
    assert page == dictionary.dictionary_page(), STALE


def test_the_list_of_checks_is_current() -> None:
    page = (DOCS / "checks.md").read_text("utf-8")
    assert page == dictionary.checks_page(page), STALE


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
