"""Which rules may begin with a token, in the order they are asked; the first that reads wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers import (
    ages,
    bare_ages,
    clock,
    counts,
    date_parts,
    dates,
    feasts,
    ordinals,
    periods,
    ratios,
    relative_dates,
    scores,
    weekdays,
    years,
)
from transforms.extract.numbers.money import PREFIX_WORDS
from transforms.extract.numbers.numerals import FRACTIONS, SCALES, SEVERAL, SMALL, TENS, VAGUE
from transforms.extract.numbers.units import TIME_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.found import Found

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


# What any number may be, in digits or words.
ANY_NUMBER: tuple[Rule, ...] = (
    relative_dates.ago,
    ages.year_old,
    bare_ages.in_apposition,
    scores.votes,
    ratios.one_in,
    ratios.times,
)

BY_KIND: Mapping[str, tuple[Rule, ...]] = {
    "number": (
        counts.too_large,
        dates.day_first,
        clock.clock,
        periods.ordinal_period,
        ordinals.ordinal,
        years.year,
        scores.score,
        *ANY_NUMBER,
        counts.amount,
    ),
    "fraction": (counts.date_sign, relative_dates.ago, ages.year_old, ratios.times, counts.amount),
    "clock": (clock.clock, clock.race_time),
    "numeric": (dates.numeric,),
    "sign": (counts.amount,),
    "dollar": (counts.amount,),
    "prefix": (counts.amount,),
    "code": (years.fiscal, periods.quarter_name),
}

DECADES = {word[:-1] + "ies" for word in TENS}
ARTICLES = frozenset({"a", "an"})
# "a" and "an" begin a number only before these.
AFTER_ARTICLE = (
    frozenset(SCALES) | frozenset(TIME_UNITS) | frozenset(FRACTIONS) | frozenset(SEVERAL)
)

WORDS_AND_RULES: tuple[tuple[Iterable[str], tuple[Rule, ...]], ...] = (
    (date_parts.MONTHS, (dates.month_first,)),
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
        (feasts.nth_weekday, dates.ordinal_of_month, periods.ordinal_period, ordinals.ordinal),
    ),
    (("last",), (feasts.nth_weekday,)),
    (weekdays.SHIFTS, (relative_dates.shifted_period,)),
    (relative_dates.PERIODS, (relative_dates.part_of_period,)),
    (
        SMALL,
        (
            clock.clock,
            dates.ordinal_of_month,
            periods.ordinal_period,
            ordinals.ordinal,
            *ANY_NUMBER,
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


def first_found(context: Context, first: int) -> Found | None:
    """What the first rule reads that can read at a token, or null."""
    token = context.tokens[first]
    for rule in BY_KIND.get(token.kind) or BY_WORD.get(token.lower, ()):
        found = rule(context, first)
        if found is not None:
            return found
    return None


# A sentence with no digit and none of these words holds no number: all other openers need one.
TELLTALES = frozenset(
    spelling
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
) - {"may", "march", "mar", "sep", "dec", "jan", "sun", "sat", "mon", "wed", "fri"}
