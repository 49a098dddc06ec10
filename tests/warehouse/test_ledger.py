from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from warehouse import ledger

if TYPE_CHECKING:
    from conftest import Article, Mill

    from warehouse.home import Home


def test_before_the_first_run_nothing_is_known(home: Home) -> None:
    assert ledger.sources(home) == {}
    assert ledger.items(home, ["a.txt"]) == {}
    assert ledger.known_documents(home, ["d"]) == set()
    assert ledger.quarantined(home) == {}
    assert ledger.runs(home) == {}


def test_what_earlier_runs_know(home: Home, mill: Mill, articles: tuple[Article, ...]) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    talks, swap, _ = articles
    source = ledger.sources(home)[talks.source]
    assert (source.size_bytes, source.item_count, source.status) == (len(talks.text), 1, "loaded")
    assert source.modified_at == talks.published_at
    assert source.first_run_id == "r1"
    [(key, item)] = ledger.items(home, [talks.source, "unknown.txt"]).items()
    assert key == (talks.source, talks.name)
    assert (item.document_id, item.status) == (talks.document_id, "loaded")
    assert ledger.known_documents(home, [swap.document_id, "no"]) == {swap.document_id}
    [(run_id, run)] = ledger.runs(home).items()
    assert (run_id, run.items_read, run.started_at) == ("r1", 3, talks.published_at)
    assert run.finished_at == run.started_at


def test_a_failure_in_quarantine_keeps_its_newest_row(home: Home, mill: Mill) -> None:
    failure = {
        "quarantine_id": "q",
        "source_uri": 'it\'s \0 "here".txt',
        "source_id": "1",
        "stage": "read",
        "reason": "empty",
        "first_run_id": "r1",
        "status": "open",
    }
    mill.run("r1", links={"quarantine": [failure | {"attempts": 1, "last_run_id": "r1"}]})
    mill.run("r2", links={"quarantine": [failure | {"attempts": 2, "last_run_id": "r2"}]})
    mill.publish("r2")
    [known] = ledger.quarantined(home).values()
    assert (known.attempts, known.first_run_id, known.last_run_id) == (2, "r1", "r2")
    assert known.source_uri == failure["source_uri"]


def test_many_ids_can_be_asked_for(home: Home, mill: Mill, articles: tuple[Article, ...]) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    ids = [f"{number:020d}" for number in range(20_000)]
    wanted = [*ids, *(article.document_id for article in articles)]
    assert ledger.known_documents(home, wanted) == {a.document_id for a in articles}


def test_the_ledger_loads_nothing_heavy() -> None:
    code = "import sys, warehouse.ledger; print({'pyarrow', 'pandas'} & set(sys.modules))"
    command = [sys.executable, "-c", code]
    output = subprocess.run(command, capture_output=True, text=True, check=True)
    assert output.stdout == "set()\n"
