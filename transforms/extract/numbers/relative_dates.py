"""Dates told from the day of publication: "last week", "the spring", "three years ago"."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_forward
from transforms.extract.numbers.date_modifiers import MODIFIERS
from transforms.extract.numbers.date_parts import MONTHS, SEASONS, WEEKDAYS, month_at, year_at
from transforms.extract.numbers.dates import month_first
from transforms.extract.numbers.days_of_month import SHIFTS
from transforms.extract.numbers.edtf import SEASON_MONTHS, shifted, weekend_of
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import BROKEN, SPACED
from transforms.extract.numbers.measures import measure_at
from transforms.extract.numbers.noun_phrases import STOP, VERBS
from transforms.extract.numbers.numerals import SEVERAL, numeral_at
from transforms.extract.numbers.units import TIME_UNITS, time_unit_at
from transforms.extract.numbers.vocabulary import words
from transforms.extract.numbers.weekdays import WEEK, day_from, weekday_of_week

if TYPE_CHECKING:
    from datetime import date

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

PERIODS = ("week", "month", "quarter", "year", "decade", "century")
UNITS_AGO = frozenset({"years", "months", "weeks", "days", "decades", "centuries", "hours"})
SPRING, WINTER, SATURDAY = 21, 24, 5
CUES = words("cues", "dates")
ARTICLES = frozenset({"a", "an"})
FARTHEST = 10_000  # units that "ago" may go back


def shifted_period(context: Context, first: int) -> Found | None:
    """As in "last week", "this year", "next month", "last summer", "last May", "this weekend"."""
    tokens = context.tokens
    shift = SHIFTS.get(tokens[first].lower)
    if shift is None or tokens[first + 1].gap == BROKEN:
        return None
    at, published = first + 1, context.published
    token = tokens[at]
    word = token.lower.removesuffix("'s").removesuffix("’s")
    if word in WEEKDAYS:
        return None  # read from the weekday on
    if (
        tokens[first].lower in {"current", "following", "previous", "past", "coming"}
        and word not in TIME_UNITS
        and word != "quarter"
    ):
        return None
    if word == "weekend":
        iso = weekend_of(published + timedelta(days=WEEK * shift)) if published else None
        return Found(first, at + 1, "date", "date.weekend", iso=iso)
    if word in {"night", "evening", "morning", "afternoon"}:
        # "The next morning" is told from a day of the text.
        iso = day_from(published, shift) if shift <= 0 else None
        return Found(first, at + 1, "date", "date.daypart", iso=iso, modifier=word)
    if word in SEASONS:
        return Found(
            first, at + 1, "date", "date.season", iso=_season(published, SEASONS[word], shift)
        )
    if word in MONTHS and token.text[0].isupper():
        return _shifted_month(context, first, shift)
    unit = TIME_UNITS.get(word)
    if (
        unit is None
        or word.endswith("s")
        or (unit.name in {"second", "minute", "hour", "day"} and word != "day")
    ) and word not in {"quarter", "fiscal", "financial"}:
        return None
    return _shifted_unit(context, first, shift, word)


def part_of_period(context: Context, first: int) -> Found | None:
    """The year in "by the end of the year", the week in "later in the week"."""
    tokens = context.tokens
    if tokens[first - 1].lower != "the" or tokens[first].gap != SPACED:
        return None
    part = MODIFIERS.before(tokens, first - 1)
    if part is None or tokens[first + 1].lower in {"of", "in"} or year_at(tokens, first + 1):
        return None
    published, unit = context.published, tokens[first].lower
    iso = shifted(published, unit, 0) if published else None
    start = part[0] + (tokens[part[0]].lower == "the")
    return Found(start, first + 1, "date", f"date.part_of_{unit}", iso=iso, modifier=part[1])


def _shifted_unit(context: Context, first: int, shift: int, word: str) -> Found | None:
    tokens, published = context.tokens, context.published
    at = first + 1
    if word in {"fiscal", "financial"}:
        if tokens[at + 1].lower != "year":
            return None
        at, word = at + 1, "year"
    if word == "quarter" and tokens[first].lower == "last" and tokens[at + 1].lower == "of":
        year = year_at(tokens, at + 2)
        if year is not None:
            return Found(first, year[0], "date", "date.quarter", iso=f"{year[1]:04}-Q4")
    name = "quarter" if word == "quarter" else TIME_UNITS[word].name
    if name == "day" or word == "fortnight":
        return None
    if tokens[at + 1].lower == "of" and name == "week":  # "the last week of July"
        return None
    named = _weekday_behind(tokens, at + 1) if name == "week" else None
    if named is not None and tokens[first].lower not in {"past", "following", "previous"}:
        iso = weekday_of_week(published, named[1], shift)
        return Found(first, named[0], "date", "date.weekday_of_week", iso=iso)
    if tokens[first].lower in {"past", "following", "previous"}:
        return Found(first, at + 1, "date", f"date.{tokens[first].lower}_{name}")
    iso = shifted(published, name, shift) if published else None
    return Found(first, at + 1, "date", f"date.{name}", iso=iso)


def _weekday_behind(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The weekday in "next week on Tuesday", "this week Monday"."""
    at += tokens[at].lower == "on"
    number = WEEKDAYS.get(tokens[at].lower)
    if number is None or tokens[at].gap != SPACED or not tokens[at].text[0].isupper():
        return None
    return (at + 1, number) if month_at(tokens, at + 1) is None else None


def _season(published: date | None, number: int, shift: int) -> str | None:
    """A season of the year in which it begins: last winter is that of last December."""
    if published is None:
        return None
    begins = SEASON_MONTHS[str(number)]
    in_winter = number == WINTER and published.month < SEASON_MONTHS[str(SPRING)]
    year = published.year - in_winter
    if shift < 0 and not in_winter and published.month < begins + 3:
        year -= 1
    elif shift > 0 and (in_winter or published.month >= begins):
        year += 1
    return f"{year:04}-{number}"


def season_of_now(context: Context, first: int) -> Found | None:
    """As in "in the spring": the latest one that had begun, or the next one."""
    tokens, published = context.tokens, context.published
    number, after = SEASONS.get(tokens[first].lower), tokens[first + 1]
    told = [token.lower for token in tokens[max(0, first - 2) : first]]
    if number is None or told[1:] != ["the"] or told[0] not in CUES["before_the"]:
        return None
    if after.kind == "word" and after.gap != BROKEN and after.lower not in STOP | VERBS:
        return None
    begun = published is not None and published.month >= SEASON_MONTHS[str(number)]
    shift = 1 if looks_forward(tokens, first, first + 1) else 0 if begun else -1
    iso = _season(published, number, shift)
    return Found(first, first + 1, "date", "date.season_of_now", iso=iso)


def the_weekend(context: Context, first: int) -> Found | None:
    """As in "over the weekend": the latest one that had begun, or the coming one."""
    tokens, published = context.tokens, context.published
    told = [token.lower for token in tokens[max(0, first - 2) : first]]
    if told[1:] != ["the"] or told[0] not in CUES["before_the"]:
        return None
    iso = None
    if published is not None:
        coming = looks_forward(tokens, first, first + 1) or published.weekday() >= SATURDAY
        iso = weekend_of(published if coming else published - timedelta(days=WEEK))
    return Found(first, first + 1, "date", "date.the_weekend", iso=iso)


def _shifted_month(context: Context, first: int, shift: int) -> Found | None:
    """As in "last May", "next June", "this April"."""
    named = month_at(context.tokens, first + 1)
    if named is None:
        return None
    end, month = named
    day = month_first(context, first + 1)
    if day is not None and day.rule_id != "date.month":
        day.first = first
        return day
    published = context.published
    if published is None:
        return Found(first, end, "date", "date.month")
    if shift < 0:
        year = published.year if month < published.month else published.year - 1
    elif shift > 0:
        year = published.year if month > published.month else published.year + 1
    else:
        year = published.year
    return Found(first, end, "date", "date.month", iso=f"{year:04}-{month:02}")


def ago(context: Context, first: int) -> Found | None:
    """As in "three years ago", "a week ago", "two months from now", "a year earlier"."""
    tokens = context.tokens
    counted = _units_away(tokens, first)
    read = time_unit_at(tokens, counted[0]) if counted else None
    if counted is None or read is None or tokens[read[0]].gap == BROKEN:
        return None
    end, unit = read
    count, following = counted[1], tokens[end].lower
    if following == "and":
        return _compound_ago(context, first)
    if following in {"earlier", "previously"} and tokens[first].lower in ARTICLES:
        return Found(first, end + 1, "date", "date.earlier")
    from_now = following == "from" and tokens[end + 1].lower in {"now", "today"}
    ahead = from_now or following == "hence"
    if following != "ago" and not ahead:
        return None
    found = Found(first, end + 1 + from_now, "date", "date.from_now" if ahead else "date.ago")
    if context.published is not None and count is not None:
        times = count * unit.times if ahead else -count * unit.times
        found.iso = shifted(context.published, unit.name, times)
    return found


def _compound_ago(context: Context, first: int) -> Found | None:
    """As in "two years and three months ago": no finer than the smaller unit."""
    measure = measure_at(context.tokens, first)
    if measure is None or measure.rule_id != "duration.compound" or measure.unit is None:
        return None
    if context.tokens[measure.end].lower != "ago" or not measure.value < FARTHEST:
        return None
    published, away = context.published, -int(measure.value)
    iso = shifted(published, measure.unit, away) if published else None
    return Found(first, measure.end + 1, "date", "date.ago", iso=iso)


def _units_away(tokens: Tokens, first: int) -> tuple[int, int | None] | None:
    """One past how many units, and how many; null where they are vague: "several years"."""
    if tokens[first].lower in ARTICLES and tokens[first + 1].lower not in CUES["many"]:
        return first + 1, 1
    numeral = numeral_at(tokens, first)
    if numeral is None:
        few = first + (tokens[first].lower in ARTICLES)
        end = few + 1 + (tokens[few + 1].lower == "of")
        return (end, None) if tokens[few].lower in SEVERAL else None
    if not numeral.value < FARTHEST:
        return None
    return numeral.end, None if numeral.style == "vague" else int(numeral.value)


def units_ago(context: Context, first: int) -> Found | None:
    """A date of the past without a year: "decades ago"."""
    if context.tokens[first + 1].lower != "ago":
        return None
    return Found(first, first + 2, "date", "date.ago")
