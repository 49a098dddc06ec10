"""Years, and the larger and smaller parts of time that are named by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.ages import decade_of_life
from transforms.extract.numbers.context import looks_forward, words_around
from transforms.extract.numbers.dates import SEASONS, ordinal_word, range_link, year_at
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import is_plural, plural_phrase
from transforms.extract.numbers.numerals import TENS

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

# Before a year that stands alone.
YEAR_WORDS = frozenset(
    {
        "in",
        "since",
        "of",
        "from",
        "until",
        "till",
        "by",
        "before",
        "after",
        "during",
        "year",
        "early",
        "late",
        "mid",
        "fiscal",
        "summer",
        "spring",
        "autumn",
        "winter",
        "fall",
        "throughout",
        "circa",
        "through",
        "between",
        "to",
        "and",
        "for",
        "pre",
        "post",
        "around",
        "about",
    }
)
STRONG_YEAR_WORDS = frozenset(
    {
        "in",
        "since",
        "until",
        "till",
        "by",
        "before",
        "after",
        "during",
        "year",
        "early",
        "late",
        "fiscal",
        "summer",
        "spring",
        "autumn",
        "winter",
        "throughout",
        "circa",
    }
)
# A round number behind these is an amount: "more than 2000 people".
AMOUNT_WORDS = frozenset(
    {
        "than",
        "about",
        "some",
        "nearly",
        "almost",
        "over",
        "around",
        "approximately",
        "roughly",
        "to",
        "least",
        "most",
        "up",
        "estimated",
        "every",
        "these",
        "those",
        "only",
        "another",
        "all",
        "costs",
        "cost",
        "at",
        "under",
        "above",
        "below",
    }
)
DATING_WORDS = frozenset({"dates", "date", "dated", "dating"})
DIGITS = 4
LATEST_SHORT = 35  # of two digits: '36 is 1936
SHORT_YEAR_ENDS = frozenset({"s", "'s", "’s", "'", "’", "ad", "bc", "bce", "ce", "a.d.", "b.c."})
MODERN = range(1800, 2036)
EARLY_LATE = {"early", "late", "mid", "mid-", "earlier", "later"}
PERIODS = {"quarter", "half", "century", "decade"}
HALVES = {1: ("01", "06"), 2: ("07", "12")}


def year(context: Context, first: int) -> Found | None:
    """As in "1945", "1999 to 2008", "2014-15", "410 AD", "1990s"."""
    tokens = context.tokens
    if len(tokens[first].text) != DIGITS and tokens[first + 1].lower not in SHORT_YEAR_ENDS:
        return _short(tokens, first)
    decade = decade_of_life(context, first) or _decade(tokens, first)
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
    through = _through(context, first, end, number)
    amount = link is not None and tokens[link].kind == "number" and len(tokens[link].text) > 3
    if through is not None or (amount and tokens[first - 1].lower not in {"in", "since"}):
        return through
    if not _is_year(tokens, first, end, number):
        return None
    quarter = _quarter_name(tokens, end)
    if quarter is not None:
        return Found(first, end + 1, "date", "date.quarter", iso=f"{number:04}-Q{quarter}")
    return Found(first, end, "date", "date.year", iso=f"{number:04}")


def _short(tokens: Tokens, first: int) -> Found | None:
    """As in "in '84"."""
    token, mark, before = tokens[first], tokens[first - 1], tokens[first - 2]
    if mark.text not in {"'", "’", "‘"} or token.gap != ADJACENT or len(token.text) != 2:
        return None
    if before.lower not in STRONG_YEAR_WORDS | {"of", "from"} or not token.text.isdecimal():
        return None
    number = int(token.text)
    century = 1900 if number > LATEST_SHORT else 2000
    return Found(first - 1, first + 1, "date", "date.short_year", iso=f"{century + number:04}")


def _quarter_name(tokens: Tokens, at: int) -> int | None:
    text = tokens[at].text
    if len(text) == 2 and text[0] in "Qq" and text[1] in "1234" and tokens[at].gap != BROKEN:
        return int(text[1])
    return None


def _is_year(tokens: Tokens, first: int, end: int, number: int) -> bool:
    """Whether four digits are a year here and no amount."""
    before, after = tokens[first - 1], tokens[end]
    if after.text in {"%", "°"} or before.kind in {"sign", "dollar", "prefix"}:
        return False
    word = before.lower if before.gap != BROKEN or first else ""
    plural = plural_phrase(tokens, end) if after.gap == SPACED and after.text.islower() else None
    round_amount = number % 100 == 0 or number not in MODERN
    if word in AMOUNT_WORDS and plural is not None and number % 10 == 0:
        return False
    if number in MODERN:
        return not (round_amount and plural is not None and word not in STRONG_YEAR_WORDS)
    told = word in {"from", "to"} and tokens[first - 2].lower in DATING_WORDS
    return (
        (told or word in STRONG_YEAR_WORDS)
        and plural is None
        and tokens[first].gap == SPACED
        and (after.kind != "word" or after.gap == BROKEN or not is_plural(after))
        and after.lower not in {"percent", "pct", "million", "dollars"}
    )


def _through(context: Context, first: int, end: int, number: int) -> Found | None:
    """As in "1999 to 2008", "2014-15", "between 1600 and 1900"."""
    tokens = context.tokens
    link = range_link(tokens, end)
    if link is None and tokens[end].lower == "and" and tokens[first - 1].lower == "between":
        link = end + 1
    if tokens[end].text == "/" and tokens[end].gap == ADJACENT:
        link = end + 1
    if link is None or number not in range(1200, 2100):
        return None
    other = year_at(tokens, link)
    if other is not None and number < other[1] < 2100:
        if tokens[first - 1].lower in {"than", "to", "about"} or (
            plural_phrase(tokens, other[0])
            and (
                number % 10 == 0 == other[1] % 10
                and tokens[first - 1].lower not in STRONG_YEAR_WORDS | {"between", "from"}
            )
        ):
            return None
        if (
            tokens[first - 1].lower == "from"
            and plural_phrase(tokens, other[0]) == other[0] + 1
            and number % 100 == 0
        ):
            return None
        start = first - 1 if tokens[first - 1].lower == "between" else first
        return Found(
            start if start == first else first,
            other[0],
            "date",
            "date.years",
            iso=f"{number:04}/{other[1]:04}",
        )
    short = tokens[link]
    if (
        tokens[end].gap == ADJACENT
        and short.kind == "number"
        and len(short.text) == 2
        and short.text.isdecimal()
        and short.gap == ADJACENT
    ):
        last = number // 100 * 100 + int(short.text)
        if last <= number:
            last += 100 if last + 100 - number < 12 else 0
        if number < last:
            return Found(first, link + 1, "date", "date.years", iso=f"{number:04}/{last:04}")
    return None


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


def _decade(tokens: Tokens, first: int) -> Found | None:
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
    if words_around(tokens, first, 8, end + 6 - first) & {
        "yards",
        "touchdown",
        "points",
        "yard",
        "scored",
        "game",
        "ball",
        "pass",
        "left",
        "goal",
        "goals",
    }:
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
    number = _quarter_name(context.tokens, first)
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
    return _through(context, at, *read) or Found(
        first, read[0], "date", "date.fiscal_year", iso=f"{read[1]:04}"
    )
