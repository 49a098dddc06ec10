"""Ratios: "half", "two-thirds", "one in five", "nine out of 10", "twice", "1.5 times"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.measures import fraction_at
from transforms.extract.numbers.noun_phrases import (
    DETERMINERS,
    STOP,
    is_plural,
    plural_phrase,
    singular_phrase,
)
from transforms.extract.numbers.numerals import UNITS, numeral_at
from transforms.extract.numbers.vocabulary import decimals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Token

MULTIPLES = decimals("number_words", "multiples")
TIMES_BEFORE = frozenset(
    {
        "as",
        "the",
        "more",
        "higher",
        "larger",
        "bigger",
        "greater",
        "faster",
        "lower",
        "less",
        "its",
        "their",
        "that",
        "what",
        "normal",
        "usual",
        "those",
        "earnings",
        "book",
        "oversubscribed",
        "better",
        "longer",
        "stronger",
        "cheaper",
        "likelier",
        "his",
        "her",
        "this",
        "sales",
        "revenue",
        "cash",
        "profits",
        "over",
        "worse",
    }
)


def fraction(context: Context, first: int) -> Found | None:
    """ "Half the delegation", "two-thirds of the members", "a third of voters"."""
    tokens = context.tokens
    read = fraction_at(tokens, first)
    if read is None:
        return None
    end, value = read
    word, after = tokens[first].lower, tokens[end]
    if word == "half" and not _is_half(tokens, first, end):
        return None
    if word == "quarter":
        return None
    if word in {"a", "one", "an"} or tokens[end - 1].lower in {
        "quarter",
        "third",
        "fifth",
        "fourth",
    }:
        # "a third man", "one quarter later" are a rank and a quarter of a year.
        if word in {"a", "an"} and not _of_something(tokens, end):
            return None
    found = Found(first, end, "ratio", "ratio.fraction", value=value)
    found.counted = _whole(tokens, end)
    if after.gap == BROKEN:
        return found
    return found


def _of_something(tokens: Sequence[Token], end: int) -> bool:
    after = tokens[end]
    return (
        after.lower in {"of", "to", "in", "higher", "lower", "more", "less", "as", "from", "since"}
        or after.kind != "word"
        or after.gap == BROKEN
    )


def _is_half(tokens: Sequence[Token], first: int, end: int) -> bool:
    before, after = tokens[first - 1].lower, tokens[end]
    if tokens[first].gap != BROKEN and before in {
        "first",
        "second",
        "other",
        "1st",
        "2nd",
        "this",
        "that",
        "next",
        "latter",
        "last",
        "third",
        "opening",
        "closing",
        "better",
        "final",
        "each",
        "every",
        "front",
        "back",
        "top",
        "bottom",
        "early",
        "late",
        "northern",
        "southern",
        "eastern",
        "western",
        "upper",
        "lower",
    }:
        return False
    if after.kind == "dash" and after.gap == ADJACENT:
        return False
    return after.lower not in {
        "way",
        "past",
        "brother",
        "sister",
        "time",
        "term",
        "marathon",
        "mast",
        "backs",
        "back",
        "centuries",
        "century",
    }


def _whole(tokens: Sequence[Token], end: int) -> tuple[int, int] | None:
    """The tokens of what is divided: "of the members", "the Ukrainian delegation"."""
    at = end + 1 if tokens[end].lower == "of" else end
    if at == end and tokens[at].lower not in DETERMINERS:
        if tokens[end].lower in STOP or tokens[end].kind != "word":
            return None
    while tokens[at].lower in DETERMINERS or tokens[at].lower in {"those", "these"}:
        at += 1
    if tokens[at].gap == BROKEN:
        return None
    numeral = numeral_at(tokens, at)
    if numeral is not None and numeral.style != "vague":
        at = numeral.end
    stop = plural_phrase(tokens, at) or singular_phrase(tokens, at)
    return (at, stop) if stop else None


def one_in(context: Context, first: int) -> Found | None:
    """ "one in five", "nine out of 10", "two in every three"."""
    tokens = context.tokens
    numeral = numeral_at(tokens, first)
    if numeral is None or numeral.scale != 1 or numeral.style not in {"digits", "words"}:
        return None
    at = numeral.end
    if tokens[at].gap == BROKEN:
        return None
    if tokens[at].lower == "out" and tokens[at + 1].lower == "of":
        at += 2
    elif tokens[at].lower == "in":
        at += 1
    else:
        return None
    at += tokens[at].lower == "every"
    whole = numeral_at(tokens, at)
    if (
        whole is None
        or whole.style not in {"digits", "words", "article"}
        or tokens[at].gap == BROKEN
        or not numeral.value < whole.value
    ):
        return None
    if tokens[numeral.end].lower == "in" and not _is_share(
        tokens, numeral.value, whole.value, whole.end, at
    ):
        return None
    found = Found(first, whole.end, "ratio", "ratio.one_in", value=numeral.value / whole.value)
    stop = plural_phrase(tokens, whole.end)
    found.counted = (whole.end, stop) if stop else None
    return found


def _is_share(tokens: Sequence[Token], part: Decimal, whole: Decimal, end: int, at: int) -> bool:
    """ "one in five people" and no "14 in 2019", "three in 20 minutes"."""
    from transforms.extract.numbers.units import TIME_UNITS  # noqa: PLC0415

    if (
        tokens[end].lower in TIME_UNITS
        or tokens[end].text in {"%"}
        or tokens[end].lower in {"percent", "km", "miles"}
    ):
        return False
    if tokens[at].kind == "number" and len(tokens[at].text) == 4 and whole < 2100:
        return False
    return part <= 10 and (whole <= 20 or whole % 10 == 0)


def times(context: Context, first: int) -> Found | None:
    """ "1.5 times the estimate", "three times as many", "ten-fold", "two-fold"."""
    tokens = context.tokens
    numeral = numeral_at(tokens, first)
    if numeral is None or numeral.style == "vague" or tokens[numeral.end].gap == BROKEN:
        return None
    at = numeral.end
    if tokens[at].kind == "dash" and tokens[at].gap == ADJACENT:
        at += 1
    word = tokens[at].lower
    if word == "fold":
        return Found(first, at + 1, "ratio", "ratio.fold", value=numeral.value)
    if word == "x" and tokens[at].gap == ADJACENT:
        return Found(first, at + 1, "ratio", "ratio.times", value=numeral.value)
    if word != "times":
        return None
    whole = (
        numeral.value == numeral.value.to_integral_value() if numeral.value.is_finite() else True
    )
    if whole and tokens[at + 1].lower not in TIMES_BEFORE:
        return None
    return Found(first, at + 1, "ratio", "ratio.times", value=numeral.value)


def multiple(context: Context, first: int) -> Found | None:
    """ "twice", "doubled", "threefold"."""
    tokens = context.tokens
    word, after = tokens[first].lower, tokens[first + 1]
    value = MULTIPLES.get(word)
    if value is None:
        return None
    if word in {"double", "triple", "quadruple"}:
        if after.kind == "dash" or after.lower not in {
            "the",
            "its",
            "his",
            "her",
            "their",
            "that",
            "what",
            "last",
            "to",
            "in",
            "from",
            "this",
            "digits",
        }:
            return None
        if tokens[first - 1].lower in {"a", "the"}:
            return None
    if after.kind == "dash" and after.gap == ADJACENT and word in {"twice", "thrice"}:
        return None
    return Found(
        first,
        first + 1,
        "ratio",
        f"ratio.{word}" if word == "twice" else "ratio.multiple",
        value=value,
    )


def small(token: Token) -> bool:
    """Whether a word is a number below twenty."""
    return token.lower in UNITS and not is_plural(token)
