from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from expectations.tables import TABLES
from flows.report.content import Check, Items, Metric, QuarantinedItem, RunReport

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ["published", "gate_failed", "first", "unchanged", "failed"]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_survives_the_way_to_json_and_back(
    report_of: Callable[[str], RunReport], name: str
) -> None:
    report = report_of(name)
    assert RunReport.from_json(report.to_json()) == report


def test_a_hostile_report_survives_it_too(hostile: RunReport) -> None:
    assert RunReport.from_json(hostile.to_json()) == hostile


@given(st.text(st.characters(codec=None), max_size=30), st.floats())
def test_any_string_and_any_number_can_be_written_as_json(text: str, number: float) -> None:
    item = QuarantinedItem(source_uri=text)
    metric = Metric(site=text, metric=text, value=number)
    written = item.model_dump_json() + metric.model_dump_json()
    assert "NaN" not in written
    assert written.encode("utf-8")
    assert QuarantinedItem.model_validate_json(item.model_dump_json()) == item
    assert Metric.model_validate_json(metric.model_dump_json()) == metric


def test_fields_of_a_later_version_are_ignored(published: RunReport) -> None:
    content = json.loads(published.to_json())
    content["mood"] = "sunny"
    content["items"]["lost"] = 3
    content["quality"][0]["colour"] = "red"
    assert RunReport.from_json(json.dumps(content)) == published


def test_what_an_older_version_did_not_write_is_empty() -> None:
    report = RunReport.from_json(
        '{"run_id": "r1", "status": "failed", "started_at": "2026-11-22T06:00:00Z"}'
    )
    assert report.items == Items()
    assert report.gate is None
    assert report.quality == ()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        '{"run_id": "r1"}',
        '{"run_id": "r1", "status": "lovely", "started_at": "2026-11-22T06:00:00Z"}',
        '{"run_id": "r1", "status": "failed", "started_at": "2026-11-22T06:00:00"}',
    ],
)
def test_what_is_no_run_report_is_refused(broken: str) -> None:
    with pytest.raises(ValidationError):
        RunReport.from_json(broken)


def test_items_that_are_not_accounted_for_are_counted() -> None:
    items = Items(read=10, loaded=4, unchanged=1, duplicate=1, quarantined=1, deferred=1)
    assert items.unaccounted == 2
    assert Items(read=1, loaded=1).unaccounted == 0


def test_a_check_has_the_fields_of_its_table() -> None:
    stored = {*TABLES["quality_results"].column_names} - {"run_id"}
    assert stored <= {*Check.model_fields}


def test_the_statuses_are_those_of_the_ledger() -> None:
    # What an editor decided reads nothing, and leaves no report.
    stored = set(TABLES["runs"]["status"].values) - {"edited"}
    for status in stored:
        RunReport.model_validate(
            {"run_id": "r1", "status": status, "started_at": "2026-11-22T06:00:00Z"}
        )
