"""The larger and smaller parts of time: centuries, decades, quarters, halves, seasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.context import looks_forward, words_around
from transforms.extract.numbers.date_parts import SEASONS, ordinal_number, year_at
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.numerals import TENS
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "periods")
PERIODS = {"quarter", "half", "century", "decade"}
HALVES = {1: ("01", "06"), 2: ("07", "12")}


def quarter_at(tokens: Tokens, at: int) -> int | None:
    """The number of a quarter in "Q1"."""
    text = tokens[at].text
    if len(text) == 2 and text[0] in "Qq" and text[1] in "1234" and tokens[at].gap != BROKEN:
        return int(text[1])
    return None


def decade_at(tokens: Tokens, first: int) -> Found | None:
    """As in "1990s", "'90s", "the 80s"."""
    token, suffix = tokens[first], tokens[first + 1]
    if (
        suffix.lower not in {"s", "'s", "’s"}
        or suffix.gap != ADJACENT
        or not token.text.isdecimal()
    ):
        if not (
            suffix.text in {"'", "’"}
            and suffix.gap == ADJACENT
            and tokens[first + 2].text == "s"
            and tokens[first + 2].gap == ADJACENT
            and token.text.isdecimal()
        ):
            return None
        end = first + 3
    else:
        end = first + 2
    number = int(token.text) if len(token.text) <= 4 else 0
    if len(token.text) == 4 and number % 10 == 0 and FIRST_DECADE <= number < 2100:
        iso = f"{number // 100}XX" if number % 100 == 0 and number < 2000 else f"{number // 10}X"
        return Found(first, end, "date", "date.decade", iso=iso)
    before = tokens[first - 1]
    shortened = before.text in {"'", "’", "‘"} and token.gap == ADJACENT
    if (
        len(token.text) == 2
        and number % 10 == 0
        and (shortened or before.lower in {"the", "early", "late", "mid", "and"})
    ):
        start = first - 1 if shortened else first
        return Found(
            start,
            end,
            "date",
            "date.decade",
            iso=f"{190 + number // 10}X" if number >= 20 else f"{200 + number // 10}X",
        )
    return None


FIRST_DECADE = 1100


def written_decade(context: Context, first: int) -> Found | None:
    """As in "the nineties", "his late sixties" is an age and is read elsewhere."""
    tokens, word = context.tokens, context.tokens[first].lower
    if not word.endswith("ies") or word[:-3] + "y" not in TENS:
        return None
    if (
        tokens[first - 1].lower not in {"the", "early", "late", "mid"}
        and tokens[first - 1].kind != "dash"
    ):
        return None
    if words_around(tokens, first, 3) & {"his", "her", "their", "my"}:
        return None
    return Found(
        first, first + 1, "date", "date.decade", iso=f"19{int(TENS[word[:-3] + 'y']) // 10}X"
    )


def ordinal_period(context: Context, first: int) -> Found | None:
    """As in "19th century", "the first quarter of 2025", "second half of 2024"."""
    tokens = context.tokens
    read = ordinal_number(tokens, first)
    if read is None:
        return None
    end, number = read
    if tokens[end].kind == "dash" and tokens[end].gap == ADJACENT:
        end += 1
    period = tokens[end]
    if period.gap == BROKEN or period.lower not in PERIODS | {
        "quarter's",
        "century's",
        "centuries",
    }:
        return None
    if period.lower.startswith("centur") and 1 <= number <= 21:
        bce = tokens[end + 1].text in {"BC", "BCE"}
        return Found(
            first, end + 1 + bce, "date", "date.century", iso=None if bce else f"{number - 1:02}XX"
        )
    if period.lower.startswith("quarter") and number <= 4:
        return _quarter(context, first, end + 1, number)
    if period.lower == "half" and number <= 2:
        return _half_year(context, first, end + 1, number)
    return None


def _quarter(context: Context, first: int, end: int, number: int) -> Found | None:
    """A quarter of a year: of the one that is named, else the latest one."""
    tokens, published = context.tokens, context.published
    named = _year_behind(context, end)
    if named is not None:
        return Found(first, named[0], "date", "date.quarter", iso=f"{named[1]:04}-Q{number}")
    if tokens[end].lower in {"final", "finals"} or (
        tokens[end].text == "-" and tokens[end + 1].lower in {"final", "finals"}
    ):
        return None
    # In a match report a quarter is no part of a year.
    if words_around(tokens, first, 8, end + 6 - first) & CUES["match"]:
        return None
    if published is None:
        return Found(first, end, "date", "date.quarter")
    current = (published.month + 2) // 3
    year_number = published.year if number <= current else published.year - 1
    if number > current and looks_forward(tokens, first, end):
        year_number = published.year
    return Found(first, end, "date", "date.quarter", iso=f"{year_number:04}-Q{number}")


def _half_year(context: Context, first: int, end: int, number: int) -> Found | None:
    named = _year_behind(context, end)
    if named is None:
        return None
    start, last = HALVES[number]
    return Found(
        first, named[0], "date", "date.half_year", iso=f"{named[1]:04}-{start}/{named[1]:04}-{last}"
    )


def _year_behind(context: Context, at: int) -> tuple[int, int] | None:
    """The year in "of 2025", "2025", "of last year", "this year", "of fiscal 2025"."""
    tokens = context.tokens
    if tokens[at].gap == BROKEN:
        return None
    step = at + 1 if tokens[at].lower in {"of", ","} else at
    if tokens[step].lower == "the" and tokens[step + 1].lower == "year":
        return None
    step += tokens[step].lower in {"fiscal", "financial", "calendar"}
    read = year_at(tokens, step)
    if read is not None:
        return read
    shift = {"last": -1, "this": 0, "next": 1}.get(tokens[step].lower)
    if shift is not None and tokens[step + 1].lower == "year" and context.published:
        return step + 2, context.published.year + shift
    return None


def quarter_name(context: Context, first: int) -> Found | None:
    """As in "Q1 2025", "Q3"."""
    number = quarter_at(context.tokens, first)
    return _quarter(context, first, first + 1, number) if number else None


def season(context: Context, first: int) -> Found | None:
    """As in "summer of 2025"; a season without a year only behind last, this, next."""
    tokens = context.tokens
    number = SEASONS.get(tokens[first].lower)
    if number is None:
        return None
    named = _year_behind(context, first + 1)
    if named is None:
        return None
    return Found(first, named[0], "date", "date.season", iso=f"{named[1]:04}-{number}")
