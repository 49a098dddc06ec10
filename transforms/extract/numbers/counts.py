"""Amounts of every kind, and the bare counts that are left: with what they count."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.measures import Measure, article_duration_at, fraction_of_unit_at
from transforms.extract.numbers.noun_phrases import (
    DETERMINERS,
    STOP,
    WIDEST,
    is_plural,
    plural_phrase,
    rate_at,
    singular_phrase,
)
from transforms.extract.numbers.numerals import numeral_at
from transforms.extract.numbers.printed import number
from transforms.extract.numbers.quantity import LIMIT_DIGITS
from transforms.extract.numbers.ranges import found_of, range_at
from transforms.extract.numbers.vocabulary import decimals, table, words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

VAGUE_YEARS = {word: Decimal(value) for word, value in table("time_units")["vague_years"].items()}
# Before "a year" as a duration; behind anything else it is a rate or a mere noun.
CUES = words("cues", "counts")
ORDINALS = decimals("number_words", "ordinals")
FILLERS = words("cues", "noun_phrases")["fillers"] - {"of"}
MINUS = frozenset({"-", "−", "–"})
FOR_A_TABLE = 4  # bare numbers in a row
APART = 12  # tokens between two of them
COUNT_RULES = ("count.digits", "count.fraction")


def too_large(context: Context, first: int) -> Found | None:
    """A number too long or too large for any value, which is kept without one."""
    text = context.tokens[first].text
    if (len(text) < LIMIT_DIGITS and text.isdecimal()) or number(text) is not None:
        return None
    return Found(first, first + 1, "count", "count.digits:out_of_range")


def amount(context: Context, first: int) -> Found | None:
    """Money, percent, quantities, durations, counts, and ranges of them."""
    tokens = context.tokens
    start = first
    if tokens[first].lower == "minus":
        if tokens[first - 1].lower in {"or", "/"}:  # plus or minus 3 points
            return None
        start = first + 1 + (tokens[first + 1].kind == "dash" and tokens[first + 1].gap == ADJACENT)
        if tokens[start].kind not in {"number", "word", "fraction"}:
            return None
    read = range_at(tokens, start)
    if read is None:
        return None
    measure, upper, begin = read
    if start > first or _is_negative(tokens, measure.first):
        measure = measure._replace(
            first=first if start > first else measure.first - 1, value=-measure.value
        )
        begin = measure.first
        if upper is not None and not measure.value < upper.value:
            upper = None
    if (upper or measure).kind == "count":
        return _count(context, measure, upper, begin)
    found = found_of(tokens, measure, upper, begin)
    if found.kind == "percent" and tokens[found.end].lower == "of":
        found.counted = _of_phrase(tokens, found.end + 1)
    return found


def fraction_of_unit(context: Context, first: int) -> Found | None:
    """As in "three-quarters of a percentage point", "two-thirds of a mile"."""
    measure = fraction_of_unit_at(context.tokens, first)
    return found_of(context.tokens, measure, None, first) if measure else None


def _is_negative(tokens: Tokens, first: int) -> bool:
    """A minus sign before the digits: "-5%", "at −1.3", and no dash between words."""
    sign = tokens[first - 1]
    if (
        sign.text not in MINUS
        or tokens[first].gap != ADJACENT
        or tokens[first].kind not in {"number", "fraction", "sign", "dollar"}
    ):
        return False
    before = tokens[first - 2]
    if before.kind == "number" and tokens[first + 1].text != "%":
        return False
    return sign.gap != ADJACENT or before.text in {"(", "[", ":"}


def _of_phrase(tokens: Tokens, at: int) -> tuple[int, int] | None:
    while tokens[at].lower in DETERMINERS:
        at += 1
    stop = plural_phrase(tokens, at) or singular_phrase(tokens, at)
    return (at, stop) if stop and tokens[at].gap != BROKEN else None


def _count(context: Context, measure: Measure, upper: Measure | None, begin: int) -> Found | None:
    tokens, last = context.tokens, upper or measure
    after = tokens[last.end]
    if after.gap == ADJACENT and after.kind in {"word", "code"}:
        return None  # 3G, 49ers, 9AB8
    found = found_of(tokens, measure, upper, begin)
    if after.gap == BROKEN:
        return _bare(tokens, found, last)
    if (
        after.kind == "dash"
        and after.gap == ADJACENT
        and len(after.text) == 1
        and tokens[last.end + 1].gap == ADJACENT
    ):
        return _compound(tokens, found)
    at = last.end + 1 if after.lower == "of" and _of_counts(tokens, last) else last.end
    while at > last.end and tokens[at].lower in DETERMINERS:
        at += 1
    whole = numeral_at(tokens, at) if at > last.end else None
    at = whole.end if whole else at  # "three of the five categories"
    while tokens[at].lower in FILLERS:
        at += 1
    stop = singular_phrase(tokens, at, one=True) if last.value == 1 else plural_phrase(tokens, at)
    if stop is None:
        rate = rate_at(tokens, last.end)
        found.per = rate[1] if rate else found.per
        return _bare(tokens, found, last)
    found.counted = (at, stop)
    rate = rate_at(tokens, stop)
    found.per = rate[1] if rate else found.per
    return found


def _of_counts(tokens: Tokens, measure: Measure) -> bool:
    """As in "tens of thousands of workers", "dozens of the men"; "two of the men" as well."""
    return tokens[measure.end + 1].gap != BROKEN


def _compound(tokens: Tokens, found: Found) -> Found | None:
    """As in "27-nation bloc", "three-member panel", "four-storey building"."""
    word = tokens[found.end + 1]
    if word.lower in ORDINALS:
        return None  # "twenty-fifth" that ranks nothing
    if word.lower in CUES["approximate"]:  # "30-odd countries"
        stop = plural_phrase(tokens, found.end + 2)
        found.counted = (found.end + 2, stop) if stop else None
        return found
    if word.kind != "word" or word.lower in STOP:
        return found
    found.end += 2
    found.rule_id = "count.compound"
    at = found.end
    while (
        at < found.end + WIDEST
        and tokens[at].kind == "dash"
        and tokens[at].gap == tokens[at + 1].gap == ADJACENT
    ):
        at += 2
    one = tokens[found.first - 1].lower in {"a", "an"}
    stop = singular_phrase(tokens, at, one=one) if tokens[at].gap == SPACED else None
    found.counted = (at, stop) if stop else None
    return found


def _bare(tokens: Tokens, found: Found, measure: Measure) -> Found | None:
    """A number without a noun: kept where it can be an amount."""
    if measure.numeral.style == "article" and tokens[found.first].lower not in {"a", "an"}:
        return None if found.high is None else found
    if (
        measure.numeral.style == "vague"
        and tokens[found.end].lower != "of"
        and measure.numeral.end == found.first + 1
    ):
        return found
    if measure.value == 1 and measure.numeral.style == "words":
        return None if tokens[found.end].kind == "word" else found
    return found


def article(context: Context, first: int) -> Found | None:
    """As in "an hour", "a decade", "a day and a half" where they are durations."""
    tokens = context.tokens
    measure = article_duration_at(tokens, first)
    if measure is None:
        return None
    if measure.value == 1 and not _is_duration(tokens, measure, tokens[first - 1].lower):
        return None
    return found_of(tokens, measure, None, first)


def _is_duration(tokens: Tokens, measure: Measure, before: str) -> bool:
    """Whether "a year" is how long something takes, and no rate or noun."""
    after = tokens[measure.end]
    if after.kind == "word" and after.gap == SPACED and is_plural(after):
        return False
    if measure.unit in {"second", "minute"} and before not in CUES["before_moment"]:
        return False
    return (
        before in CUES["before_duration"]
        or measure.unit in {"decade", "century"}
        or after.lower == "later"
    )


def vague_years(context: Context, first: int) -> Found | None:
    """As in "decades", "for centuries": at least two of them."""
    tokens = context.tokens
    word = tokens[first].lower
    if (
        tokens[first - 1].lower in {"the", "these", "those", "of"}
        and tokens[first - 2].lower not in VAGUE_YEARS
        and tokens[first - 1].lower != "of"
    ):
        return None
    return Found(
        first,
        first + 1,
        "duration",
        "duration.vague_years",
        value=VAGUE_YEARS[word],
        vague=True,
        unit="year",
    )


def magnitude(context: Context, first: int) -> Found | None:
    """As in "magnitude 6.2", "magnitude-7"."""
    tokens = context.tokens
    at = first + 1 + (tokens[first + 1].kind == "dash") + (tokens[first + 1].lower == "of")
    numeral = numeral_at(tokens, at)
    if numeral is None or tokens[at].gap == BROKEN or not 0 < numeral.value < 11:
        return None
    return Found(
        first, numeral.end, "quantity", "quantity.magnitude", value=numeral.value, unit="Mw"
    )


def date_sign(context: Context, first: int) -> Found | None:
    """As in "9/11" is a day that everybody knows."""
    if context.tokens[first].text == "9/11":
        return Found(first, first + 1, "date", "date.nine_eleven", iso="2001-09-11")
    return None


def past(tokens: Tokens, first: int) -> int:
    """The token to go on with where no rule has read a number: past all of an unread one."""
    numeral = numeral_at(tokens, first)
    end = (
        numeral.end
        if numeral is not None and numeral.style in {"digits", "fraction"}
        else first + 1
    )
    while (
        tokens[end].kind in {"word", "code"} and tokens[end].gap == ADJACENT and numeral is not None
    ):
        end += 1
    return end


def without_tables(tokens: Tokens, found: list[Found]) -> list[Found]:
    """The numbers without list numbers, and without the bare ones of tables and line-ups."""
    crowded: set[int] = set()
    bare: list[int] = []
    start = 0
    for index, each in enumerate([*found, None]):
        if each is None or _parted(found, start, index):
            if len(bare) >= FOR_A_TABLE and len(bare) * 2 > index - start:
                crowded.update(bare)
            start, bare = index, []
        if each is not None and _is_bare(tokens, each):
            bare.append(index)
    return [
        each
        for index, each in enumerate(found)
        if index not in crowded and not _is_list_number(tokens, each)
    ]


def _parted(found: list[Found], start: int, index: int) -> bool:
    """Whether a number is too far from the one before it to be in the same table."""
    return index > start and found[index].first - found[index - 1].end > APART


def _is_bare(tokens: Tokens, found: Found) -> bool:
    return (
        found.rule_id == "count.digits"
        and found.counted is None
        and found.high is None
        and tokens[found.first - 1].text not in {"to", "at", "of"}
        and not (tokens[found.end].text.islower() and tokens[found.end].text != "vs")
    )


def _is_list_number(tokens: Tokens, found: Found) -> bool:
    """A number that only numbers a paragraph or a note: "1. Question", "(8)"."""
    if found.rule_id != "count.digits" or found.counted is not None:
        return False
    before, after = tokens[found.first - 1], tokens[found.end]
    if len(tokens[found.first].text) > 2 or after.gap != ADJACENT:
        return False
    return after.text in {".", ")"} and (
        before.kind == "end" or (before.text == "(" and after.text == ")")
    )
