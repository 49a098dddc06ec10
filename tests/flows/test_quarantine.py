"""The quarantine over several runs: tried again, resolved, given up, accepted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import Result
from typer.testing import CliRunner

from flows.cli import app
from flows.decisions import NotInQuarantineError
from tests.flows.conftest import Newsmill
from transforms.read.sources import SourceNotFoundError
from warehouse.home import Home
from warehouse.load import build_candidate
from warehouse.manifests import read_manifests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flows.report.content import RunReport
    from transforms.extract.documents import Extracted

Command = Callable[..., Result]

ARTICLE = "The ministers met on Friday in Geneva. They agreed on 12 points after two days of talks."
FAILURES = "SELECT reason, attempts, status FROM quarantine"


def record(number: int, **fields: str) -> str:
    return json.dumps({"id": str(number), **fields}) + "\n"


@pytest.fixture
def command(newsmill: Newsmill, prefect_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """newsmill in this process, which has the model loaded already."""
    monkeypatch.setenv("PREFECT_API_URL", prefect_url)
    monkeypatch.setenv("NEWSMILL_HOME", str(newsmill.home))
    monkeypatch.setenv("NEWSMILL_ENGINE", "serial")
    runner = CliRunner()

    def run(*words: str) -> Result:
        done = runner.invoke(app, words)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done

    return run


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Two articles, one without text: its text has another name."""
    file = tmp_path / "news" / "day" / "records.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text(record(1, text=ARTICLE) + record(2, body=f"{ARTICLE} It rained."), "utf-8")
    return file


def test_retry_takes_up_what_failed_after_a_fix(
    ingest: Callable[..., RunReport], newsmill: Newsmill, command: Command, records: Path
) -> None:
    news = records.parent.parent
    first = ingest(newsmill.home, news, site="example.org")
    assert (first.items.loaded, first.items.quarantined) == (1, 1)
    records.write_text(record(1, text=ARTICLE) + record(2, text=f"{ARTICLE} It rained."), "utf-8")
    # Its time of change says that it is what it was: only retry looks at it again.
    done = command("quarantine", "retry")
    assert "2 read: 1 loaded, 1 unchanged" in done.stdout
    assert "resolved 1" in done.stdout
    assert newsmill.sql(FAILURES) == [("no_text", 1, "resolved")]
    # Two runs, and only one of them says how much news there is in a run.
    assert newsmill.sql("SELECT count(*), count(DISTINCT status) FROM runs") == [(2, 1)]
    assert newsmill.sql("SELECT count(DISTINCT run_id) FROM quality_metrics") == [(1,)]
    assert newsmill.sql("SELECT source_id, site FROM documents ORDER BY 1") == [
        ("1", "example.org"),
        ("2", "example.org"),
    ]
    assert "nothing is open" in command("quarantine", "list").stderr
    assert len(json.loads(command("quarantine", "list", "--all", "--json").stdout)) == 1
    assert "nothing is open" in command("quarantine", "retry").stderr
    fresh = Newsmill(newsmill.home.with_name("fresh"))
    ingest(fresh.home, news, site="example.org")
    ids = "SELECT article_id, document_id FROM documents ORDER BY ALL"
    assert newsmill.sql(ids) == fresh.sql(ids)


def test_a_failure_is_tried_a_few_times_and_counted_once(
    ingest: Callable[..., RunReport], newsmill: Newsmill, records: Path
) -> None:
    bad = "".join(record(number, title="No text") for number in range(100, 130))
    good = "".join(record(number, text=f"{ARTICLE} Part {number}.") for number in range(40))
    records.write_text(bad + good, "utf-8")
    assert ingest(newsmill.home, records).status == "published"
    attempts = "SELECT DISTINCT attempts FROM quarantine"
    for expected in (2, 2):
        with records.open("a", encoding="utf-8") as file:
            file.write(record(records.stat().st_size, text=f"{ARTICLE} {file.tell()}."))
        # 30 of the 31 items taken up fail, and none of them for the first time.
        report = ingest(newsmill.home, records, max_attempts=2)
        assert report.status == "published"
        assert report.items.loaded == 1
        assert newsmill.sql(attempts) == [(expected,)]
    assert report.items.quarantined == 0
    assert newsmill.sql("SELECT count(*) FROM quarantine WHERE status = 'open'") == [(30,)]
    assert newsmill.sql("SELECT count(*) FROM source_items WHERE status = 'quarantined'") == [(30,)]


def test_what_an_editor_accepts_is_known_from_then_on(
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    command: Command,
    records: Path,
    tmp_path: Path,
) -> None:
    ingest(newsmill.home, records)
    [[key]] = newsmill.sql("SELECT quarantine_id FROM quarantine")
    shown = command("quarantine", "show", str(key)[:6]).stdout
    assert f"raw            {records}" in shown
    assert '"body"' in shown or ARTICLE in shown
    told = command("quarantine", "accept", str(key)[:6], "--note", "an index card").stdout
    assert f"accepted {key}" in told
    assert "nothing is open" in command("quarantine", "list").stderr
    with pytest.raises(NotInQuarantineError, match="is accepted already"):
        command("quarantine", "accept", str(key))
    with records.open("a", encoding="utf-8") as file:
        file.write(record(3, text=f"{ARTICLE} It snowed."))
    report = ingest(newsmill.home, records)
    assert (report.items.loaded, report.items.quarantined, report.quarantine) == (1, 0, ())
    accepted = "SELECT attempts, status, note FROM quarantine"
    assert newsmill.sql(accepted) == [(1, "accepted", "an index card")]
    assert newsmill.sql("SELECT status FROM runs ORDER BY run_id") == [
        ("published",),
        ("edited",),
        ("published",),
    ]
    home = Home(newsmill.home)
    rebuilt = Newsmill(tmp_path / "rebuilt")
    build_candidate(home, read_manifests(home), rebuilt.home / "warehouse.duckdb")
    assert rebuilt.tables() == newsmill.tables()
    # Named, it is tried all the same; the decision stays.
    command("quarantine", "retry", str(key))
    assert newsmill.sql(accepted) == [(2, "accepted", "an index card")]


def test_a_row_in_quarantine_comes_back_with_its_document(
    monkeypatch: pytest.MonkeyPatch,
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    command: Command,
    published: Newsmill,
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
    ingest(newsmill.home, seeds, published="2025-05-17")
    missing = published.sql("SELECT count(*) - 1 FROM entity_mentions")
    assert newsmill.sql("SELECT count(*) FROM entity_mentions") == missing
    monkeypatch.setattr(documents, "extract", extract)
    done = command("quarantine", "retry")
    assert "1 read: 1 loaded" in done.stdout
    ledger = ("quarantine", "quality_results", "quality_metrics")
    tables, expected = newsmill.tables(), published.tables()
    for name in tables.keys() - {*ledger}:
        assert tables[name] == expected[name], name
    assert newsmill.sql("SELECT DISTINCT status FROM quarantine") == [("resolved",)]


def test_what_is_gone_from_its_source_is_resolved(
    ingest: Callable[..., RunReport], newsmill: Newsmill, records: Path
) -> None:
    ingest(newsmill.home, records)
    records.write_text(record(1, text=ARTICLE), "utf-8")
    assert ingest(newsmill.home, records).resolved == 1
    assert newsmill.sql(FAILURES) == [("no_text", 1, "resolved")]


def test_a_source_that_is_gone_is_told(
    ingest: Callable[..., RunReport], newsmill: Newsmill, command: Command, records: Path
) -> None:
    ingest(newsmill.home, records)
    records.unlink()
    with pytest.raises(SourceNotFoundError, match="records"):
        command("quarantine", "retry")


def test_a_decision_names_one_failure(
    ingest: Callable[..., RunReport], newsmill: Newsmill, command: Command, records: Path
) -> None:
    ingest(newsmill.home, records)
    with pytest.raises(NotInQuarantineError, match="'zz' is not in quarantine"):
        command("quarantine", "accept", "zz")
    with records.open("a", encoding="utf-8") as file:
        file.write(record(4, title="No text either"))
    ingest(newsmill.home, records)
    with pytest.raises(NotInQuarantineError, match="'' fits 2 failures"):
        command("quarantine", "retry", "")
