"""Reads the parts of a date at a token: months, days, years, ordinals, the link of a range."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.numerals import TENS
from transforms.extract.numbers.vocabulary import decimals, table, words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Tokens

CALENDAR = table("calendar")
MONTHS: dict[str, int] = {word: int(value) for word, value in CALENDAR["months"].items()}
WEEKDAYS: dict[str, int] = {word: int(value) for word, value in CALENDAR["weekdays"].items()}
SEASONS: dict[str, int] = {word: int(value) for word, value in CALENDAR["seasons"].items()}
AMBIGUOUS = words("calendar", "ambiguous")
ORDINALS = {
    word: int(value) for word, value in decimals("number_words", "ordinals").items() if value < 100
}
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
FIRST_YEAR, LAST_YEAR = 1000, 2200
APOSTROPHES = frozenset({"'", "’", "‘"})
LATEST_SHORT = 35  # of two digits: '36 is 1936
ABBREVIATED = 3  # letters


def month_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """One past a month's name and its number; "may" and "march" only with a capital."""
    token = tokens[at]
    month = MONTHS.get(token.lower)
    if month is None:
        return None
    if token.text.islower() and (
        token.lower in AMBIGUOUS["months"] or len(token.text) <= ABBREVIATED
    ):
        return None
    end = at + 1
    if (
        tokens[end].text == "."
        and tokens[end].gap == ADJACENT
        and len(token.text) <= ABBREVIATED + 1
    ):
        end += token.lower != "may" and tokens[end + 1].kind != "end"
    return end, month


def month_beside_day(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """The same behind a day, which makes a month of "nov", but not of "may"."""
    token = tokens[at]
    short = token.text.islower() and len(token.text) <= ABBREVIATED and token.gap == SPACED
    if short and token.lower in MONTHS and token.lower not in {"may", "mar"}:
        return at + 1, MONTHS[token.lower]
    return month_at(tokens, at)


def day_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """One past a day of the month and its number: "17", "17th", "second"."""
    token = tokens[at]
    if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 2:
        end = at + 1
        if tokens[end].lower in SUFFIXES and tokens[end].gap == ADJACENT:
            end += 1
        elif tokens[end].kind in {"word", "code"} and tokens[end].gap == ADJACENT:
            return None
        return end, int(token.text)
    return None


def year_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """One past a year of four digits and the year."""
    token = tokens[at]
    if (
        token.kind != "number"
        or len(token.text) != 4
        or not token.text.isdecimal()
        or token.gap == BROKEN
    ):
        return None
    if tokens[at + 1].kind in {"word", "code"} and tokens[at + 1].gap == ADJACENT:
        return None
    year = int(token.text)
    return (at + 1, year) if FIRST_YEAR <= year <= LAST_YEAR else None


def short_year_at(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """One past a year in "'74" and the year."""
    mark, token = tokens[at], tokens[at + 1]
    if mark.text not in APOSTROPHES or token.gap != ADJACENT:
        return None
    if len(token.text) != 2 or not token.text.isdecimal():
        return None
    number = int(token.text)
    return at + 2, number + (1900 if number > LATEST_SHORT else 2000)


def range_link(tokens: Tokens, at: int) -> int | None:
    """One past "to", "through", "until" or a dash between two dates."""
    token = tokens[at]
    if token.gap == BROKEN or tokens[at + 1].gap == BROKEN:
        return None
    if token.lower in {"to", "through", "until", "till"}:
        return at + 1
    if token.kind == "dash" and len(token.text) == 1 and token.gap == tokens[at + 1].gap:
        return at + 1
    return None


def exists(iso: str) -> bool:
    """Whether a day is in the calendar."""
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def ordinal_word(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """One past an ordinal in words and its number: "first", "twenty-first"."""
    word = tokens[first].lower
    if word in ORDINALS:
        return first + 1, ORDINALS[word]
    if word in TENS:
        at = first + 2 if tokens[first + 1].kind == "dash" else first + 1
        unit = ORDINALS.get(tokens[at].lower, 0)
        if 0 < unit < 10:
            return at + 1, int(TENS[word]) + unit
    return None


def ordinal_number(tokens: Tokens, first: int) -> tuple[int, int] | None:
    """One past an ordinal and its number: "first", "19th", "twenty-first"."""
    token = tokens[first]
    digits = token.text.replace(",", "")
    if token.kind == "number" and digits.isdecimal() and len(digits) <= 6:
        suffix = tokens[first + 1]
        if suffix.gap == ADJACENT and suffix.lower == suffix_of(int(digits)):
            return first + 2, int(digits)
        return None
    return ordinal_word(tokens, first)


def suffix_of(number: int) -> str:
    """The letters of an ordinal: 12 stone is "12st", the twelfth is "12th".

    >>> [suffix_of(number) for number in (1, 2, 3, 11, 12, 21, 113)]
    ['st', 'nd', 'rd', 'th', 'th', 'st', 'th']
    """
    if number % 100 in range(11, 14):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
