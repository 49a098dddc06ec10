"""Faults that are planted in the flow: caught, quarantined, told; and what the gate does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.errors import GateFailedError
from flows.session import open_session
from flows.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.language import Language

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill
    from transforms.extract.documents import Extracted, ExtractInput


def test_a_bad_row_goes_to_quarantine_and_its_document_stays(
    monkeypatch: pytest.MonkeyPatch,
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    seeds: Path,
) -> None:
    from transforms.extract import documents

    extract = documents.extract

    def shifted(documents: Sequence[object], nlp: object) -> list[Extracted]:
        found = extract(documents, nlp)  # type: ignore[arg-type]
        first, *rest = found[0].mentions
        wrong = replace(first, start_offset=first.start_offset + 1, end_offset=first.end_offset + 1)
        return [replace(found[0], mentions=(wrong, *rest)), *found[1:]]

    monkeypatch.setattr(documents, "extract", shifted)
    report = ingest(newsmill.home, seeds)
    assert report.status == "published"
    assert report.rows_quarantined == 1
    quarantined = newsmill.sql("SELECT row_key, table_name, reason, payload FROM quarantine")
    [(key, table, reason, payload)] = quarantined
    assert (table, reason) == ("entity_mentions", "entity_mentions.offsets_cut_text")
    assert str(key) in str(payload)
    kept = newsmill.sql(f"SELECT count(*) FROM entity_mentions WHERE mention_id = '{key}'")  # noqa: S608
    assert kept == [(0,)]
    assert newsmill.sql("SELECT count(*) FROM documents") == [(5,)]
    page = (newsmill.home / "runs" / report.run_id / "report.html").read_text("utf-8")
    assert str(key) in page
    [check] = [c for c in report.quality if c.expectation_id == reason]
    assert (check.success, check.unexpected_count, check.sample) == (False, 1, (key,))
    docs = Path(newsmill("report", "--data-docs").stdout.strip())
    assert docs.is_file()
    [mentions] = docs.parent.glob("validations/**/entity_mentions.html")
    assert str(key) in mentions.read_text("utf-8")


def test_a_failed_gate_changes_nothing_and_force_overrides_it(
    monkeypatch: pytest.MonkeyPatch,
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    seeds: Path,
    tmp_path: Path,
) -> None:
    from flows import publishing, stages

    first = ingest(newsmill.home, seeds)
    [law] = [check for check in first.quality if check.expectation_id == "runs.conservation"]
    assert law.success
    assert law.checked_count == 1
    before = newsmill.tables()
    more = tmp_path / "more.txt"
    more.write_text("One more article on the talks. It has two sentences.", "utf-8")
    settle = stages.settle
    twice = lambda *arguments: settle(*arguments).slice(0, 0)  # noqa: E731  an item goes missing
    monkeypatch.setattr(stages, "settle", twice)
    monkeypatch.setattr(
        publishing.ledger_rows, "item_counts", lambda *_: dict.fromkeys(COUNTS, 0) | {"read": 1}
    )
    report = ingest(newsmill.home, more)
    assert report.status == "gate_failed"
    assert report.gate is not None
    assert "conservation" in " ".join(report.gate.reasons)
    assert newsmill.tables() == before
    assert (newsmill.home / "runs" / report.run_id / "staging" / "candidate.duckdb").exists()
    with pytest.raises(GateFailedError, match="conservation"):
        raise GateFailedError(report.run_id, report.gate.reasons)
    forced = ingest(newsmill.home, more, force=True)
    assert forced.status == "forced"
    assert newsmill.sql("SELECT status FROM runs ORDER BY run_id") == [("published",), ("forced",)]


def test_a_document_that_breaks_the_extraction_costs_itself_only(
    monkeypatch: pytest.MonkeyPatch,
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    seeds: Path,
) -> None:
    from transforms.extract import documents

    extract = documents.extract

    def fragile(documents: Sequence[ExtractInput], nlp: Language) -> Iterator[Extracted]:
        if any("Kyslytsya" in document.text for document in documents):
            raise IndexError("list index out of range")
        return extract(documents, nlp)

    monkeypatch.setattr(documents, "extract", fragile)
    report = ingest(newsmill.home, seeds)
    assert (report.status, report.items.loaded, report.items.quarantined) == ("published", 2, 3)
    assert newsmill.sql("SELECT DISTINCT reason, detail FROM quarantine") == [
        ("documents.error", "IndexError: list index out of range")
    ]


COUNTS = ("read", "loaded", "unchanged", "duplicate", "quarantined", "deferred")


def test_too_much_in_quarantine_stops_the_publish(
    ingest: Callable[..., RunReport], newsmill: Newsmill, tmp_path: Path
) -> None:
    folder = tmp_path / "mostly-empty"
    folder.mkdir()
    for number in range(30):
        text = "A short article about the talks in Geneva." if number < 10 else ""
        (folder / f"{number}.txt").write_text(f"{text}", "utf-8")
    report = ingest(newsmill.home, folder)
    assert report.status == "gate_failed"
    assert not (newsmill.home / "warehouse.duckdb").exists()


def test_another_run_is_busy(newsmill: Newsmill, seeds: Path) -> None:
    with open_session([str(seeds)], load_settings(home=newsmill.home)):
        done = newsmill("run", seeds, expect=3)
    assert "is in use by process" in done.stderr
