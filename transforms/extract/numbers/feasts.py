"""Days that have a name, or a number among the weekdays of their month."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import CALENDAR, WEEKDAYS, month_at, ordinal_word
from transforms.extract.numbers.dates import day_found, year_after, year_of_day
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import tokenize
from transforms.extract.numbers.vocabulary import Phrases

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context

HOLIDAYS = Phrases(CALENDAR["holidays"])
HOLIDAY_WORDS = frozenset(
    token.lower for name in CALENDAR["holidays"] for token in tokenize(name)[:1]
)
MIDDLE = 15  # of a month


def nth_weekday(context: Context, first: int) -> Found | None:
    """A weekday counted in its month: "the first Monday in October", "last Friday of June"."""
    tokens = context.tokens
    last = tokens[first].lower == "last"
    read = (first + 1, -1) if last else ordinal_word(tokens, first)
    if (
        read is None
        or tokens[read[0]].lower not in WEEKDAYS
        or tokens[read[0] + 1].lower not in {"in", "of"}
    ):
        return None
    named = month_at(tokens, read[0] + 2)
    if named is None:
        return None
    year, end = year_after(tokens, named[0])
    if year is None and context.published is not None:
        year = year_of_day(context, first, end, (named[1], MIDDLE))
    found = Found(first, end, "date", "date.nth_weekday")
    if year is not None:
        found.iso = _nth(year, named[1], WEEKDAYS[tokens[read[0]].lower], read[1])
    return found


def _nth(year: int, month: int, weekday: int, count: int) -> str | None:
    days = [day for week in calendar.Calendar().monthdays2calendar(year, month) for day in week]
    matching = [day for day, name in days if day and name == weekday]
    if count > len(matching):
        return None
    return f"{year:04}-{month:02}-{matching[count - 1 if count > 0 else -1]:02}"


def holiday(context: Context, first: int) -> Found | None:
    """A feast with a fixed day: "Christmas Eve", "New Year's Day"."""
    tokens = context.tokens
    read = HOLIDAYS.at(tokens, first)
    if read is None or not tokens[first].text[0].isupper():
        return None
    end, day = read
    year, end = year_after(tokens, end)
    month_day = (int(day[:2]), int(day[3:]))
    return day_found(context, (first, end), month_day, month_day, year, "date.holiday")
