"""Which rules may begin with a token, in the order they are asked; the first that reads wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers import (
    ages,
    bare_ages,
    clock,
    counts,
    date_formats,
    date_parts,
    dates,
    days_of_month,
    feasts,
    ordinals,
    periods,
    ratios,
    relative_dates,
    scores,
    weekdays,
    years,
)
from transforms.extract.numbers.lexer import DASHES
from transforms.extract.numbers.money import PREFIX_WORDS
from transforms.extract.numbers.numerals import (
    FRACTIONS,
    LETTERS,
    SCALES,
    SEVERAL,
    SMALL,
    TENS,
    VAGUE,
    numeral_at,
)
from transforms.extract.numbers.ranges import OPENERS
from transforms.extract.numbers.units import TIME_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.lexer import Tokens

    Rule = Callable[[Context, int], Found | None]


def behind_opener(context: Context, first: int) -> Found | None:
    """A range of days, hours or years behind "from" or "between", which is no part of it."""
    if context.tokens[first + 1].kind not in {"number", "clock"}:
        return None
    return (
        dates.day_first(context, first + 1)
        or clock.clock(context, first + 1)
        or years.year(context, first + 1)
    )


# What digits may be by the word or sign directly behind them.
OF_DIGITS: tuple[Rule, ...] = (
    date_formats.named_month,
    dates.day_first,
    days_of_month.day_of_told_month,
    days_of_month.bare_day,
    clock.clock,
    periods.ordinal_period,
    ordinals.ordinal,
)
BEHIND_DIGITS = dates.BEFORE_MONTH | clock.AFTER_HOUR | date_parts.SUFFIXES | {"/"}


def of_digits(context: Context, first: int) -> Found | None:
    """A day, a time or a rank; nine numbers of ten are not asked."""
    if context.tokens[first + 1].lower not in BEHIND_DIGITS:
        return None
    return first_found(OF_DIGITS, context, first)


# What any number may be, in digits or words.
ANY_NUMBER: tuple[Rule, ...] = (
    relative_dates.ago,
    weekdays.weekdays_away,
    ages.year_old,
    bare_ages.in_apposition,
    scores.votes,
    ratios.one_in,
    ratios.times,
)
# All but the fourth need one of these behind the numeral.
BEHIND_NUMERAL = (
    frozenset(TIME_UNITS)
    | frozenset(word + "s" for word in date_parts.WEEKDAYS)
    | frozenset(LETTERS)
    | frozenset(DASHES)
    | scores.CUES["votes"]
    | {"of", "to", "or", "against", "in", "out", "times", "fold", "x"}
)


def any_number(context: Context, first: int) -> Found | None:
    """A past date, an age, a vote or a ratio."""
    numeral = numeral_at(context.tokens, first)
    if numeral is not None and context.tokens[numeral.end].lower not in BEHIND_NUMERAL:
        return bare_ages.in_apposition(context, first)
    return first_found(ANY_NUMBER, context, first)


BY_KIND: Mapping[str, tuple[Rule, ...]] = {
    "number": (
        counts.too_large,
        of_digits,
        years.year,
        scores.score,
        any_number,
        counts.amount,
    ),
    "fraction": (
        counts.date_sign,
        date_formats.month_and_day,
        relative_dates.ago,
        ages.year_old,
        ratios.times,
        counts.amount,
    ),
    "clock": (clock.clock, clock.race_time),
    "numeric": (date_formats.numeric,),
    "sign": (counts.amount,),
    "dollar": (counts.amount,),
    "prefix": (counts.amount,),
    "code": (years.fiscal, periods.quarter_name, date_formats.glued_day),
}

DECADES = {word[:-1] + "ies" for word in TENS}
ARTICLES = frozenset({"a", "an"})
# "a" and "an" begin a number only before these.
AFTER_ARTICLE = (
    frozenset(SCALES) | frozenset(TIME_UNITS) | frozenset(FRACTIONS) | frozenset(SEVERAL)
)

WORDS_AND_RULES: tuple[tuple[Iterable[str], tuple[Rule, ...]], ...] = (
    (date_parts.MONTHS, (date_formats.named_month, dates.month_first)),
    (weekdays.WEEKDAY_WORDS, (weekdays.weekday,)),
    (weekdays.NAMED_DAY_WORDS, (weekdays.named_day,)),
    (relative_dates.UNITS_AGO, (relative_dates.units_ago,)),
    (counts.VAGUE_YEARS, (counts.vague_years,)),
    (date_parts.SEASONS, (periods.season, relative_dates.season_of_now)),
    (("weekend",), (relative_dates.the_weekend,)),
    (("fiscal", "financial"), (years.fiscal,)),
    (("noon", "midday", "midnight"), (clock.clock,)),
    (("aged",), (ages.aged,)),
    (("age", "ages"), (ages.age_of,)),
    (ages.BOUNDS, (ages.under_age,)),
    (("no", "number"), (ordinals.number_sign,)),
    (("world",), (ordinals.world_war,)),
    (("between",), (behind_opener, years.between, counts.amount)),
    (("from",), (behind_opener, counts.amount)),
    (PREFIX_WORDS, (counts.amount,)),
    (("magnitude",), (counts.magnitude,)),
    (feasts.FEAST_WORDS, (feasts.feast,)),
    (
        ordinals.WORDS,
        (
            feasts.nth_weekday,
            dates.ordinal_of_month,
            days_of_month.day_of_told_month,
            periods.ordinal_period,
            ordinals.ordinal,
        ),
    ),
    (("last", "final"), (feasts.nth_weekday, feasts.last_day)),
    (days_of_month.SHIFTS, (relative_dates.shifted_period,)),
    (relative_dates.PERIODS, (relative_dates.part_of_period,)),
    (
        SMALL,
        (
            clock.clock,
            dates.ordinal_of_month,
            days_of_month.day_of_told_month,
            periods.ordinal_period,
            ordinals.ordinal,
            any_number,
            counts.fraction_of_unit,
            ratios.fraction,
            counts.amount,
        ),
    ),
    (DECADES, (ages.decade_of_life, periods.written_decade)),
    (("teens",), (ages.decade_of_life,)),
    (("half",), (clock.clock, relative_dates.ago, counts.amount, ratios.fraction)),
    (("quarter",), (clock.clock, counts.amount)),
    (("minus",), (counts.amount,)),
    (
        ARTICLES,
        (
            relative_dates.ago,
            ratios.times,
            ratios.one_in,
            counts.article,
            counts.amount,
            ratios.fraction,
        ),
    ),
    (VAGUE, (counts.amount,)),
    (SEVERAL, (relative_dates.ago, counts.amount)),
    (set(SCALES) - {"dozen"}, (counts.amount,)),
    (ratios.MULTIPLES, (ratios.multiple,)),
)


def _by_word() -> dict[str, tuple[Rule, ...]]:
    rules: dict[str, tuple[Rule, ...]] = {}
    for words, some in WORDS_AND_RULES:
        for word in words:
            rules[word] = (*rules.get(word, ()), *some)
    return rules


BY_WORD = _by_word()


# Words that begin many a number, and many a phrase that is none.
OFTEN_IDLE = ARTICLES | OPENERS


def is_idle(tokens: Tokens, at: int) -> bool:
    """Whether such a word begins no number, by the word behind it."""
    word, behind = tokens[at].lower, tokens[at + 1]
    if word in ARTICLES:
        return behind.lower not in AFTER_ARTICLE
    return behind.kind not in BY_KIND and behind.lower not in BY_WORD


def first_found(rules: tuple[Rule, ...], context: Context, first: int) -> Found | None:
    """What the first of some rules reads that can read at a token, or null."""
    for rule in rules:
        found = rule(context, first)
        if found is not None:
            return found
    return None


# A sentence with no digit and none of these words holds no number: all other openers need one.
TELLTALES = frozenset(
    spelling.encode()
    for words in (
        date_parts.MONTHS,
        date_parts.WEEKDAYS,
        date_parts.SEASONS,
        weekdays.NAMED_DAYS,
        weekdays.DAYPARTS,
        TIME_UNITS,
        counts.VAGUE_YEARS,
        DECADES,
        SMALL,
        SCALES,
        VAGUE,
        FRACTIONS,
        ordinals.WORDS,
        ratios.MULTIPLES,
        feasts.BARE,
        ("weekend", "noon", "midday", "midnight", "teens", "II", "eve"),
    )
    for word in words
    for spelling in (word, word.capitalize(), word.upper())
) - {b"may", b"march", b"mar", b"sep", b"dec", b"jan", b"sun", b"sat", b"mon", b"wed", b"fri"}
