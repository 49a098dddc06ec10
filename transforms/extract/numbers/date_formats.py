"""Dates in the forms of tables and files: "2023-11-05", "23/Sep/2020", "Dec31", "on 11/20"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import MONTHS, day_at, exists, range_link, year_at
from transforms.extract.numbers.dates import day_found, year_after
from transforms.extract.numbers.days_of_month import ends_phrase
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, SPACED
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
DECEMBER, LATEST_DAY = 12, 31
SHORTEST_MONTH = 3  # letters
MOST_LISTED = 4  # days before one in a list: "on 11/20, 11/22 or 11/25"


def numeric(context: Context, first: int) -> Found | None:
    """As in "2023-11-05", "17/05/2024", "05/17/24", "17.5.2024", "10/1/2018 - 10/7/2018"."""
    tokens = context.tokens
    found = _numeric(tokens[first].text, first)
    link = range_link(tokens, first + 1)
    if link is None or tokens[link].kind != "numeric":
        return found
    last = _numeric(tokens[link].text, link)
    if found.iso is not None and last.iso is not None and found.iso < last.iso:
        found.iso, found.end = f"{found.iso}/{last.iso}", last.end
        found.rule_id += ".range"
    return found


def _numeric(text: str, first: int) -> Found:
    if "T" in text:
        iso = text.partition("T")[0]
        return Found(first, first + 1, "date", "date.numeric", iso=iso if exists(iso) else None)
    one, two, three = (int(part) for part in text.replace("/", "-").replace(".", "-").split("-"))
    if one > LATEST_DAY:
        year, month, day = one, two, three
    else:
        day, month, year = one, two, three
        year += 0 if year > 99 else 2000 if year < 50 else 1900
        # Day first where it must be (17/05) or where points part it; else as America writes it.
        if "." not in text and day <= DECEMBER:
            month, day = day, month
    return _of_parts((first, first + 1), (year, month, day), "date.numeric")


def _of_parts(span: tuple[int, int], day: tuple[int, int, int], rule: str) -> Found:
    iso = "{:04}-{:02}-{:02}".format(*day)
    if not exists(iso):
        return Found(*span, "date", f"{rule}:no_such_day")
    return Found(*span, "date", rule, iso=iso)


def named_month(context: Context, first: int) -> Found | None:
    """A name between two numbers: "23/Sep/2020", "2019-Aug-1"; or before them: "Sep-23-2020"."""
    tokens = context.tokens
    if tokens[first + 1].text not in {"-", "/"}:
        return None
    parts, after = tokens[first : first + 5], tokens[first + 5]
    if any(part.gap != ADJACENT for part in parts[1:]):
        return None
    if after.gap == ADJACENT and (after.kind not in {"mark", "end"} or after.text == "/"):
        return None
    one, mark, two, other, three = parts
    if mark.text != other.text:
        return None
    if one.kind == "word":
        month, day, year = (
            MONTHS.get(one.lower),
            day_at(tokens, first + 2),
            year_at(tokens, first + 4),
        )
    else:
        month = MONTHS.get(two.lower)
        day = day_at(tokens, first) or day_at(tokens, first + 4)
        year = year_at(tokens, first + 4) or year_at(tokens, first)
    if month is None or day is None or year is None or three.kind != "number":
        return None
    return _of_parts((first, first + 5), (year[1], month, day[1]), "date.named_month")


def glued_day(context: Context, first: int) -> Found | None:
    """A month and its day without the space that belongs there: "Dec31, 1994"."""
    token = context.tokens[first]
    text, name = token.text, token.text.rstrip("0123456789")
    month, digits = MONTHS.get(name.lower()), text[len(name) :]
    if month is None or not name[0].isupper() or not 1 <= len(digits) < SHORTEST_MONTH:
        return None
    if not 1 <= int(digits) <= LATEST_DAY or token.gap == ADJACENT:  # "Dec/Mar8"
        return None
    day = (month, int(digits))
    year, end = year_after(context.tokens, first + 1)
    return day_found(context, (first, end), day, day, year, "date.month_day")


def month_and_day(context: Context, first: int) -> Found | None:
    """A month and a day as America writes them: "on 11/20", and no fraction of something."""
    if not _is_dated(context.tokens, first):
        return None
    return slashed_day(context, first)


def slashed_day(context: Context, first: int) -> Found | None:
    """The day of "11/20" where it is known to be one."""
    month, _, day = context.tokens[first].text.partition("/")
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(day) <= LATEST_DAY):
        return None
    if not 1 <= int(month) <= DECEMBER:
        return None
    parts = (int(month), int(day))
    return day_found(context, (first, first + 1), parts, parts, None, "date.slashed")


def _is_dated(tokens: Tokens, first: int) -> bool:
    after = tokens[first + 1]
    if not ends_phrase(tokens, first + 1) or after.lower == "of":
        return False
    for at in range(first, max(0, first - 2 * MOST_LISTED), -2):
        before = tokens[at - 1]
        if before.lower in CUES["before_slashed"]:
            return tokens[at].gap == SPACED
        if before.lower not in {",", "or", "and"} or tokens[at - 2].kind != "fraction":
            return False
    return False
