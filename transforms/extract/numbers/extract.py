"""Reads a text from left to right and gives the rows of its numbers."""

from __future__ import annotations

import re
from decimal import localcontext
from typing import TYPE_CHECKING

from transforms.extract.numbers import counts, date_modifiers
from transforms.extract.numbers.context import Context
from transforms.extract.numbers.grammar import (
    AFTER_ARTICLE,
    ARTICLES,
    BY_KIND,
    BY_WORD,
    TELLTALES,
    first_found,
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
SENTENCE_END = re.compile(r"[.!?](?<=[a-z\d%)\"”’'][.!?])\s+(?=[A-Z\"“‘'])|\n[^\S\n]*\n\s*")
# Far from the ends of the calendar, so that all dates told from one are in it.
YEARS_OF_NEWS = range(1600, 9000)
WORD = re.compile(r"[A-Za-z]+")
DIGIT = re.compile(rf"[\d{VULGAR}]")


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
    start = 0
    for match in SENTENCE_END.finditer(text):
        if _tells(text[start : match.start()]):
            yield start, match.end()
        start = match.end()
    if _tells(text[start:]):
        yield start, len(text)


def _tells(sentence: str) -> bool:
    return DIGIT.search(sentence) is not None or not TELLTALES.isdisjoint(WORD.findall(sentence))


def _read(context: Context) -> list[Found]:
    """What the rules find, from left to right, each token read once."""
    tokens, end = context.tokens, 0
    found: list[Found] = []
    openers = [
        at for at, token in enumerate(tokens) if token.kind in BY_KIND or token.lower in BY_WORD
    ]
    for at in openers:
        token = tokens[at]
        if at < end or (token.lower in ARTICLES and tokens[at + 1].lower not in AFTER_ARTICLE):
            continue
        name = name_at(tokens, at)
        if name is not None:
            end = name
            continue
        each = first_found(context, at)
        if each is None:
            end = counts.past(tokens, at)
            continue
        if each.kind == "date":
            each = date_modifiers.with_modifier(tokens, each, found[-1].end if found else 0)
        found.append(each)
        end = each.end
    return found
