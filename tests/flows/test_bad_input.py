"""Messy input: what cannot be taken in is told, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from flows.flow_run import run_flow
from flows.session import open_session
from flows.settings import load_settings
from flows.stages import fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill

ARTICLE = (
    "The ministers met on Friday in Geneva.\nThey agreed on 12 points after two days of talks.\n"
)


def test_what_is_no_news_is_told_and_the_rest_is_taken(newsmill: Newsmill, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "good.txt").write_text(ARTICLE, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "broken.html").write_bytes(b"<html><body><div><p>")
    (folder / "broken.txt.gz").write_bytes(gzip.compress(ARTICLE.encode())[:30])
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "records.jsonl").write_text(
        json.dumps({"id": 1, "text": ARTICLE + "A record."}) + "\n{broken\n" + '{"id": 2}\n',
        "utf-8",
    )
    done = newsmill("run", folder)
    assert "8 read: 2 loaded, 6 quarantined" in done.stdout
    for name, reason in (
        ("empty.txt", "empty"),
        ("binary.txt", "not_text"),
        ("broken.html", "no_text"),
        ("broken.txt.gz", "broken_archive"),
        ("records.jsonl", "not_json"),
        ("records.jsonl", "no_text"),
    ):
        assert any(name in line and f": {reason}: " in line for line in done.stderr.split("\n")), (
            name,
            reason,
            done.stderr,
        )
    assert "1 .jpg" in done.stderr
    listed = json.loads(newsmill("quarantine", "list", "--json").stdout)
    assert {row["reason"] for row in listed} >= {"empty", "not_text", "no_text", "not_json"}
    shown = newsmill("quarantine", "show", listed[0]["quarantine_id"][:8]).stdout
    assert listed[0]["reason"] in shown
    assert "unchanged" in newsmill("run", folder).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["run", "no-such-folder"], 2, "there is no file or folder 'no-such-folder'"),
        (["run", "."], 0, ""),
        (["run"], 2, "Missing argument"),
        (["run", ".", "--map", "body=text"], 2, "no field is called 'body'"),
        (["run", ".", "--clean", "much"], 2, "'auto' or 'none'"),
        (["run", ".", "--config", "none.toml"], 2, "there is no file 'none.toml'"),
        (["sql", "SELECT 1"], 2, "newsmill run SOURCE"),
        (["report"], 2, "there is no run"),
        (["quarantine", "list"], 2, "newsmill run SOURCE"),
        (["schema", "document"], 2, "did you mean 'documents'"),
    ],
)
def test_wrong_use_is_told_with_the_way_out(
    newsmill: Newsmill, arguments: list[str], code: int, message: str
) -> None:
    done = newsmill(*arguments, expect=code)
    assert message in " ".join(done.stderr.split())


def test_a_query_that_is_wrong_names_what_is_right(published: Newsmill) -> None:
    assert "documents" in published("sql", "SELECT * FROM document", expect=2).stderr
    assert "title" in published("sql", "SELECT titel FROM documents", expect=2).stderr
    assert "read-only" in published("sql", "DELETE FROM documents", expect=2).stderr


def test_records_keep_their_own_fields_and_versions(
    ingest: Callable[..., RunReport], newsmill: Newsmill, tmp_path: Path
) -> None:
    first = {"nr": "a1", "body": ARTICLE, "link": "https://www.example.org/a1?utm_source=x"}
    second = {"nr": "a2", "body": ARTICLE + "More.", "when": "2024-03-01T10:00:00+02:00"}
    source = tmp_path / "export.jsonl"
    source.write_text("\n".join(map(json.dumps, (first, second, first))), "utf-8")
    fields = {"id": "nr", "text": "body", "url": "link", "published_at": "when"}
    report = ingest(newsmill.home, source, map=fields, clean="none")
    assert (report.items.read, report.items.loaded, report.items.duplicate) == (3, 2, 1)
    rows = newsmill.sql(
        "SELECT source_id, site, text, published_date::VARCHAR, published_utc_offset, "
        "published_from FROM documents ORDER BY 1"
    )
    assert rows == [
        ("a1", "example.org", ARTICLE, None, None, None),
        ("a2", None, ARTICLE + "More.", "2024-03-01", "+02:00", "record"),
    ]
    changed = first | {"body": ARTICLE + "Corrected."}
    source.write_text("\n".join(map(json.dumps, (changed, second))), "utf-8")
    report = ingest(newsmill.home, source, map=fields, clean="none")
    assert (report.items.loaded, report.items.unchanged) == (1, 1)
    versions = newsmill.sql(
        "SELECT version, is_latest FROM documents WHERE source_id = 'a1' ORDER BY 1"
    )
    assert versions == [(1, False), (2, True)]


def test_a_limit_defers_and_the_next_run_goes_on(
    ingest: Callable[..., RunReport], newsmill: Newsmill, seeds: Path, tmp_path: Path
) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text(
        "".join(json.dumps({"id": n, "text": f"{ARTICLE}Part {n}."}) + "\n" for n in range(4)),
        "utf-8",
    )
    shutil.copytree(seeds, tmp_path / "seeds")
    for loaded, deferred in ((3, 6), (3, 3), (3, 0)):
        report = ingest(newsmill.home, tmp_path / "seeds", records, limit=3)
        assert (report.items.loaded, report.items.deferred) == (loaded, deferred)
    assert newsmill.sql("SELECT count(*) FROM documents") == [(9,)]


def test_a_source_that_changes_during_a_run_is_read_again_by_the_next(
    ingest: Callable[..., RunReport], newsmill: Newsmill, tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, "utf-8")

    def change(stage: str, *_: object) -> None:
        if stage == "extract":
            article.write_text(ARTICLE.replace("12 points", "15 points"), "utf-8")

    settings = load_settings(home=newsmill.home, engine="serial")
    with open_session([str(article)], settings) as session:
        session.tell = change
        run_flow([str(article)], settings)
    assert ingest(newsmill.home, article).items.loaded == 1
    texts = newsmill.sql("SELECT text FROM documents")
    assert any("15 points" in str(text) for [text] in texts)


def test_a_source_that_changed_before_its_fingerprint_was_taken_has_none(
    newsmill: Newsmill, tmp_path: Path
) -> None:
    same, changed, gone = (tmp_path / f"{name}.txt" for name in ("same", "changed", "gone"))
    for path in (same, changed, gone):
        path.write_text(ARTICLE, "utf-8")
    settings = load_settings(home=newsmill.home, engine="serial")
    with open_session([str(tmp_path)], settings) as session:
        os.utime(changed, ns=(0, changed.stat().st_mtime_ns + 1_000))
        gone.unlink()
        found = fingerprints(session)
    assert found[str(same)]
    assert (found[str(changed)], found[str(gone)]) == ("", "")


def test_gzipped_sources_give_the_same(
    ingest: Callable[..., RunReport],
    published: Newsmill,
    newsmill: Newsmill,
    tmp_path: Path,
    seeds: Path,
) -> None:
    folder = tmp_path / "packed"
    folder.mkdir()
    for seed in seeds.iterdir():
        (folder / f"{seed.name}.gz").write_bytes(gzip.compress(seed.read_bytes()))
    ingest(newsmill.home, folder, published="2025-05-17")
    texts = "SELECT text FROM documents ORDER BY 1"
    assert newsmill.sql(texts) == published.sql(texts)
