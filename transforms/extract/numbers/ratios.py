"""Ratios: "half", "two-thirds", "one in five", "nine out of 10", "twice", "1.5 times"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.measures import fraction_at
from transforms.extract.numbers.noun_phrases import (
    DETERMINERS,
    is_plural,
    plural_phrase,
    singular_phrase,
)
from transforms.extract.numbers.numerals import numeral_at
from transforms.extract.numbers.units import TIME_UNITS
from transforms.extract.numbers.vocabulary import decimals, words

if TYPE_CHECKING:
    from decimal import Decimal

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens
    from transforms.extract.numbers.numerals import Numeral

MULTIPLES = decimals("number_words", "multiples")
CUES = words("cues", "ratios")
ARTICLES = frozenset({"a", "an"})


def fraction(context: Context, first: int) -> Found | None:
    """A share: "half the delegation", "two-thirds of the members", "a third of voters"."""
    tokens = context.tokens
    read = fraction_at(tokens, first)
    if read is None:
        return None
    end, value = read
    word = tokens[first].lower
    if (
        tokens[end].kind == "dash"
        and tokens[end].gap == ADJACENT
        and tokens[end + 1].gap == ADJACENT
    ):
        return None  # half-brother, a third-party claim
    if word == "quarter" or (word == "half" and not _is_half(tokens, first, end)):
        return None
    if word in ARTICLES and not _is_share(tokens, first, end):
        return None
    found = Found(first, end, "ratio", "ratio.fraction", value=value)
    found.counted = _whole(tokens, end)
    return found


def _is_share(tokens: Tokens, first: int, end: int) -> bool:
    after = tokens[end]
    if tokens[first - 1].lower in CUES["before_share"] and after.lower not in CUES["ordinal_nouns"]:
        return True
    return after.kind != "word" or after.gap == BROKEN or after.lower in CUES["after_share"]


def _is_half(tokens: Tokens, first: int, end: int) -> bool:
    return (
        tokens[first - 1].lower not in CUES["before_half"]
        and tokens[end].lower not in CUES["after_half"]
    )


def _whole(tokens: Tokens, end: int) -> tuple[int, int] | None:
    """The tokens of what is divided: "of the members", "the Ukrainian delegation"."""
    at = end + 1 if tokens[end].lower == "of" else end
    if at == end and tokens[at].lower not in DETERMINERS:
        return (end, end + 1) if tokens[end].lower in CUES["shares"] else None
    while tokens[at].lower in DETERMINERS:
        at += 1
    if tokens[at].gap == BROKEN:
        return None
    numeral = numeral_at(tokens, at)
    if numeral is not None and numeral.style != "vague":
        at = numeral.end
    stop = plural_phrase(tokens, at) or singular_phrase(tokens, at)
    if stop and tokens[stop - 1].lower.endswith(("'s", "’s")):  # "the country's 48 million people"
        numeral = numeral_at(tokens, stop)
        stop = plural_phrase(tokens, numeral.end) if numeral else stop
    return (at, stop) if stop else None


def one_in(context: Context, first: int) -> Found | None:
    """A part of a whole number: "one in five", "nine out of 10", "two in every three"."""
    tokens = context.tokens
    part = numeral_at(tokens, first)
    if part is None or part.scale != 1 or part.style not in {"digits", "words"}:
        return None
    at = _past_out_of(tokens, part.end)
    if at is None:
        return None
    every = tokens[at].lower == "every"
    at += every
    whole = numeral_at(tokens, at)
    if (
        whole is None
        or whole.style not in {"digits", "words", "article"}
        or tokens[at].gap == BROKEN
        or not 0 < part.value <= whole.value
    ):
        return None
    hyphens = tokens[part.end].kind == "dash"
    loose = tokens[part.end].lower == "in" and not every and not hyphens
    if loose and (part.value == whole.value or not _is_proportion(tokens, part.value, whole)):
        return None
    end = whole.end
    if tokens[part.end].kind == "dash" and tokens[end].kind == "dash":
        end += 2  # "a 1-in-100-year flood"
    found = Found(first, end, "ratio", "ratio.one_in", value=part.value / whole.value)
    if end > whole.end:
        noun = singular_phrase(tokens, end)
        found.counted = (end, noun) if noun else None
        return found
    stop = plural_phrase(tokens, whole.end)
    if stop and part.value == 1 and stop > whole.end + 1 and is_plural(tokens[stop - 2]):
        stop -= 1  # "one in five adults smokes"
    found.counted = (whole.end, stop) if stop else None
    return found


def _past_out_of(tokens: Tokens, at: int) -> int | None:
    if tokens[at].gap == BROKEN:
        return None
    if tokens[at].kind == "dash" and tokens[at + 1].lower == "in" and tokens[at + 2].kind == "dash":
        return at + 3  # "a 1-in-100 chance"
    if tokens[at].lower == "out" and tokens[at + 1].lower == "of":
        return at + 2
    return at + 1 if tokens[at].lower == "in" else None


def _is_proportion(tokens: Tokens, part: Decimal, whole: Numeral) -> bool:
    """Whether it is "one in five people" and not "14 in 2019", "three in 20 minutes"."""
    after = tokens[whole.end]
    if after.lower in TIME_UNITS or after.text == "%" or after.lower in CUES["no_share"]:
        return False
    if whole.plain and whole.end == whole.first + 1 and len(tokens[whole.first].text) == 4:
        return False
    return part <= 10 and (whole.value <= 20 or whole.value % 10 == 0)


def times(context: Context, first: int) -> Found | None:
    """A multiple in numbers: "1.5 times the estimate", "three times as many", "ten-fold"."""
    tokens = context.tokens
    numeral = numeral_at(tokens, first)
    if numeral is None or numeral.style == "vague" or tokens[numeral.end].gap == BROKEN:
        return None
    at = numeral.end
    at += tokens[at].kind == "dash" and tokens[at].gap == ADJACENT
    word = tokens[at].lower
    if word == "fold":
        return Found(first, at + 1, "ratio", "ratio.fold", value=numeral.value)
    if word == "x" and at == numeral.end and tokens[at].gap == ADJACENT:
        return Found(first, at + 1, "ratio", "ratio.times", value=numeral.value)
    if word != "times":
        return None
    whole = numeral.value.is_finite() and numeral.value == numeral.value.to_integral_value()
    if whole and tokens[at + 1].lower not in CUES["after_times"]:
        return None
    return Found(first, at + 1, "ratio", "ratio.times", value=numeral.value)


def multiple(context: Context, first: int) -> Found | None:
    """A multiple in a word: "twice", "doubled", "threefold"."""
    tokens = context.tokens
    word, after = tokens[first].lower, tokens[first + 1]
    if after.kind == "dash" and after.gap == ADJACENT:
        return None  # twice-elected
    if word in CUES["verbs_and_nouns"] and (
        after.lower not in CUES["after_double"] or tokens[first - 1].lower in {"a", "the"}
    ):
        return None
    return Found(first, first + 1, "ratio", "ratio.multiple", value=MULTIPLES[word])
