from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.drift import DriftOptions, compare, drift, silent_sites
from expectations.metrics import duplicate_metrics, merge_metrics, quality_metrics
from expectations.suites import check_ledger
from expectations.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Rows = dict[str, list[dict[str, Any]]]
SCHEMA = TABLES["quality_metrics"].schema()
USUAL = {
    "documents": 40.0,
    "words_per_document": 500.0,
    "entities_per_1000_words": 60.0,
    "numbers_per_document": 12.0,
    "share_without_author": 0.05,
    "boilerplate_share": 0.1,
    "share_language_en": 1.0,
}


def _value(table: pa.Table, site: str, metric: str) -> float | None:
    found = [r["value"] for r in table.to_pylist() if (r["site"], r["metric"]) == (site, metric)]
    return found[0] if found else None


def _run(run_id: str, *sites: str, **changed: float) -> pa.Table:
    rows = [
        {"run_id": run_id, "site": site, "metric": metric, "value": value}
        for site in ("", *sites)
        for metric, value in (USUAL | (changed if site else {})).items()
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _history(count: int, *sites: str, spread: float = 0.02) -> pa.Table:
    runs = []
    for number in range(count):
        factor = 1 + spread * ((number * 7) % 5 - 2)
        shaken = {
            name: min(value * factor, 1.0) if "share" in name else value * factor
            for name, value in USUAL.items()
        }
        runs.append(_run(f"r{number:02}", *sites, **shaken))
    return pa.concat_tables(runs)


def _drifted(results: Sequence[Any]) -> dict[str, tuple[str, ...]]:
    return {result.expectation_id: result.sample for result in results if not result.success}


def test_figures_by_site_and_for_all(
    shard_rows: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]]
) -> None:
    shard_rows["documents"][1] |= {"published_at": None, "authors": None, "language": "de"}
    metrics = quality_metrics(to_tables(shard_rows), "r1")
    words = shard_rows["documents"][0]["word_count"]
    assert _value(metrics, "", "documents") == 2
    assert _value(metrics, "one.org", "documents") == 1
    assert _value(metrics, "", "share_without_date") == 0.5
    assert _value(metrics, "two.org", "share_without_author") == 1
    assert _value(metrics, "one.org", "entities_per_1000_words") == pytest.approx(3000 / words)
    assert _value(metrics, "one.org", "numbers_per_document") == 4
    assert _value(metrics, "one.org", "quotes_per_document") == 1
    kept = shard_rows["documents"][0]["character_count"]
    assert _value(metrics, "one.org", "boilerplate_share") == pytest.approx(10 / (10 + kept))
    assert _value(metrics, "", "share_language_de") == 0.5
    assert _value(metrics, "one.org", "share_language_de") is None
    assert metrics.schema == SCHEMA
    assert all(result.success for result in check_ledger({"quality_metrics": metrics}).results)


def test_a_document_without_a_site_is_not_counted_as_all_sites(
    shard_rows: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]]
) -> None:
    shard_rows["documents"][0]["site"], shard_rows["documents"][1]["site"] = None, ""
    metrics = quality_metrics(to_tables(shard_rows), "r1")
    assert _value(metrics, "", "documents") == 2
    assert _value(metrics, "(no site)", "documents") == 2


def test_a_run_without_documents_has_no_shares() -> None:
    metrics = quality_metrics({}, "r1")
    assert metrics.to_pylist() == [
        {"run_id": "r1", "site": "", "metric": "documents", "value": 0.0},
        {"run_id": "r1", "site": "", "metric": "words", "value": 0.0},
    ]


def test_shards_merge_to_the_figures_of_the_whole(
    shard_rows: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]]
) -> None:
    whole = to_tables(shard_rows)
    shards = []
    for document_id in ("a" * 20, "b" * 20):
        part = {
            name: [row for row in rows if row["document_id"] == document_id]
            for name, rows in shard_rows.items()
        }
        shards.append(quality_metrics(to_tables(part), "r1"))
    expected = quality_metrics(whole, "r1")
    assert merge_metrics(shards, "r1").equals(expected)
    assert merge_metrics(shards[::-1], "r1").equals(expected)
    assert merge_metrics([expected], "r1").equals(expected)


def test_duplicates_are_counted_where_linking_found_them(
    shard_rows: Rows, ledger_rows: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]]
) -> None:
    tables = to_tables(shard_rows)
    groups = to_tables(ledger_rows)["duplicate_groups"]
    found = duplicate_metrics(tables["documents"], groups, "r1")
    merged = merge_metrics([quality_metrics(tables, "r1"), found], "r1")
    assert _value(merged, "", "duplicate_share") == 0.5
    assert _value(merged, "two.org", "duplicate_share") == 1
    assert _value(merged, "one.org", "duplicate_share") == 0


def test_first_runs_have_no_history_and_say_so() -> None:
    for count in (0, 4):
        history = _history(count, "one.org") if count else SCHEMA.empty_table()
        *limits, result = drift(_run("now", "one.org", documents=900), history)
        assert result.expectation_id == "quality_metrics.history"
        assert all(one.success for one in [*limits, result])
        assert result.observed_value == f"{count} earlier runs, at least 5 are needed"


def test_usual_figures_do_not_drift() -> None:
    results = drift(_run("now", "one.org", "two.org"), _history(12, "one.org", "two.org"))
    assert _drifted(results) == {}
    assert len(results) > 10
    assert not any(result.broken for result in results)


def test_the_run_itself_is_no_history() -> None:
    runs = pa.concat_tables([_history(4, "one.org"), _run("now", "one.org", documents=90)])
    results = drift(_run("now", "one.org", documents=90), runs)
    assert [r.observed_value for r in results if r.expectation_id == "quality_metrics.history"] == [
        "4 earlier runs, at least 5 are needed"
    ]


@pytest.mark.parametrize(
    ("change", "metrics"),
    [
        ({"documents": 90.0}, {"documents"}),
        ({"documents": 4.0}, {"documents"}),
        ({"share_without_author": 0.9}, {"share_without_author"}),
        ({"boilerplate_share": 0.6}, {"boilerplate_share"}),
        ({"words_per_document": 120.0}, {"words_per_document"}),
        ({"words_per_document": 1500.0}, {"words_per_document"}),
        ({"entities_per_1000_words": 5.0}, {"entities_per_1000_words"}),
        ({"numbers_per_document": 0.0}, {"numbers_per_document"}),
        ({"share_language_en": 0.2, "share_language_de": 0.8}, {"language_mix"}),
    ],
    ids=[
        "sudden doubling",
        "sudden drought",
        "bylines lost",
        "three times the boilerplate",
        "text cut off",
        "text with the page around it",
        "names lost",
        "numbers lost",
        "another language",
    ],
)
def test_a_site_whose_template_changed_is_a_warning_with_the_numbers(
    change: dict[str, float], metrics: set[str]
) -> None:
    results = drift(
        _run("now", "one.org", "two.org")
        if not change
        else pa.concat_tables(
            [
                _run("now", "two.org"),
                _run("now", "one.org", **change).filter(pa.compute.field("site") == "one.org"),
            ]
        ),
        _history(8, "one.org", "two.org"),
    )
    assert _drifted(results) == {f"quality_metrics.{name}.drift": ("one.org",) for name in metrics}
    (result,) = [r for r in results if not r.success]
    assert result.severity == "warning"
    (name, value), *_ = change.items()
    assert f"{name} is {value:.4g}; over 8 runs it was" in (result.observed_value or "")


def test_a_site_that_is_mostly_boilerplate_is_a_warning_from_the_first_run() -> None:
    results = drift(_run("now", "one.org", boilerplate_share=0.8), SCHEMA.empty_table())
    assert _drifted(results) == {"quality_metrics.boilerplate_share.maximum": ("one.org",)}
    few = drift(_run("now", "one.org", boilerplate_share=0.8, documents=2), SCHEMA.empty_table())
    assert _drifted(few) == {}


def test_a_site_that_went_silent_is_a_warning() -> None:
    results = drift(_run("now", "one.org"), _history(6, "one.org", "two.org"))
    assert _drifted(results) == {"quality_metrics.site.silent": ("two.org",)}


def test_a_site_that_is_heard_now_and_then_may_be_silent() -> None:
    history = pa.concat_tables([_history(10, "one.org"), _run("r00b", "one.org", "two.org")])
    assert silent_sites(_run("now", "one.org"), history) == []


def test_a_new_site_is_no_drift() -> None:
    results = drift(_run("now", "one.org", "new.org", documents=40), _history(6, "one.org"))
    assert _drifted(results) == {}


def test_shares_of_a_handful_of_articles_move_by_chance() -> None:
    few = _run("now", "one.org", documents=6, share_without_author=0.2)
    compared = compare(few, _history(8, "one.org"))
    (found,) = [c for c in compared if (c.site, c.metric) == ("one.org", "share_without_author")]
    assert not found.drifted


def test_one_odd_run_in_the_past_hides_nothing() -> None:
    odd = _run("r99", "one.org", words_per_document=9000.0, documents=4000.0)
    history = pa.concat_tables([_history(8, "one.org"), odd])
    results = drift(_run("now", "one.org", words_per_document=150.0), history)
    assert "quality_metrics.words_per_document.drift" in _drifted(results)


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=20), st.floats(0, 1e6))
def test_a_range_holds_what_is_usual(values: list[float], now: float) -> None:
    history = pa.concat_tables(
        [_run(f"r{n:02}", "one.org", words_per_document=v) for n, v in enumerate(values)]
    )
    for found in compare(_run("now", "one.org", words_per_document=now), history, DriftOptions()):
        assert 0 <= found.low <= found.usual * (1 + 1e-9) + 1e-9
        assert found.usual <= found.high * (1 + 1e-9) + 1e-9
