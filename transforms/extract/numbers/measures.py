"""Reads an amount with its unit, and the range of two of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers import money, units
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED, remembered
from transforms.extract.numbers.noun_phrases import plural_phrase, rate_at
from transforms.extract.numbers.numerals import (
    FRACTIONS,
    LETTERS,
    SCALES,
    UNITS,
    Numeral,
    lettered_numeral_at,
    numeral_at,
)
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Tokens

ONE = Decimal(1)
HALF = Decimal("0.5")
# Smaller units that may follow: 6ft 4in, 7lb 3oz; the value is given in the smaller one.
SMALLER = {("ft", "inch"): 12, ("lb", "oz"): 16, ("stone", "lb"): 14}
SMALLER_TIMES = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
}
CUES = words("cues", "measures")
UNIT_STARTS = units.STARTS | money.STARTS


class Measure(NamedTuple):
    """An amount with its unit: the parts of a row, and what a range needs to know."""

    first: int
    end: int
    kind: str
    unit: str | None
    value: Decimal
    numeral: Numeral
    rule_id: str
    factor: Decimal = ONE
    per: str | None = None
    joined: bool = False  # 30-day: the noun behind is what it measures
    time: units.TimeUnit | None = None


@remembered
def measure_at(tokens: Tokens, first: int) -> Measure | None:
    """The amount that begins at a token: "$1.2bn", "5 per cent", "three hours", "14"."""
    if tokens[first].kind not in {"number", "fraction"}:
        before = money.currency_before(tokens, first)
        if before is not None:
            return _money_with_sign(tokens, first, before)
    numeral = numeral_at(tokens, first)
    if numeral is None:
        return fraction_of_unit_at(tokens, first)
    return _with_unit(tokens, numeral)


def _money_with_sign(tokens: Tokens, first: int, currency: money.Currency) -> Measure | None:
    numeral = lettered_numeral_at(tokens, currency.at)
    if numeral is None or numeral.style not in {"digits", "fraction", "words"}:
        return None
    end = numeral.end
    if tokens[end].text in {"US", "Cdn", "CAD", "USD"} and tokens[end].gap == SPACED:  # "$500 US"
        code = "CAD" if tokens[end].text in {"Cdn", "CAD"} else "USD"
        currency, end = currency._replace(code=code), end + 1
    elif tokens[end].lower == "dollars" and tokens[end].gap == SPACED:
        end += 1
    measure = Measure(first, end, "money", currency.code, numeral.value, numeral, "money.sign")
    return _with_rate(tokens, measure)


def _with_rate(tokens: Tokens, measure: Measure) -> Measure:
    rate = rate_at(tokens, measure.end)
    if rate is None:
        return measure
    end = measure.end if rate[1] == "each" else rate[0]
    return measure._replace(end=end, per=rate[1])


def _with_unit(tokens: Tokens, numeral: Numeral) -> Measure:
    at, joined = numeral.end, False
    if tokens[at].kind == "dash" and tokens[at].gap == ADJACENT and len(tokens[at].text) == 1:
        if tokens[at + 1].gap == ADJACENT:
            at, joined = at + 1, True
        elif tokens[at + 1].lower in {"and", "or"}:
            return _suspended(tokens, numeral) or _count(numeral)
    elif tokens[at].lower == "of" and numeral.style == "vague":
        at += 1
    if tokens[numeral.end].lower in LETTERS and not joined:
        letters = _with_letter_scale(tokens, numeral)
        if letters is not None:
            return letters
    measure = _unit_behind(tokens, numeral, at, joined=joined)
    if measure is not None:
        return measure
    return _count(numeral)


def _count(numeral: Numeral) -> Measure:
    rule_id = f"count.{numeral.style}"
    return Measure(numeral.first, numeral.end, "count", None, numeral.value, numeral, rule_id)


def _suspended(tokens: Tokens, numeral: Numeral) -> Measure | None:
    """The first of "25- and 50-foot": its unit stands behind the second."""
    other = numeral_at(tokens, numeral.end + 2)
    if other is None or tokens[other.end].kind != "dash" or tokens[other.end + 1].gap != ADJACENT:
        return None
    measure = _unit_behind(tokens, numeral, other.end + 1, joined=False)
    return measure and measure._replace(end=numeral.end)


def _with_letter_scale(tokens: Tokens, numeral: Numeral) -> Measure | None:
    """Millions in "12.3m tonnes" and "5m people"; metres in "the 100m hurdles"."""
    scaled = lettered_numeral_at(tokens, numeral.first)
    if scaled is None or scaled.end == numeral.end or tokens[scaled.end].lower in CUES["athletics"]:
        return None
    measure = _unit_behind(tokens, scaled, scaled.end, joined=False)
    if measure is not None or plural_phrase(tokens, scaled.end) is None:
        return measure
    return Measure(scaled.first, scaled.end, "count", None, scaled.value, scaled, "count.digits")


def _unit_behind(tokens: Tokens, numeral: Numeral, at: int, *, joined: bool) -> Measure | None:
    """The measure with the unit that begins at a token, whichever kind it is."""
    if tokens[at].lower not in UNIT_STARTS:
        return None
    percent = units.percent_at(tokens, at)
    if percent is not None:
        return _percent(tokens, numeral, percent, joined=joined)
    currency = money.currency_after(tokens, at, scaled=numeral.scale >= 1000)
    if currency is not None and not (joined and tokens[at].lower == "p"):
        value = numeral.value * currency.factor
        return _with_rate(
            tokens,
            Measure(
                numeral.first,
                currency.at,
                "money",
                currency.code,
                value,
                numeral,
                "money.hundredths" if currency.factor != 1 else "money.word",
                currency.factor,
            ),
        )
    time = units.time_unit_at(tokens, at)
    if time is not None:
        duration = _duration(numeral, time, joined=joined)
        return duration if joined else _with_smaller_times(tokens, duration)
    digits = numeral.style in {"digits", "fraction"}
    unscaled = numeral.scale == 1 or len(tokens[at].text) > 1
    physical = units.physical_at(tokens, at, digits=(digits and unscaled) or joined)
    if physical is not None:
        return _quantity(tokens, numeral, physical, joined=joined)
    return None


def _percent(tokens: Tokens, numeral: Numeral, unit: units.Unit, *, joined: bool) -> Measure:
    measure = Measure(
        numeral.first,
        unit.end,
        "percent",
        unit.symbol,
        numeral.value,
        numeral,
        unit.rule_id,
        joined=joined,
    )
    rate = rate_at(tokens, unit.end)
    return measure if rate is None else measure._replace(per=rate[1])


def _duration(numeral: Numeral, time: tuple[int, units.TimeUnit], *, joined: bool) -> Measure:
    end, unit = time
    return Measure(
        numeral.first,
        end,
        "duration",
        unit.name,
        numeral.value * unit.times,
        numeral,
        "duration.unit",
        joined=joined,
        time=unit,
    )


def _with_smaller_times(tokens: Tokens, measure: Measure) -> Measure:
    """As in "two hours and 41 minutes", "1 year 6 months": given in the smaller unit."""
    at = measure.end + (tokens[measure.end].lower == "and")
    if tokens[at].text == "," and measure.unit in {"hour", "minute"}:
        at += 1
    smaller = numeral_at(tokens, at) if tokens[at].kind in {"number", "word"} else None
    if smaller is None or measure.numeral.style not in {"digits", "words"}:
        return measure
    time = units.time_unit_at(tokens, smaller.end)
    times = SMALLER_TIMES.get((measure.unit or "", time[1].name if time else ""))
    if time is None or times is None or not 0 < smaller.value < times:
        return measure
    value = measure.value * times + smaller.value
    numeral = measure.numeral._replace(value=value)
    joined = measure._replace(
        end=time[0], unit=time[1].name, value=value, numeral=numeral, time=time[1]
    )
    return _with_smaller_times(tokens, joined._replace(rule_id="duration.compound"))


def _quantity(tokens: Tokens, numeral: Numeral, unit: units.Unit, *, joined: bool) -> Measure:
    measure = Measure(
        numeral.first,
        unit.end,
        "quantity",
        unit.symbol,
        numeral.value,
        numeral,
        unit.rule_id,
        joined=joined,
    )
    at = unit.end + (tokens[unit.end].lower in {",", "and"})
    smaller = numeral_at(tokens, at) if tokens[at].kind in {"number", "fraction", "word"} else None
    if smaller is not None and tokens[smaller.end].gap != BROKEN:
        step = smaller.end
        other = units.physical_at(tokens, step, digits=True)
        symbol = other.symbol if other else None
        times = SMALLER.get((unit.symbol, symbol or ""))
        if other is not None and times is not None:
            return measure._replace(
                end=other.end,
                unit=symbol,
                value=numeral.value * times + smaller.value,
                rule_id="quantity.compound",
            )
    if unit.symbol in {"bbl", "t", "L", "ft^3", "m^3", "gal", "oz", "kg"}:
        rate = rate_at(tokens, unit.end)
        if rate is not None and rate[1] != "each":
            return measure._replace(end=rate[0], per=rate[1])
    return measure


def fraction_of_unit_at(tokens: Tokens, first: int) -> Measure | None:
    """As in "half an hour", "a quarter of a percentage point", "three-quarters of a mile"."""
    fraction = fraction_at(tokens, first)
    if fraction is None:
        return None
    end, value = fraction
    at = end + (tokens[end].lower == "of")
    hyphen = tokens[end].kind == "dash" and tokens[end].gap == ADJACENT
    if hyphen:
        at = end + 1
    elif tokens[at].lower in {"a", "an", "one"}:
        at += 1
    elif tokens[at].lower not in SCALES:
        return None
    if tokens[at].gap == BROKEN:
        return None
    numeral = Numeral(first, at, value, ONE, "fraction")
    scaled = numeral_at(tokens, at)
    if scaled is not None and scaled.style == "article":
        return _with_unit(
            tokens, scaled._replace(first=first, value=value * scaled.value, style="words")
        )
    return _unit_behind(tokens, numeral, at, joined=hyphen)


def fraction_at(tokens: Tokens, first: int) -> tuple[int, Decimal] | None:
    """The end and value of "half", "two-thirds", "a quarter", "one third"."""
    word = tokens[first].lower
    if word == "half":
        return first + 1, HALF
    if word in {"a", "an", "one"} or word in UNITS:
        numerator = ONE if word in {"a", "an"} else UNITS[word]
    elif (
        tokens[first].kind == "number"
        and tokens[first].text.isdecimal()
        and len(tokens[first].text) < 4
    ):
        numerator = Decimal(tokens[first].text)
    elif word == "quarter":
        return first + 1, Decimal("0.25")
    else:
        return None
    at = first + 1
    if tokens[at].kind == "dash" and tokens[at].gap == ADJACENT:
        at += 1
    denominator = FRACTIONS.get(tokens[at].lower)
    if denominator is None or numerator >= denominator or tokens[at].gap == BROKEN:
        return None
    plural = tokens[at].lower.endswith("s") or tokens[at].lower == "halves"
    if plural != (numerator > 1):
        return None
    return at + 1, numerator / denominator


def article_duration_at(tokens: Tokens, first: int) -> Measure | None:
    """As in "an hour", "a day and a half", "a decade"."""
    unit = units.time_unit_at(tokens, first + 1)
    physical = None if unit else units.physical_at(tokens, first + 1, digits=False)
    if unit is None and physical is None:
        return None
    end = unit[0] if unit else physical.end  # type: ignore[union-attr]  # one of them is there
    value = ONE
    if [token.lower for token in tokens[end : end + 3]] == ["and", "a", "half"]:
        value, end = Decimal("1.5"), end + 3
    elif physical is not None:
        return None
    numeral = Numeral(first, first + 1, value, ONE, "article")
    if unit is not None:
        return _duration(numeral, (end, unit[1]), joined=False)
    return Measure(first, end, "quantity", physical.symbol, value, numeral, "quantity.word")  # type: ignore[union-attr]
