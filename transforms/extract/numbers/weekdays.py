"""Days told from the day of publication: "Friday", "next Tuesday", "yesterday"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_forward
from transforms.extract.numbers.date_formats import slashed_day
from transforms.extract.numbers.date_parts import (
    AMBIGUOUS,
    CALENDAR,
    SUFFIXES,
    WEEKDAYS,
    exists,
    month_at,
)
from transforms.extract.numbers.dates import day_first, month_first
from transforms.extract.numbers.days_of_month import SHIFTS, ends_phrase, weekday_with_day
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.numerals import numeral_at
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
DAYPARTS = words("calendar", "dayparts")["words"]
NAMED_DAYS = {word: int(shift) for word, shift in CALENDAR["named_days"].items()}
WEEK = 7
WEEKDAY_WORDS = [word + ending for word in WEEKDAYS for ending in ("", "'s", "’s")]
NAMED_DAY_WORDS = [word + ending for word in NAMED_DAYS for ending in ("", "'s", "’s")]
WITHOUT_YEAR = frozenset({"date.month_day", "date.day_month", "date.slashed"})
MOST_WEEKDAYS = 53
SHORTEST_FULL = 6  # letters of "Friday"


def named_day(context: Context, first: int) -> Found | None:
    """As in "yesterday", "tomorrow night", "the day before yesterday"."""
    tokens = context.tokens
    word = tokens[first].lower.removesuffix("'s").removesuffix("’s")
    shift = NAMED_DAYS.get(word)
    if shift is None:
        return None
    start, rule = first, f"date.{word}"
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    if before in (["day", "before"], ["day", "after"]) and shift:
        start, shift = first - 2, shift * 2
    end, part = _daypart(tokens, first + 1)
    iso = day_from(context.published, shift)
    return Found(
        start, end, "date", rule, iso=iso, modifier=part or ("night" if word == "tonight" else None)
    )


def day_from(published: date | None, shift: int) -> str | None:
    """The day that lies some days from publication."""
    return (published + timedelta(days=shift)).isoformat() if published else None


def _daypart(tokens: Tokens, at: int) -> tuple[int, str | None]:
    token = tokens[at]
    if token.lower in DAYPARTS and token.gap != BROKEN and token.lower not in {"noon", "midnight"}:
        return at + 1, token.lower
    return at, None


def weekday_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """One past the name of a weekday, and its number from Monday 0."""
    token = tokens[at]
    word = token.lower.removesuffix("'s").removesuffix("’s")
    number = WEEKDAYS.get(word)
    if number is None and word.endswith("s"):
        return None
    if number is None or (token.text.islower() and len(word) < SHORTEST_FULL):
        return None
    end = at + 1
    if len(word) <= 5 and word in AMBIGUOUS["weekdays"] | {"tue", "tues", "thu", "thur", "thurs"}:
        dotted = tokens[end].text == "." and tokens[end].gap == ADJACENT
        listed = (
            tokens[end].text == ","
            or (tokens[end + 1].lower in SUFFIXES and tokens[end + 1].gap == ADJACENT)
            or month_at(tokens, end + dotted)
            or tokens[at - 1].lower == "on"
        )
        if not listed and not dotted:
            return None
        return end + dotted, number
    return end, number


def weekday(context: Context, first: int) -> Found | None:
    """As in "Friday", "next Tuesday", "Monday night", "Friday, May 16", "Tuesday last week"."""
    tokens = context.tokens
    named = weekday_at(tokens, first)
    if named is None or tokens[first - 1].lower in CUES["before_named"]:
        return None
    end, number = named
    full = _with_calendar(context, first, end, number) or _after_next(context, first, end, number)
    if full is not None:
        return full
    shift = SHIFTS.get(tokens[end].lower)
    at = end
    if tokens[end].lower == "of" and tokens[end + 1].lower in SHIFTS:
        shift, at = SHIFTS[tokens[end + 1].lower], end + 1
    if shift is not None and tokens[at + 1].lower == "week":
        iso = weekday_of_week(context.published, number, shift)
        return Found(first, at + 2, "date", "date.weekday_of_week", iso=iso)
    before = tokens[first - 1].lower if tokens[first].gap != BROKEN else ""
    start, direction = first, SHIFTS.get(before)
    if direction is not None and before in SHIFTS:
        start = first - 1
    else:
        direction = None
    end, part = _daypart(tokens, end)
    iso = _weekday_iso(context, start, end, number, direction)
    return Found(start, end, "date", "date.weekday", iso=iso, modifier=part)


def _after_next(context: Context, first: int, end: int, number: int) -> Found | None:
    """As in "the Friday after next"."""
    tokens = context.tokens
    if [token.lower for token in tokens[end : end + 2]] != ["after", "next"]:
        return None
    if not ends_phrase(tokens, end + 2):
        return None
    coming = _weekday_iso(context, first, end, number, 1)
    iso = (date.fromisoformat(coming) + timedelta(days=WEEK)).isoformat() if coming else None
    return Found(first, end + 2, "date", "date.weekday_after_next", iso=iso)


def _with_calendar(context: Context, first: int, end: int, number: int) -> Found | None:
    """As in "Friday, May 16", "Friday 16 May 2025", "Friday the 13th", "Friday 7/6"."""
    tokens = context.tokens
    at = end + 1 if tokens[end].text == "," else end
    if tokens[at].text == "(":
        at += 1
    if tokens[at].gap == BROKEN:
        return None
    if month_at(tokens, at):
        found = month_first(context, at)
    elif tokens[at].kind == "fraction":
        found = slashed_day(context, at)
    else:
        found = day_first(context, at) or weekday_with_day(context, first, at, number)
    if found is None or found.rule_id in {
        "date.month",
        "date.month_year",
        "date.months",
        "date.month_of_year",
    }:
        return None
    found.first = first
    if found.rule_id in WITHOUT_YEAR and found.iso is not None:
        found.iso = _on_weekday(found.iso, number)
    return found


def _on_weekday(iso: str, number: int) -> str:
    """A day of a year that was guessed, or that of a year nearby where the weekday fits it."""
    day = date.fromisoformat(iso)
    years = (day.year, day.year - 1, day.year + 1)
    days = [f"{year:04}{iso[4:]}" for year in years if exists(f"{year:04}{iso[4:]}")]
    fits = (each for each in days if date.fromisoformat(each).weekday() == number)
    return next(fits, iso)


def weekdays_away(context: Context, first: int) -> Found | None:
    """As in "two Sundays ago", "three Mondays from now"."""
    tokens = context.tokens
    numeral = numeral_at(tokens, first)
    if numeral is None or not 0 < numeral.value < MOST_WEEKDAYS or numeral.style == "vague":
        return None
    name, after = tokens[numeral.end], tokens[numeral.end + 1].lower
    number = WEEKDAYS.get(name.lower.removesuffix("s"))
    if number is None or name.gap == BROKEN:
        return None
    ahead = after == "from" and tokens[numeral.end + 2].lower in {"now", "today"}
    if not ahead and after not in {"ago", "back"}:
        return None
    step = 1 if ahead else -1
    iso = _weekday_iso(context, first, first, number, step)
    if iso is not None:
        weeks = timedelta(weeks=step * (int(numeral.value) - 1))
        iso = (date.fromisoformat(iso) + weeks).isoformat()
    return Found(first, numeral.end + 2 + ahead, "date", "date.weekdays_away", iso=iso)


def weekday_of_week(published: date | None, number: int, shift: int) -> str | None:
    """A weekday of the week of publication, or of one before or after it."""
    if published is None:
        return None
    monday = published - timedelta(days=published.weekday())
    return (monday + timedelta(days=WEEK * shift + number)).isoformat()


def _weekday_iso(
    context: Context, first: int, end: int, number: int, direction: int | None
) -> str | None:
    published = context.published
    if published is None:
        return None
    back = (published.weekday() - number) % WEEK
    ahead = (number - published.weekday()) % WEEK
    if direction == -1:
        return day_from(published, -(back or WEEK))
    if direction == 1:
        return day_from(published, ahead or WEEK)
    if direction == 0:
        return day_from(published, ahead)
    if looks_forward(context.tokens, first, end):
        return day_from(published, ahead)
    return day_from(published, -back)
