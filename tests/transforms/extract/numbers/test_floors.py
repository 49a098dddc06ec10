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


DAYS = 0.85


@pytest.fixture
def days(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "benchmarks" / "number_dates.py"))


@pytest.mark.gold
def test_days(gold: Path, days: dict[str, Any]) -> None:
    judged = list(days["judge"](gold / "numbers", predict))
    assert len(judged) > 150
    assert days["share"](judged) >= DAYS, "\n".join(days["table"](judged))


@pytest.mark.parametrize(
    ("text", "words", "gold", "allowed"),
    [
        ("I go Friday", "Friday", "2025-05-23", {"2025-05-16"}),
        ("I will go Friday", "Friday", "2025-05-23", {"2025-05-23"}),
        ("I go Saturday", "Saturday", "2025-05-24", {"2025-05-17"}),
        ("Go next Saturday", "next Saturday", "2025-05-31", {"2025-05-24"}),
        ("It fell last Monday", "last Monday", "2025-05-05", {"2025-05-12"}),
        ("Go on Aug 8", "Aug 8", "2025-08-08", {"2025-08-08", "2024-08-08"}),
        (
            "the last Friday in May",
            "last Friday in May",
            "2025-05-30",
            {"2025-05-30", "2024-05-31"},
        ),
        ("on the 20th", "the 20th", "2025-05-20", {"2025-05-20", "2025-04-20"}),
        ("Tuesday the 20th", "Tuesday the 20th", "2025-05-20", {"2025-05-20", "2024-08-20"}),
        ("in May 20, 2019", "May 20, 2019", "2019-05-20", None),
    ],
)
def test_days_are_judged_by_the_scheme(
    days: dict[str, Any], text: str, words: str, gold: str, allowed: set[str] | None
) -> None:
    want = {"text": words, "iso": gold, "start": text.index(words), "end": len(text)}
    assert days["no_day"](want, text) is None
    assert days["prescribed"](want, text, date(2025, 5, 17))[1] == allowed


@pytest.mark.parametrize(
    "words", ["three weeks ago", "in two days", "2 days after Easter", "fri.", "the next day"]
)
def test_what_is_no_day(days: dict[str, Any], words: str) -> None:
    want = {"text": words, "iso": "2025-05-20", "start": 0, "end": len(words)}
    assert days["no_day"](want, words) is not None


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
