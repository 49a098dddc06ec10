"""What holds for every text: offsets cut, numbers survive being spelled, weeks shift weekdays."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from transforms.extract.numbers import extract_quantities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.extract.numbers import Quantity

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
RELATIVE = ["last week", *WEEKDAYS, "yesterday", "tomorrow", "last Monday", "next Friday", "today"]
KINDS = "count ordinal percent money quantity duration age date time ratio score".split()  # noqa: SIM905
# Pieces of which texts with many numbers are made, well formed and not.
PIECES = st.sampled_from(
    [
        "12", "1,000", "3.5", "1,25,000", "½", "0", "999999999999", "1e400", "١٢٣", "１２", "NaN",
        "one", "twenty", "hundred", "and", "million", "dozen", "half", "a", "third", "second",
        "first", "several", "of", "to", "-", "–", "per", "cent", "%", "$", "£", "bn", "m", "km",
        "years", "old", "aged", "hours", "ago", "last", "next", "Monday", "May", "March", "2024",
        "the", "in", "more", "than", "over", "between", "from", "31", "February", "at", "8", "p.m.",
        ":", "/", ",", ".", "(", ")", "won", "2-1", "people", "prisoners", "each", "No.", "GMT",
        "\n", "\n\n", "'s", "’", "s", "quarter", "century", "tonnes", "barrels", "a day", "\u00a0",
    ]
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=20).map(
    lambda pieces: "".join(a + b for a, b in pieces)
)


def check(text: str, rows: Iterable[Quantity]) -> None:
    end = 0
    for row in rows:
        assert end <= row.start_offset < row.end_offset <= len(text)
        assert row.text == text[row.start_offset : row.end_offset] == row.text.strip()
        assert row.kind in KINDS
        assert row.rule_id
        if row.comparator_start_offset is not None:
            assert row.comparator_end_offset is not None
            words = text[row.comparator_start_offset : row.comparator_end_offset]
            assert words == words.strip() != ""
        if row.date_start is not None:
            assert row.date_end is not None
            assert row.date_start <= row.date_end
        for value in (row.value, row.value_low, row.value_high):
            assert value is None or (value.is_finite() and abs(value) < Decimal("1e29"))
        end = row.end_offset


@settings(deadline=None)
@given(TEXTS, st.none() | DAYS)
def test_rows_cut_their_text_and_fit_their_columns(text: str, published: date | None) -> None:
    rows = extract_quantities(text, published)
    check(text, rows)
    assert rows == extract_quantities(text, published)


@settings(deadline=None)
@given(st.text(max_size=200), st.none() | DAYS)
def test_no_text_is_refused(text: str, published: date | None) -> None:
    check(text, extract_quantities(text, published))


@settings(deadline=None)
@given(st.integers(2, 10**15 - 1))
def test_a_number_survives_being_spelled(number: int) -> None:
    (row,) = extract_quantities(f"They counted {num2words(number)} votes.")
    assert (row.value, row.kind, row.counted) == (number, "count", "votes")


@settings(deadline=None)
@given(st.integers(2, 999_999))
def test_a_rank_survives_being_spelled(number: int) -> None:
    (row,) = extract_quantities(f"It was their {num2words(number, to='ordinal')} win.")
    assert (row.value, row.kind) == (number, "ordinal")


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=10**12, places=3))
def test_a_printed_number_is_exact(number: Decimal) -> None:
    (row,) = extract_quantities(f"Output was {number:,} tonnes.")
    assert row.value == number


@settings(deadline=None)
@given(DAYS, st.integers(-200, 200), st.sampled_from(RELATIVE))
def test_whole_weeks_shift_weekdays(published: date, weeks: int, day: str) -> None:
    text = f"The minister resigned {day}."
    there = published + timedelta(weeks=weeks)
    (before,), (after,) = extract_quantities(text, published), extract_quantities(text, there)
    assert before.date_start is not None
    assert after.date_start is not None
    assert after.date_start - before.date_start == timedelta(weeks=weeks)


@settings(deadline=None)
@given(DAYS, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_that_weekday_and_past_unless_told(published: date, day: str) -> None:
    (past,) = extract_quantities(f"They met on {day}.", published)
    (coming,) = extract_quantities(f"They will meet on {day}.", published)
    assert past.date_start is not None
    assert coming.date_start is not None
    assert past.date_start.weekday() == coming.date_start.weekday() == WEEKDAYS.index(day)
    week = timedelta(days=7)
    assert published - week < past.date_start <= published <= coming.date_start < published + week


@settings(deadline=None)
@given(DAYS)
def test_a_printed_date_is_read_back(day: date) -> None:
    for text in (f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"{day}"):
        (row,) = extract_quantities(f"It opened on {text}.")
        assert (row.text, row.date_start, row.date_end) == (text, day, day)


@settings(deadline=None)
@given(st.integers(min_value=0), st.integers(min_value=0), DAYS)
def test_a_paragraph_between_keeps_two_texts_apart(
    sentences: list[Any], first: int, second: int, published: date
) -> None:
    one, two = (sentences[number % len(sentences)].text for number in (first, second))
    rows = extract_quantities(f"{one}\n\n{two}", published)
    apart = [*extract_quantities(one, published), *extract_quantities(two, published)]
    assert [(row.text, row.value, row.iso) for row in rows] == [
        (row.text, row.value, row.iso) for row in apart
    ]


@pytest.mark.parametrize("text", ["yesterday", "last week", "three weeks ago", "Friday", "May 5"])
def test_without_a_publication_date_a_relative_date_is_null(text: str) -> None:
    (row,) = extract_quantities(f"It ended {text}.")
    assert (row.kind, row.iso, row.date_start, row.date_end) == ("date", None, None, None)
