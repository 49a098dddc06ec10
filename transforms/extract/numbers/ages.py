"""Ages: "34-year-old", "aged 19", ", 62,", "in their 60s", "under the age of five"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import STOP, VERBS, singular_phrase
from transforms.extract.numbers.numerals import TENS, numeral_at
from transforms.extract.numbers.ranges import range_at
from transforms.extract.numbers.units import TIME_UNITS, duration_iso
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "ages")
OLDEST = 125
ADULT_TEAM = 24  # years
YEAR = TIME_UNITS["year"]
BOUNDS = {"under": "lt", "below": "lt", "over": "gt", "above": "gt"}


def year_old(context: Context, first: int) -> Found | None:
    """As in "34-year-old", "six years old", "10-month-old", "12 to 15-year-olds"."""
    tokens = context.tokens
    read = range_at(tokens, first)
    if read is None:
        return None
    measure, upper, start = read
    last = upper or measure
    if upper is not None and last.kind == "count" and tokens[last.end].lower in CUES["groups"]:
        return Found(
            start, last.end, "age", "age.group", value=measure.value, high=upper.value, unit="year"
        )
    if last.time is None or last.time.name not in {"year", "month", "week", "day"}:
        return None
    end = _old(tokens, last.end)
    if end is None:
        return None
    found = Found(
        start if upper else measure.first,
        end,
        "age",
        "age.years_old",
        value=measure.value,
        high=upper.value if upper else None,
        unit=last.time.name,
    )
    if upper is None and measure.numeral.style != "vague":
        found.iso = duration_iso(measure.numeral.value, last.time)
    if last.joined and tokens[end - 1].lower == "old" and _is_described(tokens, start, end):
        stop = singular_phrase(tokens, end, one=tokens[start - 1].lower in {"a", "an"})
        found.counted = (end, stop) if stop else None
    return found


def _is_described(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a noun follows: "a 24-year-old striker", but "the 24-year-old plays for"."""
    word, following = tokens[end], tokens[end + 1]
    ends = following.kind != "word" or following.gap == BROKEN or following.lower in STOP
    verb = word.lower.endswith(("ed", "ing")) or (
        word.lower.endswith("s") and tokens[start - 1].lower in {"a", "an", "the", "this"}
    )
    return word.gap == SPACED and not (ends and verb)


def _old(tokens: Tokens, at: int) -> int | None:
    """One past "-old", "old", "-olds", "of age"."""
    step = at
    if tokens[step].kind == "dash" and tokens[step].gap == ADJACENT:
        step += 1
    if tokens[step].lower in {"old", "olds", "old's", "old’s"} and tokens[step].gap != BROKEN:
        return step + 1
    if tokens[at].lower == "of" and tokens[at + 1].lower == "age":
        return at + 2
    return None


def aged(context: Context, first: int) -> Found | None:
    """As in "aged 19", "aged between 18 and 60", "aged 5 to 11", "aged under 35"."""
    tokens = context.tokens
    at = first + 1
    bound = BOUNDS.get(tokens[at].lower)
    if tokens[at].lower in {"just", "only", "about", "around"}:
        at += 1
    if bound:
        at += 1
    read = range_at(tokens, at)
    if read is None:
        return _in_sixties(tokens, at, first)
    measure, upper, _ = read
    last = upper or measure
    if last.kind not in {"count", "duration"} or not measure.value < OLDEST:
        return None
    unit = last.unit or "year"
    found = Found(
        first,
        last.end,
        "age",
        "age.aged",
        value=measure.value,
        high=upper.value if upper else None,
        unit=unit,
        comparator=bound,
    )
    if upper is None and unit == "year":
        found.iso = duration_iso(measure.value, YEAR)
    return found


def _in_sixties(tokens: Tokens, at: int, first: int) -> Found | None:
    return None if at == first else _decade_of_life(tokens, at)


def age_of(context: Context, first: int) -> Found | None:
    """As in "at the age of 91", "over the age of 21", "age 12", "ages 5 to 11"."""
    tokens = context.tokens
    at = first + 1
    if tokens[at].lower in {"of", "group", ":"}:
        at += 1
    at += tokens[at].lower in {"just", "only", "about", "around"}
    if tokens[at].kind not in {"number", "word"} or tokens[at].gap == BROKEN:
        return None
    read = range_at(tokens, at)
    if (
        read is None
        or (read[1] or read[0]).kind not in {"count", "duration"}
        or not read[0].value < OLDEST
    ):
        return None
    measure, upper, _ = read
    last = upper or measure
    if last.unit not in {None, "year", "month"}:
        return None
    found = Found(
        measure.first,
        last.end,
        "age",
        "age.age_of",
        value=measure.value,
        high=upper.value if upper else None,
        unit=last.unit or "year",
    )
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    if before[-1:] == ["the"] and before[:1] and before[0] in {"under", "below", "over", "above"}:
        found.comparator = BOUNDS[before[0]]
    if upper is None:
        found.iso = duration_iso(measure.value, TIME_UNITS[last.unit or "year"])
    return found


def decade_of_life(context: Context, first: int) -> Found | None:
    """As in "in their 60s", "her late twenties"."""
    return _decade_of_life(context.tokens, first)


def _decade_of_life(tokens: Tokens, first: int) -> Found | None:
    before = tokens[first - 1].lower
    part = before if before in {"early", "mid", "late"} else None
    owner = tokens[first - 1 - (part is not None)]
    if owner.kind == "dash":
        owner, part = tokens[first - 3], "mid"
    if owner.lower not in CUES["owners"] and (
        part is None or owner.lower == "the" or len(tokens[first].text) != 2
    ):
        return None
    read = _years_of_life(tokens, first)
    if read is None:
        return None
    end, low, high = read
    found = Found(first, end, "age", "age.decade_of_life", value=low, high=high, unit="year")
    found.modifier = part
    return found


def _years_of_life(tokens: Tokens, first: int) -> tuple[int, Decimal, Decimal] | None:
    """One past "60s", "sixties" or "teens", and the years that they span."""
    token, end = tokens[first], first + 1
    if token.lower == "teens":
        return end, Decimal(13), Decimal(19)
    if token.kind == "number" and re.fullmatch("[1-9]0", token.text):
        suffix = tokens[end]
        if suffix.text in {"'", "’"}:
            end, suffix = end + 1, tokens[end + 1]
        if suffix.lower not in {"s", "'s", "’s"} or suffix.gap != ADJACENT:
            return None
        return end + 1, Decimal(token.text), Decimal(token.text) + 9
    low = TENS.get(token.lower.removesuffix("ies") + "y")
    return (end, low, low + 9) if low is not None else None


def under_age(context: Context, first: int) -> Found | None:
    """As in "children under five", "over-60s", "the under-25s"."""
    tokens = context.tokens
    bound = BOUNDS.get(tokens[first].lower)
    if bound is None:
        return None
    hyphen = tokens[first + 1].kind == "dash"
    at = first + 2 if hyphen else first + 1
    numeral = numeral_at(tokens, at)
    if (
        numeral is None
        or numeral.scale != 1
        or not 0 < numeral.value < OLDEST
        or tokens[at].gap == BROKEN
    ):
        return None
    people = tokens[first - 1].lower in CUES["people"]
    suffix = tokens[numeral.end]
    plural = suffix.text in {"s", "'s", "’s"} and suffix.gap == ADJACENT
    named = plural and (hyphen or tokens[first - 1].lower == "the")
    # The teams of sport: "the Under-21 international".
    named = named or (hyphen and tokens[first].text == "Under" and numeral.value < ADULT_TEAM)
    if not named and not (people and _ends_phrase(tokens, numeral.end)):
        return None
    return Found(
        at,
        numeral.end,
        "age",
        "age.bound",
        value=numeral.value,
        unit="year",
        iso=duration_iso(numeral.value, YEAR),
        comparator=bound,
    )


def _ends_phrase(tokens: Tokens, at: int) -> bool:
    token = tokens[at]
    return (
        token.kind not in {"word", "number", "sign"}
        or token.gap == BROKEN
        or token.lower in STOP
        or token.lower in VERBS
    )
