"""Units behind an amount: percent, physical units, units of time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.vocabulary import Phrases, entries, rows, words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Token, Tokens

ONE = Decimal(1)


class Unit(NamedTuple):
    """A unit behind an amount: one past its last token, its kind and symbol, its rule."""

    end: int
    kind: str
    symbol: str
    rule_id: str
    factor: Decimal = ONE


PERCENT = Phrases(
    {
        phrase: (entry["symbol"], entry["rule_id"])
        for entry in entries("unit_signs", "percent")
        for phrase in entry["phrases"]
    }
)
WORDS = Phrases(
    {
        spelling: row["symbol"]
        for row in rows("units")
        for word in row["words"].split("|")
        if word
        for spelling in (word, word.replace(" ", "-"))  # a 7,000-square-foot house
    }
)
SIGNS = Phrases(
    {
        sign: (row["symbol"], sign)
        for row in rows("units")
        for sign in row["signs"].split("|")
        if sign
    }
)
APART, LETTERS = words("unit_signs", "apart")["signs"], words("unit_signs", "letters")["signs"]


class TimeUnit(NamedTuple):
    """A unit of time and how ISO 8601 writes it."""

    name: str
    iso: str
    times: int
    iso_times: int


def _time_units() -> dict[str, TimeUnit]:
    return {
        word: TimeUnit(unit["name"], unit["iso"], unit.get("times", 1), unit.get("iso_times", 1))
        for unit in entries("time_units", "unit")
        for word in unit["words"]
    }


TIME_UNITS = _time_units()
STARTS = PERCENT.starts | WORDS.starts | SIGNS.starts | frozenset(TIME_UNITS)


def percent_at(tokens: Tokens, at: int) -> Unit | None:
    """As in "%", "per cent", "percentage points", "bps"."""
    if tokens[at].gap == BROKEN:
        return None
    found = PERCENT.at(tokens, at)
    if found is None:
        return None
    end, (symbol, rule_id) = found
    return Unit(end, "percent", symbol, rule_id)


def physical_at(tokens: Tokens, at: int, *, digits: bool) -> Unit | None:
    """As in "tonnes", "square miles", "mph", "degrees Celsius"; signs only behind digits.

    >>> from transforms.extract.numbers.lexer import tokenize
    >>> physical_at(tokenize("85mph"), 1, digits=True)
    Unit(end=2, kind='quantity', symbol='mph', rule_id='quantity.word', factor=Decimal('1'))
    """
    token = tokens[at]
    if token.gap == BROKEN:
        return None
    named = WORDS.at(tokens, at)
    if named is not None and not (token.lower == "pint" and token.text[0].isupper()):
        return Unit(named[0], "quantity", named[1], "quantity.word")
    if not digits:
        return None
    signed = SIGNS.at(tokens, at)
    if signed is None:
        return None
    end, (symbol, sign) = signed
    if tokens[end - 1].text == "." and _ends_sentence(tokens[end]):
        end -= 1
    printed = "".join(part.text for part in tokens[at:end])
    if not _case_fits(printed, sign) or (token.gap != ADJACENT and printed not in APART):
        return None
    if printed in LETTERS and token.gap != ADJACENT and printed not in {"m", "g"}:
        return None
    return Unit(end, "quantity", SIGN_SYMBOLS.get(printed, symbol), "quantity.sign")


def _ends_sentence(following: Token) -> bool:
    return following.gap == BROKEN or following.kind == "end" or following.text[:1].isupper()


SIGN_SYMBOLS = {
    sign: row["symbol"] for row in rows("units") for sign in row["signs"].split("|") if sign
}


def _case_fits(printed: str, sign: str) -> bool:
    return printed in SIGN_SYMBOLS or printed.replace(" ", "") in SIGN_SYMBOLS or printed == sign


def time_unit_at(tokens: Tokens, at: int) -> tuple[int, TimeUnit] | None:
    """The unit of time at a token, and one past it."""
    token = tokens[at]
    if token.gap == BROKEN or token.kind != "word":
        return None
    unit = TIME_UNITS.get(token.lower)
    return (at + 1, unit) if unit is not None else None


def duration_iso(value: Decimal, unit: TimeUnit) -> str:
    """A duration in ISO 8601.

    >>> duration_iso(Decimal("1.5"), TIME_UNITS["decades"])
    'P15Y'
    """
    amount = value * unit.times * unit.iso_times
    whole = amount.to_integral_value()
    return unit.iso.format(format(whole if whole == amount else amount.normalize(), "f"))
