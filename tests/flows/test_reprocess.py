"""Documents that would be otherwise today are made anew, as if all had been read in one run."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from flows.cli.reprocess import reprocess
from tests.flows.conftest import Newsmill
from tests.flows.test_repeated_lines import TOWNS, write_articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport


def content(newsmill: Newsmill) -> dict[str, list[tuple[object, ...]]]:
    """All tables but those that tell of single runs."""
    of_runs = ("quality_results", "quality_metrics", "sources")
    return {name: rows for name, rows in newsmill.tables().items() if name not in of_runs}


@pytest.fixture
def reprocess_here(newsmill: Newsmill, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The command in this process, which has the model loaded."""
    for name, value in newsmill.environment.items():
        monkeypatch.setenv(name, value)
    return partial(reprocess, home=newsmill.home, engine="serial", quiet=True)


def test_lines_that_turn_out_to_be_repeated_are_cut_from_earlier_articles(
    newsmill: Newsmill,
    ingest: Callable[..., RunReport],
    reprocess_here: Callable[[], None],
    tmp_path: Path,
) -> None:
    news = write_articles(tmp_path / "news")
    ingest(tmp_path / "at-once", news)
    for town in TOWNS[4:]:
        shutil.move(news / f"{town}.txt", tmp_path)
    ingest(newsmill.home, news)
    for town in TOWNS[4:]:
        shutil.move(tmp_path / f"{town}.txt", news)
    ingest(newsmill.home, news)
    assert "4 items of 4 sources" in newsmill("reprocess", "--dry-run").stdout
    reprocess_here()
    assert content(newsmill) == content(Newsmill(tmp_path / "at-once"))
    assert "Nothing to do" in newsmill("reprocess").stderr


def test_other_settings_make_other_documents_in_place_of_the_old(
    newsmill: Newsmill,
    ingest: Callable[..., RunReport],
    tmp_path: Path,
    seeds: Path,
    reprocess_here: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "news"
    shutil.copytree(seeds, folder)
    ingest(tmp_path / "at-once", folder, published="2025-05-17")
    ingest(newsmill.home, folder, published="2025-05-17", clean="none")
    gone, *_ = sorted(folder.iterdir())
    aside = shutil.move(gone, tmp_path)
    cleaning = replace(newsmill, environment=newsmill.environment | {"NEWSMILL_CLEAN": "auto"})
    assert f"not there any more: {gone}" in cleaning("reprocess").stderr
    extractors = "SELECT extractor = 'none', count(*) FROM documents GROUP BY 1 ORDER BY 1"
    assert newsmill.sql(extractors) == [(False, 4), (True, 1)]
    shutil.move(aside, gone)
    monkeypatch.setenv("NEWSMILL_CLEAN", "auto")
    reprocess_here()
    assert content(newsmill) == content(Newsmill(tmp_path / "at-once"))
