"""Reads a text from left to right and gives the rows of its numbers."""

from __future__ import annotations

import re
from decimal import localcontext
from string import digits
from typing import TYPE_CHECKING

from transforms.extract.numbers import counts, date_modifiers
from transforms.extract.numbers.context import Context
from transforms.extract.numbers.grammar import (
    BY_KIND,
    BY_WORD,
    OFTEN_IDLE,
    TELLTALES,
    first_found,
    is_idle,
)
from transforms.extract.numbers.lexer import VULGAR, tokenize
from transforms.extract.numbers.money import dollar_of
from transforms.extract.numbers.names import name_at
from transforms.extract.numbers.quantity import EXACT
from transforms.extract.numbers.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.quantity import Quantity

# It begins with what it must find, so that the engine skips all else.
SENTENCE_END = re.compile(
    r"[.!?\n](?:(?<=[a-z\d%)\"”’'][.!?])(?<!\b(?:St|Jr|Mr|Ms|Dr)\.)\s+(?=[A-Z\"“‘'])|(?<=\n)[^\S\n]*\n\s*)"
)
# Far from the ends of the calendar, so that all dates told from one are in it.
YEARS_OF_NEWS = range(1600, 9000)
OTHER_DIGIT = re.compile(rf"(?![\0-\x7f])[\d{VULGAR}]")
# What is left of a text to look for telltales: letters, and one digit for all.
LETTERS_AND_ZERO = bytes.maketrans(
    bytes(byte for byte in range(128) if not chr(byte).isalnum()) + digits.encode(),
    b" " * (128 - 62) + b"0" * 10,
)


def extract_quantities(text: str, published: date | None = None) -> list[Quantity]:
    """The numbers, amounts and dates of an English text, in their order and without overlap.

    Args:
        text: Any text; offsets count its code points.
        published: The calendar date of publication. Relative dates resolve on it; without it, or
            with one that no newspaper can have, they keep their kind and have no ``iso``.

    Returns:
        One row for each number, as in docs/numbers.md.

    >>> for row in extract_quantities("More than 15 million people fled; talks lasted two hours."):
    ...     print(row.text, row.kind, row.value, row.unit, row.comparator, row.counted)
    15 million count 15000000 None gt people
    two hours duration 2 hour None None
    """
    if published is not None and published.year not in YEARS_OF_NEWS:
        published = None
    tokens = tokenize(text, telltale_spans(text))
    tokens.dollar = dollar_of(text)
    with localcontext(EXACT):
        found = counts.without_tables(tokens, _read(Context(tokens, published)))
        return [row_of(text, tokens, each) for each in found]


def telltale_spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences that can hold a number; half of the sentences of news cannot."""
    letters = text.encode("ascii", "replace").translate(LETTERS_AND_ZERO)
    other_digits = not text.isascii() and OTHER_DIGIT.search(text) is not None
    start, size = 0, len(text)
    for end, following in (*[match.span() for match in SENTENCE_END.finditer(text)], (size, size)):
        if (
            letters.find(b"0", start, end) >= 0
            or not TELLTALES.isdisjoint(letters[start:end].split())
            or (other_digits and OTHER_DIGIT.search(text, start, end))
        ):
            yield start, following
        start = following


def _read(context: Context) -> list[Found]:
    """What the rules find, from left to right, each token read once."""
    tokens, end = context.tokens, 0
    found: list[Found] = []
    openers = [
        at for at, token in enumerate(tokens) if token.kind in BY_KIND or token.lower in BY_WORD
    ]
    for at in openers:
        token = tokens[at]
        if at < end or (token.lower in OFTEN_IDLE and is_idle(tokens, at)):
            continue
        name = name_at(tokens, at)
        if name is not None:
            end = name
            continue
        each = first_found(BY_KIND.get(token.kind) or BY_WORD[token.lower], context, at)
        if each is None:
            end = counts.past(tokens, at)
            continue
        if each.kind == "date":
            each = date_modifiers.with_modifier(tokens, each, found[-1].end if found else 0)
        found.append(each)
        end = each.end
    return found
