"""Days that have a name, or a number among the weekdays of their month."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import CALENDAR, WEEKDAYS, month_at, ordinal_word
from transforms.extract.numbers.dates import month_first, year_after, year_of_day
from transforms.extract.numbers.days_of_month import SHIFTS, told_month
from transforms.extract.numbers.edtf import shift_months
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import BROKEN, tokenize
from transforms.extract.numbers.noun_phrases import STOP, VERBS
from transforms.extract.numbers.vocabulary import Phrases, words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

FEASTS = Phrases(
    CALENDAR["feasts"]
    | {name.replace("'", "’"): day for name, day in CALENDAR["feasts"].items() if "'" in name}
)
FEAST_WORDS = frozenset(token.lower for name in CALENDAR["feasts"] for token in tokenize(name)[:1])
CUES = words("cues", "dates")
BARE = words("calendar", "bare_feasts")["names"]
WHOLE_MONTHS = frozenset({"date.month", "date.month_year", "date.month_of_year"})
SHORTEST_VERB = 4  # letters of one in -ed
MIDDLE = 15  # of a month


def nth_weekday(context: Context, first: int) -> Found | None:
    """A weekday counted in its month: "the first Monday in October", "last Friday of June"."""
    tokens, published = context.tokens, context.published
    last = tokens[first].lower == "last"
    read = (first + 1, -1) if last else ordinal_word(tokens, first)
    if (
        read is None
        or tokens[read[0]].lower not in WEEKDAYS
        or tokens[read[0] + 1].lower not in {"in", "of"}
    ):
        return None
    weekday, at = WEEKDAYS[tokens[read[0]].lower], read[0] + 2
    told = told_month(tokens, at, published)
    if told is not None and told[1] is not None:
        return _nth_found(first, told[0], told[1], (weekday, read[1]))
    named = month_at(tokens, at)
    if named is None:
        return None
    year, end = year_after(tokens, named[0])
    if year is None:
        year = year_of_day(context, first, end, (named[1], MIDDLE))
    if year is None:
        return Found(first, end, "date", "date.nth_weekday")
    return _nth_found(first, end, date(year, named[1], 1), (weekday, read[1]))


def _nth_found(first: int, end: int, month: date, which: tuple[int, int]) -> Found:
    day = _nth(month.year, month.month, *which)
    iso = day.isoformat() if day else None
    return Found(first, end, "date", "date.nth_weekday", iso=iso)


def _nth(year: int, month: int, weekday: int, count: int) -> date | None:
    days = [day for week in calendar.Calendar().monthdays2calendar(year, month) for day in week]
    matching = [day for day, name in days if day and name == weekday]
    if count > len(matching):
        return None
    return date(year, month, matching[count - 1 if count > 0 else -1])


def last_day(context: Context, first: int) -> Found | None:
    """As in "the last day of February", "the last day of next month"."""
    tokens = context.tokens
    if [token.lower for token in tokens[first + 1 : first + 3]] != ["day", "of"]:
        return None
    told = told_month(tokens, first + 3, context.published)
    if told is not None:
        end, month = told
    else:
        named = month_first(context, first + 3) if month_at(tokens, first + 3) else None
        if named is None or named.rule_id not in WHOLE_MONTHS:
            return None
        end, month = named.end, date.fromisoformat(f"{named.iso}-01") if named.iso else None
    iso = f"{shift_months(month, 1) - timedelta(days=1)}" if month else None
    return Found(first, end, "date", "date.last_day", iso=iso)


def feast(context: Context, first: int) -> Found | None:
    """A feast, on a fixed day or one that moves: "Christmas Eve", "Good Friday"."""
    tokens = context.tokens
    read = FEASTS.at(tokens, first)
    if read is None:
        return None
    end, rule = read
    year, end = year_after(tokens, end)
    name = " ".join(token.lower for token in tokens[first : read[0]])
    dated = year is not None or tokens[first - 1].lower in CUES["before_feast"]
    named = " " in name and tokens[first - 1].lower not in {"a", "an"}  # "a thanksgiving day"
    if not (tokens[first].text[0].isupper() or dated or named):
        return None  # "in thanksgiving for"
    if year is None and name in BARE and not _stands_alone(tokens, end):
        return None
    shift = SHIFTS.get(tokens[first - 1].lower) if year is None else None
    found = Found(first if shift is None else first - 1, end, "date", "date.feast")
    if year is None:
        year = _nearest_year(context, found, rule, shift)
    day = _feast_day(rule, year) if year is not None else None
    found.iso = day.isoformat() if day else None
    return found


def _stands_alone(tokens: Tokens, end: int) -> bool:
    """Whether a feast is a day here, and no part of a name: "Christmas cards"."""
    token = tokens[end]
    verb = token.lower in VERBS or (token.lower.endswith("ed") and len(token.text) > SHORTEST_VERB)
    return token.kind not in {"word", "dash"} or token.gap == BROKEN or verb or token.lower in STOP


def _nearest_year(context: Context, found: Found, rule: str, shift: int | None) -> int | None:
    published = context.published
    this = _feast_day(rule, published.year) if published else None
    if published is None or this is None:
        return None
    if shift is None:
        return year_of_day(context, found.first, found.end, (this.month, this.day))
    if shift < 0:
        return published.year - (this >= published)
    return published.year + (shift > 0 and this <= published)


def _feast_day(rule: str, year: int) -> date | None:
    """The day of a feast in a year: "12-25", "easter -2", "11 thursday 4"."""
    name, *rest = rule.split()
    if name == "easter":
        return easter(year) + timedelta(days=int(rest[0]))
    if rest:
        return _nth(year, int(name), WEEKDAYS[rest[0]], int(rest[1]))
    month, _, day = name.partition("-")
    return date(year, int(month), int(day))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Nature, 1876).

    >>> [f"{easter(year):%d %B}" for year in (2000, 2024, 2025)]
    ['23 April', '31 March', '20 April']
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, quarter = divmod(century, 4)
    lunar = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - lunar + 15) % 30
    weekday = (32 + 2 * quarter + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
