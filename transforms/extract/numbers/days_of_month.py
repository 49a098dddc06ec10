"""Days whose month is told or must be guessed: "the 20th of next month", "Friday the 13th"."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_forward, words_around
from transforms.extract.numbers.date_parts import (
    CALENDAR,
    MONTHS,
    SUFFIXES,
    day_at,
    ordinal_number,
)
from transforms.extract.numbers.edtf import shift_months
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import BROKEN
from transforms.extract.numbers.noun_phrases import STOP
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
SHIFTS = {word: int(shift) for word, shift in CALENDAR["shifts"].items()}
MONTH_NAMES = frozenset(MONTHS) - {"may", "march"}
BEHIND_DAY = frozenset({"day", "of", *SHIFTS})
LATEST_DAY = 31
NEAR_MONTH = 190  # days in which a weekday with its day of the month is looked for
FAR = 60  # tokens from which the name of a month still tells whose day it is
NEAR = 12  # tokens in which golf is played


def told_month(tokens: Tokens, at: int, published: date | None) -> tuple[int, date | None] | None:
    """One past "the month", "next month", "the current month", and the first day of it."""
    the = tokens[at].lower == "the"
    step = at + the
    shift = SHIFTS.get(tokens[step].lower)
    if shift is None and not the:
        return None
    step += shift is not None
    if tokens[step].lower != "month" or tokens[step].gap == BROKEN:
        return None
    # "The previous month" is told from a day of the text.
    known = tokens[step - 1].lower not in {"previous", "past", "following"}
    month = shift_months(published, shift or 0) if published and known else None
    return step + 1, month


def day_of_told_month(context: Context, first: int) -> Found | None:
    """As in "the 20th of next month", "the 21st this month", "the first day of the month"."""
    tokens = context.tokens
    read = ordinal_number(tokens, first)
    plain = day_at(tokens, first) if read is None else None
    if read is None and (plain is None or tokens[plain[0]].lower != "of"):
        return None
    at, number = read or plain or (first, 0)
    if tokens[at].lower not in BEHIND_DAY:
        return None
    at += tokens[at].lower == "day"
    of = tokens[at].lower == "of"
    month = told_month(tokens, at + of, context.published)
    if month is None or number > LATEST_DAY or not (of or tokens[at].lower in SHIFTS):
        return None
    return _day_found(first, month[0], month[1], number)


def _day_found(first: int, end: int, month: date | None, number: int) -> Found:
    found = Found(first, end, "date", "date.day_of_month")
    if month is None:
        return found
    try:
        found.iso = month.replace(day=number).isoformat()
    except ValueError:
        found.rule_id += ":no_such_day"
    return found


def bare_day(context: Context, first: int) -> Found | None:
    """As in "talks resume on the 27th": the latest such day, or the next one ahead.

    Behind the name of a month in its paragraph it is told from that, and has no date.
    """
    tokens = context.tokens
    number, the, cue = day_at(tokens, first), tokens[first - 1], tokens[first - 2]
    if (
        number is None
        or number[0] != first + 2
        or number[1] > LATEST_DAY
        or the.text != "the"
        or cue.lower not in CUES["before_the_nth"]
        or not ends_phrase(tokens, number[0])
        or tokens[number[0]].lower in {"and", "or", "of"}
        or words_around(tokens, first, NEAR, NEAR) & CUES["ranked"]
    ):
        return None
    found = Found(first, number[0], "date", "date.bare_day")
    told = not MONTH_NAMES.isdisjoint(words_around(tokens, first, FAR))
    if context.published is not None and not told:
        step = 1 if looks_forward(tokens, first - 1, number[0]) else -1
        found.iso = _next_with(context.published, number[1], step)
    return found


def _next_with(published: date, number: int, step: int) -> str:
    """The nearest day with a number in its month, from publication back or ahead."""
    day = published
    while day.day != number:
        day += timedelta(days=step)
    return day.isoformat()


def ends_phrase(tokens: Tokens, at: int) -> bool:
    """Whether nothing that could be counted or ranked stands at a token."""
    token = tokens[at]
    return (
        token.gap == BROKEN or token.text in {".", ",", ";", "!", "?", ")"} or token.lower in STOP
    )


def weekday_with_day(context: Context, first: int, at: int, weekday: int) -> Found | None:
    """As in "Tuesday the 19th", "Mon 13th", "Friday 31.": the nearest such day of a month."""
    tokens, published = context.tokens, context.published
    the = tokens[at].lower == "the"
    number = ordinal_number(tokens, at + the)
    if number is None and not the:
        number = day_at(tokens, at)
        if number is not None and tokens[number[0]].lower in STOP | SUFFIXES:
            return None  # "on Friday 12 of them"
    if number is None or tokens[at].gap == BROKEN:
        return None
    # "On Monday, the sixth largest fall on record" is no sixth day.
    listed = the and tokens[at - 1].text == "," and tokens[at + 1].kind == "word"
    named = the and tokens[at + 1].kind == "number"  # "Friday the 13th"
    if listed or not (named or ends_phrase(tokens, number[0])):
        return None
    near = published and _nearest(published, number[1], weekday)
    if near is None and published is not None:
        return None
    iso = near.isoformat() if near else None
    return Found(first, number[0], "date", "date.weekday_the", iso=iso)


@lru_cache(maxsize=512)
def _nearest(published: date, number: int, weekday: int) -> date | None:
    days = (published + timedelta(days=shift) for shift in range(-NEAR_MONTH, NEAR_MONTH))
    same = [day for day in days if day.day == number and day.weekday() == weekday]
    return min(same, key=lambda day: abs(day - published), default=None)
