"""Texts that no newspaper prints: right or null, never an exception, and linear in their length."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from transforms.extract.numbers import extract_quantities

PUBLISHED = date(2025, 5, 17)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It counted ١٢٣ votes.", Decimal(123)),
        ("It counted １２３ votes.", Decimal(123)),
        ("It counted 1e3 votes.", Decimal(1000)),
        ("It counted 1e400 votes.", None),
        ("It counted 1e-400 votes.", Decimal(0)),
        ("It counted " + "9" * 28 + " votes.", Decimal("9" * 28)),
        ("It counted " + "9" * 400 + " votes.", None),
        ("It counted 1,234,567.125 votes.", Decimal("1234567.125")),
        ("It counted 0.0000000001 votes.", Decimal(0)),
    ],
)
def test_a_value_is_right_or_null(text: str, value: Decimal | None) -> None:
    (row,) = extract_quantities(text)
    assert row.kind == "count"
    assert row.value == value
    assert (value is None) == row.rule_id.endswith(":out_of_range")


def test_a_number_without_whole_part_is_no_time() -> None:
    rows = extract_quantities("copper, 3.7 pct to 5.08 pct, lead .99 pct to 2.1 pct, 46.45 - .02 s")
    assert not [row for row in rows if row.kind == "time"]


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "Infinity", "-", "--", "%", "$", "½/½", "e5", "1/0"]
)
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert [row for row in extract_quantities(f"It was {text}.") if row.value is not None] == []


@pytest.mark.parametrize(
    "text", ["31 February 2023", "February 31, 2023", "2023-02-31", "30/02/2023", "0000-00-00"]
)
def test_a_day_that_is_in_no_calendar_is_null(text: str) -> None:
    rows = extract_quantities(f"It was due on {text}.", PUBLISHED)
    assert [row.date_start for row in rows] == [None] * len(rows)


@pytest.mark.parametrize("published", [date.min, date.max])
def test_a_document_of_no_possible_date_has_no_relative_dates(published: date) -> None:
    for text in ("yesterday", "tomorrow", "last year", "next decade", "9 weeks ago", "on Friday"):
        (row,) = extract_quantities(f"It ended {text}.", published)
        assert (row.kind, row.iso, row.date_start) == ("date", None, None)


@pytest.mark.parametrize("published", [date(1600, 1, 1), date(8999, 12, 31)])
def test_days_at_the_ends_of_the_calendar_are_told(published: date) -> None:
    for text in ("on Friday the 13th", "on the last day of next month", "9 Fridays ago", "Feb 29"):
        (row,) = extract_quantities(f"It ended {text}.", published)
        assert row.date_start is not None
        assert abs(row.date_start.year - published.year) <= 9


@pytest.mark.parametrize("text", ["999 centuries ago", "9999 years ago", "9999 decades from now"])
def test_a_date_outside_the_calendar_is_null(text: str) -> None:
    (row,) = extract_quantities(f"It ended {text}.", PUBLISHED)
    assert (row.kind, row.iso, row.date_start) == ("date", None, None)


@pytest.mark.parametrize(
    "piece",
    [
        "1", "12 ", "one hundred and ", "-", "– ", "1-", "$", "1,", "1,000", "1,25,", "a million ",
        "half a ", "6-4 ", "Monday ", "from 1 to ", "1 or ", "the first ", "of the ", "1/", ":",
        "12:30 to ", "$1 ", "1 May to ", "more than ", "1 year and ", "twenty-", "1.", "e9", "3 m ",
        "\n", "\u00a0", "word ", "A.", "'s ", "(1) ", "1990s ", "ago ", "one in ", "Q1 ", "+1 ",
        "on 1/2, ", "Friday 31. ", "@ ",
    ],
)  # fmt: skip
def test_work_grows_with_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = (piece * (count // len(piece) + 1))[:count]
        start = time.process_time()
        extract_quantities(text, PUBLISHED)
        return time.process_time() - start

    # Four times the text in at most ten times the time: quadratic work would take sixteen.
    assert seconds(40_000) < 10 * seconds(10_000) + 0.2
