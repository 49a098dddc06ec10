"""The five seeds, end to end: the real Prefect, model, Great Expectations and DuckDB."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill


def test_the_dirt_is_out_and_the_news_is_in(published: Newsmill, root: Path) -> None:
    texts = dict(published.sql("SELECT source_id, text FROM documents"))
    labelled = (root / "tests/resources/seeds_lines.jsonl").read_text("utf-8")
    seen = 0
    for line in map(json.loads, labelled.strip().split("\n")):
        text = line["text"].removeprefix((line.get("prefix") or {"text": ""})["text"]).strip()
        if text:
            times = str(texts[line["file"]]).split("\n").count(text)
            assert times == (0 if line["label"] == "boilerplate" else 1), line
            seen += 1
    assert seen > 50


def test_datelines_credits_and_titles_are_fields(published: Newsmill) -> None:
    rows = published.sql(
        "SELECT left(source_id, 3), trim(dateline), dateline_place, left(title, 14) "
        "FROM documents ORDER BY 1"
    )
    assert rows == [
        ("000", "Istanbul:", "Istanbul", None),
        ("001", "ISTANBUL\u00a0—", "ISTANBUL", "Russia-Ukraine"),
        ("002", None, None, None),
        ("003", None, None, "First Direct T"),
        ("004", None, None, None),
    ]
    assert published.sql("SELECT text FROM removed_passages WHERE kind = 'desk_credit'") == [
        ("Desk:",)
    ]


def test_one_entity_however_it_is_spelled(published: Newsmill) -> None:
    spelled = published.sql(
        "SELECT text, count(DISTINCT entity_id) FROM entity_mentions WHERE text IN "
        "('Zelensky', 'Zelenskiy', 'Volodymyr Zelensky') GROUP BY ALL"
    )
    assert len(spelled) == 3
    for names in (
        ("Zelensky", "Zelenskiy"),
        ("Turkey", "Türkiye"),
        ("US", "United States"),
    ):
        found = published.sql(
            f"SELECT DISTINCT entity_id FROM entity_mentions WHERE text IN {names}"  # noqa: S608
        )
        assert len(found) == 1, names


def test_the_five_differ_on_how_long_ago(published: Newsmill) -> None:
    rows = published.sql(
        "SELECT left(source_id, 3), comparator, value FROM quantities "
        "JOIN documents USING (document_id) WHERE unit = 'year' AND kind = 'duration' ORDER BY ALL"
    )
    assert ("001", "gt", 2) in rows
    assert ("002", "gt", 3) in rows
    assert ("003", "gt", 3) in rows


def test_every_expectation_ran(published: Newsmill) -> None:
    checks = published.sql("SELECT count(*), count(*) FILTER (WHERE broken) FROM quality_results")
    assert checks[0][0] > 200  # type: ignore[operator]
    assert checks[0][1] == 0
    filled = published.sql("SELECT DISTINCT table_name FROM quality_results ORDER BY 1")
    for table in ("documents", "entities", "entity_mentions", "quantities", "quotes", "runs"):
        assert (table,) in filled or table == "runs"


def test_the_ledger_stands_beside_the_rows(published: Newsmill) -> None:
    assert published.sql(
        "SELECT status, items_read, items_loaded, items_quarantined FROM runs"
    ) == [("published", 5, 5, 0)]
    assert published.sql("SELECT count(*), min(status) FROM source_items") == [(5, "loaded")]


def test_the_report_says_it_all(published: Newsmill) -> None:
    page = published("report").stdout.strip()
    report = json.loads(published("report", "--json").stdout)
    assert report["items"]["loaded"] == 5
    assert {stage["name"] for stage in report["stages"]} >= {"read", "clean", "extract", "load"}
    assert report["run_id"] in Path(page).read_text("utf-8")


def test_again_is_nothing_new_and_loads_nothing_heavy(
    newsmill: Newsmill, ingest: Callable[..., RunReport], seeds: Path
) -> None:
    ingest(newsmill.home, seeds)
    before = newsmill.tables()
    again = newsmill("run", seeds, "--json")
    report = json.loads(again.stdout)
    assert report["status"] == "unchanged"
    assert report["items"] == {
        "read": 5, "loaded": 0, "unchanged": 5, "duplicate": 0, "quarantined": 0, "deferred": 0,
    }  # fmt: skip
    assert "starting Prefect" not in again.stderr
    assert newsmill.tables() == before


@pytest.mark.parametrize(("workers", "shard_documents"), [(1, 500), (2, 2)])
def test_workers_engines_and_shards_do_not_show(
    published: Newsmill, newsmill: Newsmill, seeds: Path, workers: int, shard_documents: int
) -> None:
    newsmill.environment["NEWSMILL_SHARD_DOCUMENTS"] = str(shard_documents)
    newsmill("run", seeds, "--published", "2025-05-17", "--workers", workers)
    assert newsmill.tables() == published.tables()


def test_a_reader_holds_on_and_stops_nobody(
    newsmill: Newsmill, ingest: Callable[..., RunReport], seeds: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    shutil.copy(seeds / "000_78f47c8603a584ce.txt", folder)
    ingest(newsmill.home, folder)
    count = "SELECT count(*) FROM documents"
    with duckdb.connect(newsmill.home / "warehouse.duckdb") as reader:
        shutil.copy(seeds / "001_7243aa0023845867.txt", folder)
        newsmill("run", folder)
        assert reader.execute(count).fetchall() == [(1,)]
    assert json.loads(newsmill("sql", count, "--format", "json").stdout) == [{"count_star()": 2}]
    assert newsmill.sql("SELECT count(*) FROM runs") == [(2,)]
