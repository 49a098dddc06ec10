"""Floors of quality: the scheme's own sets are always measured, the others where they are."""

from __future__ import annotations

import json
import runpy
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from transforms.extract.numbers import extract_quantities

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Recognizers and Duckling mean other things by a number: what is held is that we find theirs.
FLOORS = {
    "newsquant_dev": {"value_F1": 92.0, "value_unit_F1": 90.0},
    "recognizers_dev": {"overlap_F1": 83.5},
    "duckling_en_dev": {"overlap_F1": 87.5},
}


@pytest.mark.parametrize("name", ["seeds_numbers", "cases_dev"])
def test_rows_of_the_scheme(
    name: str, read: Callable[[str], Any], marks_of: Callable[[Any], Any]
) -> None:
    marks = marks_of(read(name))
    assert marks.full >= 0.98, marks.errors
    assert marks.share("comparator") >= 0.97, marks.errors
    assert marks.share("counted") >= 0.95, marks.errors


def test_what_is_no_number(read: Callable[[str], Any]) -> None:
    texts = [row["text"] for row in read("cases_dev") if row["group"] == "negatives"]
    found = [row.text for text in texts for row in extract_quantities(text, date(2025, 5, 17))]
    assert found == ["9/11"]  # a day that everybody knows, optional in the scheme


@pytest.mark.gold
@pytest.mark.parametrize("name", FLOORS)
def test_other_gold(name: str, gold: Path) -> None:
    rows = [
        json.loads(line)
        for line in (gold / "numbers" / f"{name}.jsonl").read_text("utf-8").splitlines()
    ]
    run = runpy.run_path(str(gold / "numbers" / "score.py"))["run"]
    reached = run(rows, {row["id"]: predict(row) for row in rows})
    floors = FLOORS[name]
    assert {mark: reached[mark] for mark in floors if reached[mark] < floors[mark]} == {}


def predict(row: dict[str, Any]) -> list[dict[str, Any]]:
    day = row.get("ref_date")
    return [
        {
            "start": found.start_offset,
            "end": found.end_offset,
            "kind": found.kind,
            "value": found.value,
            "value_low": found.value_low,
            "value_high": found.value_high,
            "unit": found.unit,
            "iso": found.iso,
            "cmp": found.comparator,
        }
        for found in extract_quantities(row["text"], date.fromisoformat(day[:10]) if day else None)
    ]
