"""Reads a text from left to right and gives the rows of its numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers import (
    ages,
    clock,
    counts,
    dates,
    measures,
    ordinals,
    ratios,
    relative_dates,
    scores,
    years,
)
from transforms.extract.numbers.comparators import Comparator, comparator_of
from transforms.extract.numbers.context import Context
from transforms.extract.numbers.edtf import days_of
from transforms.extract.numbers.lexer import tokenize
from transforms.extract.numbers.names import name_at
from transforms.extract.numbers.numerals import FRACTIONS, SCALES, SEVERAL, SMALL, VAGUE
from transforms.extract.numbers.quantity import Quantity, fits, rounded
from transforms.extract.numbers.ratios import MULTIPLES
from transforms.extract.numbers.units import TIME_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.lexer import Token

    Rule = Callable[[Context, int], Found | None]

AMOUNT: tuple[Rule, ...] = (
    relative_dates.ago,
    ages.year_old,
    ages.decade_of_life,
    ages.in_apposition,
    scores.votes,
    ratios.one_in,
    ratios.times,
    counts.amount,
)
NUMBER_RULES: tuple[Rule, ...] = (
    dates.day_first,
    clock.clock,
    years.ordinal_period,
    ordinals.ordinal,
    years.year,
    scores.score,
    *AMOUNT,
)
KIND_RULES: Mapping[str, tuple[Rule, ...]] = {
    "number": NUMBER_RULES,
    "fraction": (counts.date_sign, ages.year_old, ratios.times, counts.amount),
    "clock": (clock.clock, clock.race_time),
    "numeric": (dates.numeric,),
    "sign": (counts.amount,),
    "dollar": (counts.amount,),
    "prefix": (counts.amount,),
    "code": (years.fiscal, years.quarter_name),
}


def behind_opener(context: Context, first: int) -> Found | None:
    """A range of days or hours behind "from" or "between", which is no part of it."""
    if context.tokens[first + 1].kind not in {"number", "clock"}:
        return None
    return (
        dates.day_first(context, first + 1)
        or clock.clock(context, first + 1)
        or years.year(context, first + 1)
    )


def _word_rules() -> dict[str, tuple[Rule, ...]]:
    """Which rules may begin with a word."""
    rules: dict[str, tuple[Rule, ...]] = {}

    def add(words: Sequence[str] | Mapping[str, object] | set[str], *some: Rule) -> None:
        for word in words:
            rules[word] = (*rules.get(word, ()), *some)

    add(dates.MONTHS, dates.month_first)
    for word in relative_dates.WEEKDAYS:
        add({word, word + "'s", word + "’s"}, relative_dates.weekday)
    for word in relative_dates.NAMED_DAYS:
        add({word, word + "'s", word + "’s"}, relative_dates.named_day)
    add(
        {"years", "months", "weeks", "days", "decades", "centuries", "hours"},
        relative_dates.decades_ago,
    )
    add({"decades", "centuries"}, counts.vague_years)
    add(dates.SEASONS, years.season)
    add({"fiscal", "financial"}, years.fiscal)
    add({"noon", "midday", "midnight"}, clock.clock)
    add({"aged"}, ages.aged)
    add({"age", "ages"}, ages.age_of)
    add({"under", "over", "below", "above"}, ages.under_age)
    add({"no", "number"}, ordinals.number_sign)
    add({"world"}, ordinals.world_war)
    add({"between"}, behind_opener, years.between, counts.amount)
    add({"from"}, behind_opener, counts.amount)
    add({"y"}, counts.amount)
    add({"magnitude", "magnitude-"}, counts.magnitude)
    add({"christmas", "boxing", "new", "valentine's", "valentine’s", "guy", "bastille", "armistice", "fourth"}, dates.holiday)
    add(ordinals.WORDS, dates.nth_weekday, dates.ordinal_of_month, years.ordinal_period, ordinals.ordinal)
    add({"last"}, dates.nth_weekday)
    add(relative_dates.SHIFTS, relative_dates.shifted_period)
    add(
        SMALL,
        clock.clock,
        years.ordinal_period,
        ordinals.ordinal,
        ages.year_old,
        *(rule for rule in AMOUNT if rule is not ages.year_old and rule is not counts.amount),
        ratios.fraction,
        counts.amount,
    )
    add(
        {word for word in dates.ORDINALS}
        | {"teens"}
        | {tens[:-1] + "ies" for tens in SMALL if tens.endswith("ty")},
        ages.decade_of_life,
    )
    add({tens[:-1] + "ies" for tens in SMALL if tens.endswith("ty")}, years.written_decade)
    add({"half"}, relative_dates.ago, counts.amount, ratios.fraction)
    add({"quarter"}, counts.amount)
    add(
        {"a", "an"},
        relative_dates.ago,
        ratios.times,
        ratios.one_in,
        counts.article,
        counts.amount,
        ratios.fraction,
    )
    add(VAGUE, counts.amount)
    add(SEVERAL, relative_dates.ago, counts.amount)
    add({scale for scale in SCALES if scale != "dozen"}, counts.amount)
    add(MULTIPLES, ratios.multiple)
    add({"minus"}, counts.amount)
    return rules


WORD_RULES = _word_rules()
# "a" and "an" begin a number only before these.
AFTER_ARTICLE = (
    frozenset(SCALES)
    | frozenset(TIME_UNITS)
    | frozenset(FRACTIONS)
    | {"few", "couple", "further", "mile", "percentage", "metre", "kilometre", "pound"}
)
ARTICLES = frozenset({"a", "an"})


def extract_quantities(text: str, published: date | None = None) -> list[Quantity]:
    """The numbers, amounts and dates of an English text, in their order and without overlap.

    Args:
        text: Any text; offsets count its code points.
        published: The calendar date of publication. Relative dates resolve on it; without it they
            keep their kind and have no ``iso``.

    Returns:
        One row for each number, as in docs/numbers.md.

    >>> for row in extract_quantities("More than 15 million people fled; talks lasted two hours."):
    ...     print(row.text, row.kind, row.value, row.unit, row.comparator, row.counted)
    15 million count 15000000 None gt people
    two hours duration 2 hour None None
    """
    tokens = tokenize(text)
    context = Context(tokens, published)
    found = _read(context)
    return [_row(text, tokens, each) for each in counts.without_tables(tokens, found)]


def _read(context: Context) -> list[Found]:
    tokens, found, at = context.tokens, [], 0
    while at < len(tokens):
        token = tokens[at]
        rules = KIND_RULES.get(token.kind) or WORD_RULES.get(token.lower)
        if rules is None and token.kind == "word" and tokens[at + 1].kind in {"number", "sign"}:
            rules = KIND_RULES["sign"]  # EUR 3.5m, US $84
        if rules is None or (token.lower in ARTICLES and tokens[at + 1].lower not in AFTER_ARTICLE):
            at += 1
            continue
        name = name_at(tokens, at)
        if name is not None:
            at = name
            continue
        each = next((one for rule in rules if (one := rule(context, at)) is not None), None)
        if each is None:
            at = counts.past(tokens, at)
            continue
        if each.kind == "date":
            each = dates.with_modifier(tokens, each, found[-1].end if found else 0)
        found.append(each)
        at = max(each.end, at + 1)
    return found


def _row(text: str, tokens: Sequence[Token], found: Found) -> Quantity:
    start, end = tokens[found.first].start, tokens[found.end - 1].end
    comparator = comparator_of(tokens, found)
    value, low, high, code = _bounds(found, comparator)
    rule_id = found.rule_id
    if not all(fits(each) for each in (value, low, high)):
        rule_id += ":out_of_range"
    days = days_of(found.iso) if found.iso and found.kind == "date" else None
    return Quantity(
        start_offset=start,
        end_offset=end,
        text=text[start:end],
        kind=found.kind,
        value=rounded(value),
        value_low=rounded(low),
        value_high=rounded(high),
        comparator=code,
        comparator_start_offset=tokens[comparator.first].start if comparator else None,
        comparator_end_offset=tokens[comparator.end - 1].end if comparator else None,
        unit=found.unit,
        iso=found.iso,
        date_start=days[0] if days else None,
        date_end=days[1] if days else None,
        counted=_phrase(text, tokens, found.counted),
        modifier=found.modifier,
        per=found.per,
        rule_id=rule_id,
    )


def _bounds(
    found: Found, comparator: Comparator | None
) -> tuple[Decimal | None, Decimal | None, Decimal | None, str | None]:
    """Value, lower and upper bound, and the comparator, as the scheme wants them."""
    value, code = found.value, found.comparator or (comparator.code if comparator else None)
    if value is None:
        return None, None, None, code
    if found.kind == "score":
        return value, value, found.high, None
    if found.vague:
        return None, value, None, "vague"
    if found.high is not None:
        return None, value, found.high, code or "range"
    if code in {"gt", "ge"}:
        return value, value, None, code
    if code in {"lt", "le"}:
        return value, None, value, code
    if code in {"approx", "approx_lt"}:
        return value, None, None, code
    return value, value, value, code


def _phrase(text: str, tokens: Sequence[Token], span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    return " ".join(text[tokens[span[0]].start : tokens[span[1] - 1].end].split())
