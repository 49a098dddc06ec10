"""Dates of the calendar: days, months, years, quarters, seasons and their ranges."""

from __future__ import annotations

from calendar import isleap
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_back, looks_forward
from transforms.extract.numbers.date_parts import (
    AMBIGUOUS,
    MONTHS,
    SUFFIXES,
    day_at,
    exists,
    month_at,
    month_beside_day,
    ordinal_word,
    range_link,
    short_year_at,
    year_at,
)
from transforms.extract.numbers.days_of_month import ends_phrase
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
LATEST_DAY = 31
# What stands between a day and its month.
BEFORE_MONTH = frozenset(MONTHS) | {"of", "to", "through", "until", "till", "and", "or", "-", "–"}
DAYS_WITH_YEAR = frozenset({"date.month_day_year", "date.day_month_year"})
LEAP_DAY = (2, 29)
MOST_WITHOUT_LEAP = 9  # years: none from 1896 to 1904
NEAR_DAYS = 120  # a day of the year that lies further ahead than this was last year's


def month_first(context: Context, first: int) -> Found | None:
    """As in "June 9, 2024", "May 12-15", "February 2022", "May last year", "October"."""
    tokens = context.tokens
    named = month_at(tokens, first) or _lower_month(tokens, first)
    if named is None:
        return None
    at, month = named
    day = _day_of_month(tokens, at) if tokens[at].gap != BROKEN else None
    if day is not None and _is_day(tokens, day[0], day[1]):
        return _month_day(context, first, month, day)
    year = _year_of_month(tokens, at)
    if year is not None:
        return _month_year(context, first, month, year)
    if tokens[at].lower in {"last", "this", "next"} and tokens[at + 1].lower == "year":
        shift = {"last": -1, "this": 0, "next": 1}[tokens[at].lower]
        iso = f"{context.published.year + shift:04}-{month:02}" if context.published else None
        return Found(first, at + 2, "date", "date.month_of_year", iso=iso)
    if (
        tokens[at].lower == "of"
        and tokens[at + 1].lower in {"last", "this", "next"}
        and tokens[at + 2].lower == "year"
    ):
        shift = {"last": -1, "this": 0, "next": 1}[tokens[at + 1].lower]
        iso = f"{context.published.year + shift:04}-{month:02}" if context.published else None
        return Found(first, at + 3, "date", "date.month_of_year", iso=iso)
    return _bare_month(context, first, at, month)


def _day_of_month(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The day behind a month: "15", "the 15th", ", 1st", "twenty-first"."""
    the = tokens[at].lower == "the"
    if the or (tokens[at].text == "," and tokens[at + 2].lower in SUFFIXES):
        at += 1
    read = ordinal_word(tokens, at)
    if read is not None:  # "In March second-quarter profit" fell
        return read if read[1] <= LATEST_DAY and ends_phrase(tokens, read[0]) else None
    day = day_at(tokens, at)
    return None if the and day is not None and day[0] != at + 2 else day


def _lower_month(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """The month of "march 3, 2015", "by march 3.", where what follows tells that it is no verb."""
    month, day = MONTHS.get(tokens[first].lower), day_at(tokens, first + 1)
    if month is None or day is None or day[1] > LATEST_DAY:
        return None
    year = year_at(tokens, day[0] + (tokens[day[0]].text == ","))
    verb = tokens[first - 1].lower in CUES["before_march"] or not ends_phrase(tokens, day[0])
    return None if verb and year is None else (first + 1, month)


def _is_day(tokens: Tokens, end: int, day: int) -> bool:
    """Whether the number behind a month is its day: not "May 2 million", "June 15%"."""
    return (
        day <= 99
        and tokens[end].text not in {"%", ":"}
        and not (
            tokens[end].text in {".", ","}
            and tokens[end].gap == ADJACENT
            and tokens[end + 1].gap == ADJACENT
            and tokens[end + 1].kind == "number"
            and len(tokens[end + 1].text) != 4
        )
    )


def _year_of_month(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The year behind a month: "February 2022", "June of 2018", "May, 2020"."""
    if tokens[at].gap == BROKEN:
        return None
    if tokens[at].lower in {"of", ","} and year_at(tokens, at + 1):
        return year_at(tokens, at + 1)
    return year_at(tokens, at)


def _month_year(context: Context, first: int, month: int, year: tuple[int, int]) -> Found:
    end, number = year
    found = Found(first, end, "date", "date.month_year", iso=f"{number:04}-{month:02}")
    return _through_month(context, found, (number, month))


def _through_month(context: Context, found: Found, start: tuple[int, int]) -> Found:
    """As in "March 2020 to May 2021": the range, or what was found."""
    tokens, at = context.tokens, range_link(context.tokens, found.end)
    named = month_at(tokens, at) if at else None
    year = _year_of_month(tokens, named[0]) if named else None
    if named is None or year is None or (year[1], named[1]) <= start:
        return found
    found.iso = f"{start[0]:04}-{start[1]:02}/{year[1]:04}-{named[1]:02}"
    found.end, found.rule_id = year[0], "date.months"
    return found


def _month_day(context: Context, first: int, month: int, day: tuple[int, int]) -> Found:
    """As in "May 12", "May 12, 2025", "May 12-15", "May 12 to June 3"."""
    tokens, (end, number) = context.tokens, day
    last, last_month = number, month
    link = range_link(tokens, end)
    if tokens[end].lower == "and" and tokens[first - 1].lower == "between":
        link = end + 1
    if link is not None:
        other = month_at(tokens, link)
        other_day = day_at(tokens, other[0] if other else link)
        if (
            other_day is not None
            and _is_day(tokens, *other_day)
            and (other or other_day[1] > number)
            and (other_day[1] <= LATEST_DAY)
        ):
            last, last_month, end = other_day[1], other[1] if other else month, other_day[0]
    year, end = year_after(tokens, end)
    rule = "date.month_day" if year is None else "date.month_day_year"
    found = day_found(context, (first, end), (month, number), (last_month, last), year, rule)
    return _through_day(context, found) if last == number else found


def _through_day(context: Context, found: Found) -> Found:
    """As in "June 1, 2019 to May 31, 2020": the range, or what was found."""
    link = range_link(context.tokens, found.end)
    if link is None or found.rule_id not in DAYS_WITH_YEAR or found.iso is None:
        return found
    by_month = month_at(context.tokens, link) is not None
    last = month_first(context, link) if by_month else day_first(context, link)
    if last is None or last.rule_id not in DAYS_WITH_YEAR or not found.iso < (last.iso or ""):
        return found
    found.iso, found.end = f"{found.iso}/{last.iso}", last.end
    found.rule_id += ".range"
    return found


def year_after(tokens: Tokens, end: int) -> tuple[int | None, int]:
    """The year behind a day, with or without a comma or "last year"."""
    at = end
    if tokens[at].text == "," or tokens[at].lower in {"of", "in"}:
        at += 1
    if tokens[at].gap == BROKEN:
        return None, end
    year = year_at(tokens, at) or short_year_at(tokens, at)
    return (year[1], year[0]) if year else (None, end)


def day_found(
    context: Context,
    span: tuple[int, int],
    start: tuple[int, int],
    last: tuple[int, int],
    year: int | None,
    rule: str,
) -> Found:
    """The row of a day or of a range of days within a year."""
    tokens, (first, end) = context.tokens, span
    relative = {"this": 0, "last": -1, "next": 1}.get(tokens[end].lower)
    if (
        year is None
        and relative is not None
        and tokens[end + 1].lower == "year"
        and context.published
    ):
        year, end = context.published.year + relative, end + 2
    if year is None:
        year = year_of_day(context, first, end, start)
    found = Found(first, end, "date", rule)
    if year is None:
        return found
    days = [f"{year:04}-{month:02}-{day:02}" for month, day in (start, last)]
    if last < start:
        days[1] = f"{year + 1:04}" + days[1][4:]
    if not all(exists(day) for day in days):
        found.rule_id += ":no_such_day"
        return found
    found.iso = days[0] if start == last else "/".join(days)
    if start != last:
        found.rule_id += ".range"
    return found


def year_of_day(context: Context, first: int, end: int, start: tuple[int, int]) -> int | None:
    """The year of a day that names none: this one's, unless that lies too far from publication."""
    published = context.published
    if published is None:
        return None
    month, day = start
    away = (month - published.month) * 30 + day - published.day
    forward = looks_forward(context.tokens, first, end)
    if away > 0 and looks_back(context.tokens, first):
        return published.year - 1
    year = published.year
    if away > NEAR_DAYS and not forward:
        year -= 1
    elif away < 0 and ((forward and away < -14) or away < -365 + NEAR_DAYS // 2):
        year += 1
    if start == LEAP_DAY:
        year = next((y for y in range(year, year - MOST_WITHOUT_LEAP, -1) if isleap(y)), year)
    return year


def _bare_month(context: Context, first: int, end: int, month: int) -> Found | None:
    tokens = context.tokens
    if not _is_month(tokens, first, end):
        return None
    link = range_link(tokens, end)
    other = month_at(tokens, link) if link else None
    if other is not None and _is_month(tokens, link or 0, other[0]):
        return _month_range(context, first, month, other)
    return Found(first, end, "date", "date.month", iso=latest_month(context, first, end, month))


def _month_range(context: Context, first: int, month: int, last: tuple[int, int]) -> Found:
    """A range like "March to May 2020" or "from November to March"."""
    end, last_month = last
    named = _year_of_month(context.tokens, end)
    found = Found(first, named[0] if named else end, "date", "date.months")
    iso = (
        f"{named[1]:04}-{last_month:02}" if named else latest_month(context, first, end, last_month)
    )
    if iso is not None:
        start = int(iso[:4]) - (month > last_month)
        found.iso = f"{start:04}-{month:02}/{iso}"
    return found


def _is_month(tokens: Tokens, first: int, end: int) -> bool:
    """Whether a name that is also a word or a person's is a month here."""
    token, before, after = tokens[first], tokens[first - 1], tokens[end]
    if token.lower not in AMBIGUOUS["months"] and len(token.text) > 3:
        return True
    if before.lower in CUES["before_month"]:
        return token.lower != "may" or before.gap != BROKEN
    if before.kind == "dash" and tokens[first - 2].lower == "mid":
        return True
    return (
        token.lower == "march" and after.lower in {"and", "or"} and tokens[end + 1].lower in MONTHS
    )


def latest_month(context: Context, first: int, end: int, month: int) -> str | None:
    """The latest such month not after publication, or the next one where the clause looks ahead."""
    published = context.published
    if published is None:
        return None
    year = published.year if month <= published.month else published.year - 1
    if month != published.month and looks_forward(context.tokens, first, end):
        year += 1
    return f"{year:04}-{month:02}"


def day_first(context: Context, first: int) -> Found | None:
    """As in "24 February 2022", "the 17th of May", "12-15 May", "3 and 4 June"."""
    tokens = context.tokens
    day = day_at(tokens, first)
    if day is None or tokens[day[0]].lower not in BEFORE_MONTH:
        return None
    end, number = day
    last = number
    link = range_link(tokens, end) or (end + 1 if tokens[end].lower in {"and", "or"} else None)
    if link is not None and month_at(tokens, link) is None:
        other = day_at(tokens, link)
        if other is not None and other[1] > number:
            end, last = other
    if tokens[end].gap == BROKEN:
        return None
    at = end + 1 if tokens[end].lower == "of" else end
    if tokens[end].kind == "dash" and tokens[end].gap == ADJACENT:
        at = end + 1
    named = month_beside_day(tokens, at)
    if named is None:
        return None
    if number > LATEST_DAY and number == last:
        return None
    return _day_month(context, first, named, (number, last))


def _day_month(
    context: Context, first: int, named: tuple[int, int], days: tuple[int, int]
) -> Found:
    tokens, (end, month) = context.tokens, named
    last = (month, days[1])
    link = range_link(tokens, end)
    other = day_at(tokens, link) if link else None
    if link and other and days[0] == days[1]:
        second = month_at(tokens, other[0])
        if second is not None:
            end, last = second[0], (second[1], other[1])
    if tokens[end].kind == "dash" and tokens[end].gap == ADJACENT and year_at(tokens, end + 1):
        end += 1  # 26-FEB-1987
    year, end = year_after(tokens, end)
    rule = "date.day_month" if year is None else "date.day_month_year"
    found = day_found(context, (first, end), (month, days[0]), last, year, rule)
    return _through_day(context, found) if last == (month, days[0]) else found


def ordinal_of_month(context: Context, first: int) -> Found | None:
    """A day in words: "the first of March", "the twenty-second of June"."""
    tokens = context.tokens
    read = ordinal_word(tokens, first)
    if read is None or read[1] > LATEST_DAY:
        return None
    at = read[0] + (tokens[read[0]].lower == "day")  # "the first day of March"
    month = MONTHS.get(tokens[at + 1].lower) if tokens[at].lower == "of" else None
    if month is None:
        return None
    named = month_at(tokens, at + 1) or (at + 2, month)
    return _day_month(context, first, named, (read[1], read[1]))
