"""Lines that stand in many articles of one site, through the real flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.flows.conftest import Newsmill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport

FOOTER = "Follow the Gazette on every channel"
TOWNS = (
    "Akron",
    "Boston",
    "Calgary",
    "Denver",
    "Edmonton",
    "Fresno",
    "Geneva",
    "Houston",
)


def write_articles(folder: Path, towns: tuple[str, ...] = TOWNS) -> Path:
    folder.mkdir()
    for town in towns:
        (folder / f"{town}.txt").write_text(
            f"The mayor of {town} opened a new bridge over the river on Friday.\n"
            f"{FOOTER}\n"
            f"\u201cWe have waited long for this,\u201d said Anna Bauer, who lives in {town}.\n"
        )
    return folder


@pytest.fixture(scope="module")
def gazette(tmp_path_factory: pytest.TempPathFactory, ingest: Callable[..., RunReport]) -> Newsmill:
    """A home that has taken up eight articles with one footer, in two shards."""
    folder = tmp_path_factory.mktemp("gazette")
    ingest(folder / "home", write_articles(folder / "news"), shard_documents=4)
    return Newsmill(folder / "home")


def test_the_line_is_cut_and_told(gazette: Newsmill) -> None:
    assert gazette.sql(
        "SELECT count(*), count(DISTINCT document_id), min(text), max(text), min(rule_id), "
        "max(rule_id), min(source_end - source_start) FROM removed_passages"
    ) == [(8, 8, FOOTER, FOOTER, "repeated_line", "repeated_line", len(FOOTER))]
    assert gazette.sql(f"SELECT count(*) FROM documents WHERE contains(text, '{FOOTER}')") == [(0,)]  # noqa: S608


def test_offsets_and_checks_hold(gazette: Newsmill) -> None:
    assert gazette.sql(
        "SELECT count(*) FROM entity_mentions JOIN documents USING (document_id) "
        "WHERE span(documents.text, start_offset, end_offset) <> entity_mentions.text"
    ) == [(0,)]
    assert gazette.sql(
        "SELECT count(*) FROM sentences JOIN passages USING (document_id, passage_index) "
        "WHERE sentences.start_offset < passages.start_offset"
    ) == [(0,)]
    assert not gazette.sql("SELECT expectation_id FROM quality_results WHERE NOT success")


def test_shards_do_not_show(
    gazette: Newsmill, ingest: Callable[..., RunReport], tmp_path: Path
) -> None:
    news = write_articles(tmp_path / "news")
    ingest(tmp_path / "home", news, shard_documents=500)
    columns = "document_id, text, content_hash, character_count, word_count"
    query = f"SELECT {columns} FROM documents ORDER BY ALL"  # noqa: S608
    assert Newsmill(tmp_path / "home").sql(query) == gazette.sql(query)
    one, two = Newsmill(tmp_path / "home").tables(), gazette.tables()
    for name in ("passages", "removed_passages", "sentences", "entity_mentions", "entities"):
        assert one[name] == two[name], name


def test_ids_do_not_depend_on_what_is_cut_and_earlier_articles_count(
    gazette: Newsmill, ingest: Callable[..., RunReport], tmp_path: Path
) -> None:
    news = write_articles(tmp_path / "news", TOWNS[:4])
    ingest(tmp_path / "home", news)
    newsmill = Newsmill(tmp_path / "home")
    rare = "SELECT document_id FROM documents WHERE contains(text, 'every channel')"
    assert len(newsmill.sql(rare)) == 4
    assert set(newsmill.sql(rare)) < set(gazette.sql("SELECT document_id FROM documents"))
    for town in TOWNS[4:]:
        write_articles(tmp_path / town, (town,)).joinpath(f"{town}.txt").rename(
            news / f"{town}.txt"
        )
    ingest(tmp_path / "home", news)
    assert len(newsmill.sql(rare)) == 4
    assert newsmill.sql("SELECT document_id FROM documents ORDER BY 1") == gazette.sql(
        "SELECT document_id FROM documents ORDER BY 1"
    )


def test_a_text_that_was_clean_already_is_kept(
    ingest: Callable[..., RunReport], tmp_path: Path
) -> None:
    ingest(tmp_path / "home", write_articles(tmp_path / "news"), clean="none")
    assert Newsmill(tmp_path / "home").sql("SELECT count(*) FROM removed_passages") == [(0,)]
