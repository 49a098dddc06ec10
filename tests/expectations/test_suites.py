from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from expectations import suites
from expectations.checks import table_checks
from expectations.contracts import Rule
from expectations.suites import check_ledger, check_rows, gate, preload
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    import pyarrow as pa

    ToTables = Callable[[dict[str, list[dict[str, Any]]]], dict[str, pa.Table]]

Rows = dict[str, list[dict[str, Any]]]


def test_a_clean_shard_passes_every_check_and_keeps_every_row(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    tables = to_tables(shard_rows)
    checked = check_rows(tables, now)
    assert [result.expectation_id for result in checked.results if not result.success] == []
    assert checked.rejected == ()
    assert checked.taken_along == {}
    assert {name: table.num_rows for name, table in checked.tables.items()} == {
        name: table.num_rows for name, table in tables.items()
    }


def test_every_expectation_of_every_table_really_runs(
    shard_rows: Rows, ledger_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    shard = to_tables(shard_rows)
    checked = check_rows(shard, now)
    with_references = check_ledger({**shard, **to_tables(ledger_rows)})
    results = [*checked.results, *with_references.results]
    expected = {
        check.id for table in {**TABLES, **LINK_TABLES}.values() for check in table_checks(table)
    }
    assert {result.expectation_id for result in results} == expected
    assert [result.error for result in results if result.broken] == []
    assert [result.expectation_id for result in results if not result.success] == []


def test_ids_of_expectations_are_unique_and_sentences_end() -> None:
    checks = [c for t in {**TABLES, **LINK_TABLES}.values() for c in table_checks(t)]
    assert len({check.id for check in checks}) == len(checks)
    assert [check.id for check in checks if not check.meaning.endswith(".")] == []


def test_the_order_of_the_rows_is_kept(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    shard_rows["entity_mentions"].reverse()
    kept = check_rows(to_tables(shard_rows), now).tables["entity_mentions"]
    assert kept["mention_id"].to_pylist() == ["m3", "m2", "m1"]


def test_a_reference_to_a_rejected_row_is_emptied_where_it_may_be(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    shard_rows["entity_mentions"][2]["label"] = "SPEAKER"
    checked = check_rows(to_tables(shard_rows), now)
    assert [row.row_key for row in checked.rejected] == ["m3"]
    assert checked.tables["quotes"].select(["quote_id", "speaker_mention_id"]).to_pylist() == [
        {"quote_id": "u1", "speaker_mention_id": None}
    ]
    assert checked.tables["quotes"].schema == TABLES["quotes"].schema()


@pytest.mark.parametrize("name", ["Путина", "北京", "Ö", "١٢", "B-52"])
def test_a_name_in_any_script_is_a_name(
    shard_rows: Rows, to_tables: ToTables, now: datetime, name: str
) -> None:
    shard_rows["entity_mentions"][0]["text"] = name
    checked = check_rows(to_tables(shard_rows), now)
    [result] = [r for r in checked.results if r.expectation_id == "entity_mentions.text_not_blank"]
    assert result.unexpected_count == 0


def test_a_repeated_document_leaves_the_children_of_the_first(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    shard_rows["documents"] += [dict(shard_rows["documents"][0]) for _ in range(2)]
    checked = check_rows(to_tables(shard_rows), now)
    assert [row.row_key for row in checked.rejected] == ["a" * 20, "a" * 20 + "~2"]
    assert checked.tables["entity_mentions"].num_rows == 3
    assert checked.taken_along == {}


def test_a_rejected_row_says_who_why_and_what(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    bad = shard_rows["documents"][1]
    bad["text"] = "spam " * 5_000
    (row,) = check_rows(to_tables(shard_rows), now).rejected
    assert (row.table_name, row.row_key, row.document_id) == ("documents", "b" * 20, "b" * 20)
    assert row.expectation_id == "documents.counts_match_text"
    assert row.reason == "character_count is the length of the text."
    payload = json.loads(row.payload)
    assert payload["site"] == "two.org"
    assert len(payload["text"]) < 1_100


def test_a_row_with_several_faults_is_rejected_once_and_names_them_all(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    shard_rows["quantities"][1] |= {"unit": "EUX", "text": "3 euros"}
    (row,) = check_rows(to_tables(shard_rows), now).rejected
    assert row.expectation_id == "quantities.offsets_cut_text"
    assert row.reason.count(".") == 2
    assert "currency" in row.reason


def test_results_tell_counts_keys_and_values(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    for row, label in zip(shard_rows["entity_mentions"], ["X", "Y", "X"], strict=True):
        row["label"] = label
    results = check_rows(to_tables(shard_rows), now).results
    (result,) = [r for r in results if r.expectation_id == "entity_mentions.label.in_set"]
    assert (result.checked_count, result.unexpected_count) == (3, 3)
    assert result.sample == ("m1", "m2", "m3")
    assert result.observed_value == "3 of 3 rows: 'X', 'Y'"
    assert result.unexpected_percent == 100


def test_rows_with_nothing_to_check_are_not_counted(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    results = check_rows(to_tables(shard_rows), now).results
    counts = {result.expectation_id: result.checked_count for result in results}
    assert counts["entity_mentions.role_status.in_set"] == 1
    assert counts["documents.url_is_web_address"] == 0


def test_without_a_time_the_future_is_not_checked(shard_rows: Rows, to_tables: ToTables) -> None:
    results = check_rows(to_tables(shard_rows)).results
    (result,) = [r for r in results if r.expectation_id == "documents.published_not_in_future"]
    assert (result.checked_count, result.success, result.broken) == (0, True, False)


def test_an_empty_shard_is_no_fault(now: datetime) -> None:
    empty = {n: t.schema().empty_table() for n, t in TABLES.items() if t.layer == "shard"}
    checked = check_rows(empty, now)
    assert (checked.results, checked.rejected) == ((), ())


def test_a_column_that_is_missing_breaks_its_checks_and_rejects_nothing(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    tables = to_tables(shard_rows)
    tables["quantities"] = tables["quantities"].drop_columns(["kind"])
    checked = check_rows(tables, now)
    broken = {result.expectation_id: result for result in checked.results if result.broken}
    assert "quantities.kind.in_set" in broken
    assert "quantities.money_has_currency" in broken
    assert "quantities.offsets_cut_text" not in broken
    assert all("kind" in (result.error or "") for result in broken.values())
    assert checked.rejected == ()
    verdict = gate(checked.results, 1, 0, 1.0)
    assert not verdict.passed
    assert verdict.reasons[0].startswith("The check quantities.kind.not_null itself failed: ")


@pytest.mark.parametrize("sql", ["documents.no_such_column > 1", "1 / 0 > 'x'", "not even SQL ("])
def test_a_rule_that_raises_is_broken_and_says_nothing_of_the_data(
    sql: str,
    shard_rows: Rows,
    to_tables: ToTables,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    documents = TABLES["documents"]
    spoilt = replace(documents, rules=(*documents.rules, Rule("spoilt", sql, "It holds.")))
    monkeypatch.setitem(suites._CONTRACTS, "documents", spoilt)  # noqa: SLF001 -- the seam of the contracts
    checked = check_rows(to_tables(shard_rows), now)
    broken = [result for result in checked.results if result.broken]
    assert [result.expectation_id for result in broken] == ["documents.spoilt"]
    assert broken[0].error
    assert broken[0].observed_value == broken[0].error
    assert (broken[0].checked_count, broken[0].unexpected_count) == (0, 0)
    assert checked.rejected == ()


def test_threads_do_not_get_each_others_results(
    shard_rows: Rows, to_tables: ToTables, now: datetime
) -> None:
    clean = to_tables(shard_rows)
    shard_rows["entity_mentions"][0]["label"] = "X"
    spoilt = to_tables(shard_rows)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda tables: check_rows(tables, now).rejected, [clean, spoilt] * 6))
    assert [len(rejected) for rejected in found] == [0, 1] * 6


def test_a_link_to_a_rejected_entity_is_emptied(ledger_rows: Rows, to_tables: ToTables) -> None:
    ledger_rows["entities"][1]["label"] = "CITY"
    checked = check_ledger(to_tables(ledger_rows))
    assert [row.row_key for row in checked.rejected] == ["e1"]
    assert checked.tables["mention_links"]["entity_id"].to_pylist() == [None]


def test_rows_of_the_ledger_stay_and_the_gate_closes(
    ledger_rows: Rows, to_tables: ToTables
) -> None:
    ledger_rows["source_items"][0]["status"] = "lost"
    checked = check_ledger(to_tables(ledger_rows))
    assert checked.rejected == ()
    assert checked.tables["source_items"].num_rows == 2
    verdict = gate(checked.results, 3, 0, 0.5)
    assert verdict.reasons == (
        (
            "source_items.status.in_set: status is one of loaded, unchanged, duplicate, "
            "quarantined, deferred. Seen: 1 of 2 rows: 'lost'."
        ),
    )


def test_preload_leaves_no_thread_that_a_fork_would_lose() -> None:
    preload()
    names = [thread.name for thread in threading.enumerate() if "tqdm" in type(thread).__module__]
    assert names == []


def test_importing_the_checks_loads_neither_great_expectations_nor_pandas() -> None:
    code = (
        "import sys, expectations.suites, expectations.metrics, expectations.drift, "
        "expectations.dictionary; "
        "heavy = {'great_expectations', 'pandas', 'pyarrow', 'duckdb'}; "
        "print(sorted(heavy & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_what_no_check_asks_for_is_imported_when_it_is_asked_for() -> None:
    code = """
import sys
from expectations.suites import preload
preload()
print(sorted({"altair.vegalite", "scipy.stats.distributions"} & sys.modules.keys()))
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as kl
print(kl.alt.Chart.__module__, kl.stats.entropy([1, 1]) > 0)
import scipy.stats
print(scipy.stats.norm.cdf(0))
"""
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.splitlines() == ["[]", "altair.vegalite.v6.api True", "0.5"]


def test_a_check_talks_to_nobody_writes_nothing_and_warns_of_nothing(tmp_path: Path) -> None:
    code = """
import json, os, socket, sys, threading
def refuse(*_): raise AssertionError("a connection was opened")
socket.socket.connect = refuse
from expectations.suites import check_rows, preload
from expectations.tables import TABLES
import pyarrow as pa
preload()
rows = [{"document_id": "c" * 20, "passage_index": 0, "kind": "x", "run_id": "r"}]
tables = {"passages": pa.Table.from_pylist(rows, schema=TABLES["passages"].schema())}
checked = check_rows(tables)
print(json.dumps({
    "rejected": len(checked.rejected),
    "threads": [t.name for t in threading.enumerate()],
    "files": os.listdir("."),
    "posthog": [m for m in sys.modules if m.startswith("posthog") and m.endswith("consumer")],
}))
"""
    home = {"HOME": str(tmp_path), "PATH": "", "GX_ANALYTICS_ENABLED": "true"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=home,
    )
    told = json.loads(done.stdout)
    assert told["rejected"] == 1
    assert told["threads"] == ["MainThread"]
    assert told["files"] == []
    assert done.stderr == ""
