"""Years: "1945", "1999 to 2008", "2014-15", "410 AD", "fiscal 2025"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from transforms.extract.numbers.ages import decade_of_life
from transforms.extract.numbers.date_parts import (
    APOSTROPHES,
    range_link,
    short_year_at,
    year_at,
)
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import is_plural, plural_phrase
from transforms.extract.numbers.periods import decade_at, quarter_at
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "years")
DIGITS = 4
LATEST = 2100
LONGEST_SHORT = 12  # years from 1999 to 2000 in "1999-00"
MODERN = range(1800, 2036)


def year(context: Context, first: int) -> Found | None:
    """As in "1945", "1999 to 2008", "2014-15", "410 AD", "1990s"."""
    tokens = context.tokens
    if len(tokens[first].text) != DIGITS and tokens[first + 1].lower not in CUES["behind_short"]:
        return _short(tokens, first) if tokens[first - 1].text in APOSTROPHES else None
    decade = decade_of_life(context, first) or decade_at(tokens, first)
    if decade is not None:
        return decade
    era = _era(tokens, first)
    if era is not None:
        return era
    read = year_at(tokens, first)
    if read is None:
        return None
    end, number = read
    link = range_link(tokens, end)
    through = through_year(context, first, end, number)
    amount = link is not None and tokens[link].kind == "number" and len(tokens[link].text) > 3
    if through is not None or (amount and tokens[first - 1].lower not in {"in", "since"}):
        return through
    if not _is_year(tokens, first, end, number):
        return None
    quarter = quarter_at(tokens, end)
    if quarter is not None:
        return Found(first, end + 1, "date", "date.quarter", iso=f"{number:04}-Q{quarter}")
    return Found(first, end, "date", "date.year", iso=f"{number:04}")


def _short(tokens: Tokens, first: int) -> Found | None:
    """As in "in '84"."""
    if tokens[first - 2].lower not in CUES["before_year"] | {"of", "from"}:
        return None
    named = short_year_at(tokens, first - 1)
    if named is None:
        return None
    return Found(first - 1, first + 1, "date", "date.short_year", iso=f"{named[1]:04}")


def _is_year(tokens: Tokens, first: int, end: int, number: int) -> bool:
    """Whether four digits are a year here and no amount."""
    before, after = tokens[first - 1], tokens[end]
    if after.text in {"%", "°"} or before.kind in {"sign", "dollar", "prefix"}:
        return False
    word = before.lower if before.gap != BROKEN or first else ""
    plural = plural_phrase(tokens, end) if after.gap == SPACED and after.text.islower() else None
    round_amount = number % 100 == 0 or number not in MODERN
    if word in CUES["before_amount"] and plural is not None and number % 10 == 0:
        return False
    if number in MODERN:
        return not (round_amount and plural is not None and word not in CUES["before_year"])
    told = word in {"from", "to"} and tokens[first - 2].lower in CUES["dating"]
    return (
        (told or word in CUES["before_year"])
        and plural is None
        and tokens[first].gap == SPACED
        and (after.kind != "word" or after.gap == BROKEN or not is_plural(after))
        and after.lower not in {"percent", "pct", "million", "dollars"}
    )


def through_year(context: Context, first: int, end: int, number: int) -> Found | None:
    """As in "1999 to 2008", "2014-15", "2014/15"."""
    tokens = context.tokens
    link = range_link(tokens, end)
    if link is None and tokens[end].lower == "and" and tokens[first - 1].lower == "between":
        link = end + 1
    if tokens[end].text == "/" and tokens[end].gap == ADJACENT:
        link = end + 1
    if link is None or number not in range(1200, LATEST):
        return None
    other = year_at(tokens, link)
    if other is not None and number < other[1] < LATEST:
        if _bounds_amounts(tokens, first, other[0], (number, other[1])):
            return None
    elif tokens[end].gap == ADJACENT:
        other = _short_end(tokens, link, number)
    else:
        other = None
    if other is None:
        return None
    return Found(first, other[0], "date", "date.years", iso=f"{number:04}/{other[1]:04}")


def _bounds_amounts(tokens: Tokens, first: int, end: int, years: tuple[int, int]) -> bool:
    """Whether two numbers are no years: "more than 1500 to 2000 people"."""
    before, plural = tokens[first - 1].lower, plural_phrase(tokens, end)
    if before in {"than", "to", "about"}:
        return True
    if before == "from":
        return plural == end + 1 and years[0] % 100 == 0
    told = before == "between" or before in CUES["before_year"]
    return plural is not None and not told and all(year % 10 == 0 for year in years)


def _short_end(tokens: Tokens, at: int, number: int) -> tuple[int, int] | None:
    """The last year in "2014-15", "1999-00"."""
    short = tokens[at]
    if short.gap != ADJACENT or not re.fullmatch("[0-9]{2}", short.text):
        return None
    last = number // 100 * 100 + int(short.text)
    if last <= number and last + 100 - number < LONGEST_SHORT:
        last += 100
    return (at + 1, last) if number < last else None


def between(context: Context, first: int) -> Found | None:
    """Years in "between 1600 and 1900"; "between 1500 and 2000 people" is an amount."""
    tokens = context.tokens
    start = year_at(tokens, first + 1)
    end = year_at(tokens, start[0] + 1) if start and tokens[start[0]].lower == "and" else None
    if start is None or end is None or not start[1] < end[1] < 2100:
        return None
    if is_plural(tokens[end[0]]) and tokens[end[0]].gap == SPACED:
        return None
    return Found(first + 1, end[0], "date", "date.years", iso=f"{start[1]:04}/{end[1]:04}")


def _era(tokens: Tokens, first: int) -> Found | None:
    """As in "410 AD", "AD 410", "55 BC"."""
    token, after = tokens[first], tokens[first + 1]
    era = after.text.replace(".", "")
    if (
        token.kind != "number"
        or not token.text.isdecimal()
        or era not in {"AD", "BC", "BCE", "CE"}
        or len(token.text) > 4
    ):
        return None
    number = int(token.text)
    if era in {"BC", "BCE"}:
        return Found(first, first + 2, "date", "date.era", iso=f"-{max(number - 1, 0):04}")
    return Found(first, first + 2, "date", "date.era", iso=f"{number:04}")


def fiscal(context: Context, first: int) -> Found | None:
    """As in "fiscal 2025", "fiscal year 2025", "FY2025"."""
    tokens = context.tokens
    token = tokens[first]
    if token.text.startswith("FY") and token.text[2:].isdecimal() and len(token.text) in {4, 6}:
        number = int(token.text[2:])
        return Found(
            first,
            first + 1,
            "date",
            "date.fiscal_year",
            iso=f"{number if number > 99 else 2000 + number:04}",
        )
    if token.lower not in {"fiscal", "financial"}:
        return None
    at = first + 1 + (tokens[first + 1].lower == "year")
    read = year_at(tokens, at)
    if read is None:
        return None
    return through_year(context, at, *read) or Found(
        first, read[0], "date", "date.fiscal_year", iso=f"{read[1]:04}"
    )
