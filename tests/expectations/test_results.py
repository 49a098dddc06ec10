from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.results import CheckResult, merge_results, result_rows
from expectations.suites import check_findings, check_ledger, gate
from expectations.tables import TABLES

if TYPE_CHECKING:
    from expectations.contracts import Severity


def _result(**values: object) -> CheckResult:
    given = {
        "expectation_id": "documents.text.not_null",
        "table_name": "documents",
        "expectation": "text is never empty.",
        "column_name": "text",
        "severity": "error",
        "checked_count": 100,
        "unexpected_count": 0,
    }
    return CheckResult(**(given | values))  # type: ignore[arg-type]


@st.composite
def _results(draw: st.DrawFn) -> CheckResult:
    checked = draw(st.integers(0, 50))
    keys = draw(st.lists(st.text("abc/~é", max_size=3), max_size=30))
    broken = draw(st.booleans())
    return _result(
        expectation_id=draw(st.sampled_from(["documents.a", "documents.b"])),
        checked_count=checked,
        unexpected_count=draw(st.integers(0, checked)),
        sample=tuple(sorted(keys)[:20]),
        values=tuple(sorted(set(draw(st.lists(st.text("xyz", max_size=2)))))[:5]),
        broken=broken,
        error=draw(st.sampled_from(["no column", "no table"])) if broken else None,
        scope=draw(st.sampled_from(["rows", "candidate"])),
    )


@given(
    st.lists(_results(), max_size=12).flatmap(
        lambda rs: st.tuples(st.just(rs), st.permutations(rs))
    )
)
def test_the_order_of_the_shards_does_not_matter(
    orders: tuple[list[CheckResult], list[CheckResult]],
) -> None:
    results, shuffled = orders
    assert merge_results(shuffled) == merge_results(results)


@given(st.lists(_results(), max_size=12), st.integers(0, 12))
def test_merging_in_steps_is_merging_at_once(results: list[CheckResult], cut: int) -> None:
    steps = merge_results([*merge_results(results[:cut]), *merge_results(results[cut:])])
    assert steps == merge_results(results)


def test_merging_adds_counts_and_keeps_the_first_keys() -> None:
    one = _result(unexpected_count=2, sample=("b", "d"), values=("'x'",))
    two = _result(unexpected_count=25, sample=tuple(f"c{n:02}" for n in range(20)), values=("'y'",))
    (merged,) = merge_results([one, two])
    assert (merged.checked_count, merged.unexpected_count) == (200, 27)
    assert merged.sample == ("b", *(f"c{n:02}" for n in range(19)))
    assert merged.observed_value == "27 of 200 rows: 'x', 'y'"
    assert merged.unexpected_percent == pytest.approx(13.5)


def test_a_tolerant_warning_is_judged_on_the_sum() -> None:
    few = _result(severity="warning", mostly=0.75, checked_count=2, unexpected_count=1)
    many = _result(severity="warning", mostly=0.75, checked_count=98, unexpected_count=3)
    assert not few.success
    assert merge_results([few, many])[0].success


def test_one_broken_shard_breaks_the_check() -> None:
    (merged,) = merge_results([_result(), _result(broken=True, error="no column 'text'")])
    assert (merged.success, merged.broken) == (False, True)
    assert merged.observed_value == "no column 'text'"


def test_results_become_rows_of_their_table_which_keep_its_contract() -> None:
    results = [
        _result(unexpected_count=3, sample=("a", "b")),
        _result(expectation_id="documents.x"),
    ]
    rows = result_rows(results, "r1")
    assert rows.schema == TABLES["quality_results"].schema()
    assert rows.to_pylist()[0] == {
        "run_id": "r1",
        "expectation_id": "documents.text.not_null",
        "table_name": "documents",
        "expectation": "text is never empty.",
        "column_name": "text",
        "severity": "error",
        "success": False,
        "observed_value": "3 of 100 rows",
        "unexpected_count": 3,
        "unexpected_percent": 3.0,
        "sample": ["a", "b"],
        "broken": False,
    }
    assert all(result.success for result in check_ledger({"quality_results": rows}).results)


def test_results_cross_processes() -> None:
    result = _result(sample=("a",), values=("'x'",))
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 -- our own bytes


@dataclass(frozen=True)
class _Finding:
    check_id: str
    unexpected_count: int = 0
    severity: str = "error"
    error: str | None = None
    table_name: str = "entities"
    column_name: str | None = None
    meaning: str = "Keys are unique."
    row_count: int = 10
    sample: tuple[str, ...] = ()


def test_findings_on_the_candidate_enter_as_data() -> None:
    bad = _Finding("entities.key_unique", 3, sample=tuple(f"e{n}" for n in range(30)))
    clean, broken = _Finding("entities.whole"), _Finding("entities.spoilt", error="no table")
    results = check_findings([bad, clean, broken])
    assert [(r.expectation_id, r.success, r.broken) for r in results] == [
        ("entities.key_unique", False, False),
        ("entities.whole", True, False),
        ("entities.spoilt", False, True),
    ]
    assert results[0].observed_value == "3 of 10 rows"
    assert len(results[0].sample) == 20
    assert {result.scope for result in results} == {"candidate"}


def test_findings_that_all_broke_are_all_broken() -> None:
    assert [r.broken for r in check_findings([_Finding("a.b", error="no table")])] == [True]
    assert check_findings([]) == []


@pytest.mark.parametrize(
    ("results", "passes"),
    [
        ([], True),
        ([_result(unexpected_count=9)], True),
        ([_result(unexpected_count=9, severity="warning", scope="candidate")], True),
        ([_result(unexpected_count=9, scope="candidate")], False),
        ([_result(unexpected_count=9, scope="ledger")], False),
        ([_result(unexpected_count=9, severity="gate")], False),
        ([_result(severity="warning", broken=True, error="no column")], False),
    ],
)
def test_the_gate_stops_what_cannot_be_taken_out(results: list[CheckResult], passes: bool) -> None:  # noqa: FBT001
    verdict = gate(results, items_read=10, items_quarantined=0, max_quarantined_share=0.1)
    assert verdict.passed is passes
    assert bool(verdict.reasons) is not passes


def test_the_gate_stops_too_large_a_share_of_quarantined_items() -> None:
    assert gate([], 10, 1, 0.1).passed
    assert not gate([], 10, 2, 0.1).passed
    assert gate([], 0, 0, 0.0).passed


@pytest.mark.parametrize(
    ("table", "severity", "checked", "unexpected", "passed"),
    [
        ("entity_mentions", "error", 1000, 200, True),
        ("entity_mentions", "error", 1000, 201, False),
        ("entity_mentions", "error", 99, 99, True),
        ("entity_mentions", "warning", 1000, 1000, True),
        ("documents", "error", 1000, 900, True),
    ],
)
def test_a_rule_that_takes_out_many_rows_stops_the_publish(
    table: str, severity: Severity, checked: int, unexpected: int, *, passed: bool
) -> None:
    result = CheckResult(f"{table}.rule", table, "It holds.", None, severity, checked, unexpected)
    verdict = gate([result], 10, 0, 0.5, max_broken_row_share=0.2)
    assert verdict.passed is passed
    assert passed or "At most 20.0 % of the rows may." in verdict.reasons[0]
