"""What is in a warehouse file that is built from the lake."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import duckdb
import pytest

from expectations.tables import TABLES
from warehouse.errors import PartError
from warehouse.lake import Manifest, read_manifests
from warehouse.load import build_candidate, load_journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Article, Mill

    from warehouse.home import Home

    Ask = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def ask(home: Home) -> Ask:
    """Builds a candidate from all of the lake, and asks it."""

    def answer(sql: str) -> list[tuple[object, ...]]:
        path = home.candidate("test")
        build_candidate(home, read_manifests(home), path)
        with duckdb.connect(path, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return answer


def test_every_table_and_column_is_there_with_its_comment(mill: Mill, ask: Ask) -> None:
    mill.run("r1")
    found = {
        (table, column): comment
        for table, column, comment in ask(
            "SELECT table_name, column_name, comment FROM duckdb_columns() "
            "WHERE table_name IN (SELECT table_name FROM duckdb_tables())"
        )
    }
    assert found == {
        (table.name, column.name): column.meaning
        for table in TABLES.values()
        for column in table.columns
    }


def test_the_counts_are_those_of_the_tables(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    path = home.candidate("r1")
    counts = build_candidate(home, read_manifests(home), path)
    assert counts.keys() == TABLES.keys()
    assert (counts["documents"], counts["entity_mentions"], counts["stories"]) == (3, 6, 0)
    assert not path.with_name(f"{path.name}.wal").exists()


def test_mentions_get_their_entities_and_quotes_their_speakers(
    mill: Mill, articles: tuple[Article, ...], ask: Ask
) -> None:
    mill.run("r1", *articles)
    assert ask(
        "SELECT DISTINCT mentions.text, entities.name FROM entity_mentions AS mentions "
        "JOIN entities USING (entity_id) ORDER BY ALL"
    ) == [(name, name) for name in sorted({n for a in articles for n, _ in a.mentions})]
    assert ask(
        "SELECT entities.name FROM quotes JOIN entities ON entity_id = speaker_entity_id"
    ) == [("Volodymyr Zelensky",)]


def test_versions_are_ordered_by_what_they_say_never_by_arrival(
    mill: Mill, article: type[Article], ask: Ask
) -> None:
    first = article("a", "First\nThe text.")
    second = article("a", "Second\nThe text.", modified_at=first.published_at)
    third = article("a", "Third\nThe text.", modified_at=first.published_at + timedelta(hours=1))
    other = article("b", "Other\nThe text.")
    mill.run("r1", third, other)
    mill.run("r2", first)
    mill.run("r3", second)
    assert ask("SELECT title, version, is_latest FROM documents ORDER BY title") == [
        ("First", 1, False),
        ("Other", 1, True),
        ("Second", 2, False),
        ("Third", 3, True),
    ]


def test_documents_get_their_group_and_their_closest_story(
    mill: Mill, articles: tuple[Article, ...], ask: Ask
) -> None:
    one, two, three = (article.document_id for article in articles)
    groups = [
        {"duplicate_group_id": "g", "document_id": one, "similarity": 1.0, "is_original": True},
        {"duplicate_group_id": "g", "document_id": two, "similarity": 0.9, "is_original": False},
    ]
    reports = [
        {"story_id": "near", "document_id": one, "similarity": 0.9},
        {"story_id": "far", "document_id": one, "similarity": 0.1},
        {"story_id": "far", "document_id": two, "similarity": 0.5},
        {"story_id": "same", "document_id": two, "similarity": 0.5},
    ]
    mill.run("r1", *articles, links={"duplicate_groups": groups, "story_documents": reports})
    rows = ask("SELECT document_id, duplicate_group_id, is_duplicate, story_id FROM documents")
    assert {document_id: rest for document_id, *rest in rows} == {
        one: ["g", False, "near"],
        two: ["g", True, "far"],
        three: [None, False, None],
    }


def test_span_cuts_code_points(mill: Mill, ask: Ask) -> None:
    mill.run("r1")
    assert ask("SELECT span('Kyïv 🇺🇦 holds', 5, 7), span('abc', NULL, 1)") == [("🇺🇦", None)]


def test_rows_lie_in_the_order_of_their_key(
    mill: Mill, articles: tuple[Article, ...], ask: Ask
) -> None:
    mill.run("r1", *articles)
    rows = ask("SELECT document_id, passage_index FROM passages")
    assert rows == sorted(rows)


def test_a_table_loaded_in_ranges_of_ids_is_the_same(
    home: Home, mill: Mill, articles: tuple[Article, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    mill.run("r1", *articles)
    paths = [home.candidate("whole"), home.candidate("ranges")]
    build_candidate(home, read_manifests(home), paths[0])
    monkeypatch.setattr("warehouse.load._BYTES_AT_A_TIME", 2_000)
    build_candidate(home, read_manifests(home), paths[1])
    for name in TABLES:
        tables = []
        for path in paths:
            with duckdb.connect(path, read_only=True) as connection:
                tables.append(connection.execute(f"FROM {name}").fetchall())
        assert tables[0] == tables[1], name


def test_the_journal_of_the_run_is_replaced_by_what_is_known_later(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    manifest = mill.prepare_run("r2", *articles)
    mill.run("r1", articles[0])
    path = home.candidate("r2")
    build_candidate(home, [*read_manifests(home), manifest], path)
    [run] = mill.journal_row("r2", articles)
    results = {
        "expectation_id": "documents.key_unique",
        "table_name": "documents",
        "expectation": "",
        "severity": "gate",
        "success": True,
        "unexpected_count": 0,
        "unexpected_percent": 0.0,
        "broken": False,
    }
    parts = (
        mill.part("runs", "r2", [run | {"status": "forced"}]),
        mill.part("quality_results", "r2", [results]),
    )
    load_journal(home, path, Manifest("r2", parts, "test"))
    with duckdb.connect(path, read_only=True) as connection:
        runs = connection.execute("SELECT run_id, status FROM runs").fetchall()
        checks = connection.execute("SELECT run_id, success FROM quality_results").fetchall()
    assert runs == [("r1", "published"), ("r2", "forced")]
    assert checks == [("r2", True)]


def test_a_missing_part_is_named(
    home: Home, mill: Mill, articles: tuple[Article, ...], tmp_path: Path
) -> None:
    manifest = mill.run("r1", *articles)
    (home.root / manifest.parts[0].path).unlink()
    with pytest.raises(PartError, match=r"part-0\.parquet is missing"):
        build_candidate(home, [manifest], tmp_path / "candidate.duckdb")
