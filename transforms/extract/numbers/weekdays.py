"""Days told from the day of publication: "Friday", "next Tuesday", "yesterday"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_forward
from transforms.extract.numbers.date_parts import AMBIGUOUS, CALENDAR, WEEKDAYS, day_at, month_at
from transforms.extract.numbers.dates import day_first, month_first
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from datetime import date

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
DAYPARTS = words("calendar", "dayparts")["words"]
NAMED_DAYS = {word: int(shift) for word, shift in CALENDAR["named_days"].items()}
SHIFTS = {word: int(shift) for word, shift in CALENDAR["shifts"].items()}
WEEK = 7
WEEKDAY_WORDS = [word + ending for word in WEEKDAYS for ending in ("", "'s", "’s")]
NAMED_DAY_WORDS = [word + ending for word in NAMED_DAYS for ending in ("", "'s", "’s")]
NEAR_MONTH = 190  # days in which a weekday with its day of the month is looked for
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
    full = _with_calendar(context, first, end)
    if full is not None:
        return full
    shift = SHIFTS.get(tokens[end].lower)
    at = end
    if tokens[end].lower == "of" and tokens[end + 1].lower in SHIFTS:
        shift, at = SHIFTS[tokens[end + 1].lower], end + 1
    if shift is not None and tokens[at + 1].lower == "week":
        iso = _weekday_of_week(context.published, number, shift)
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


def _with_calendar(context: Context, first: int, end: int) -> Found | None:
    """As in "Friday, May 16", "Friday 16 May 2025", "Friday the 13th" stays a weekday."""
    tokens = context.tokens
    at = end + 1 if tokens[end].text == "," else end
    if tokens[at].text == "(":
        at += 1
    if tokens[at].gap == BROKEN:
        return None
    if tokens[at].lower == "the":
        return _the_day(context, first, at + 1)
    found = month_first(context, at) if month_at(tokens, at) else day_first(context, at)
    if found is None or found.rule_id in {
        "date.month",
        "date.month_year",
        "date.months",
        "date.month_of_year",
    }:
        return None
    found.first = first
    return found


def _the_day(context: Context, first: int, at: int) -> Found | None:
    """As in "Tuesday the 19th": the nearest such day of the month."""
    number = day_at(context.tokens, at)
    published = context.published
    if number is None or number[0] != at + 2:
        return None
    weekday_number = WEEKDAYS[context.tokens[first].lower]
    near = published and min(
        (
            day
            for shift in range(-NEAR_MONTH, NEAR_MONTH)
            if (day := published + timedelta(days=shift)).day == number[1]
            and day.weekday() == weekday_number
        ),
        key=lambda day: abs(day - published),
        default=None,
    )
    return Found(
        first, number[0], "date", "date.weekday_the", iso=near.isoformat() if near else None
    )


def _weekday_of_week(published: date | None, number: int, shift: int) -> str | None:
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
