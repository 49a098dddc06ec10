"""Currencies before and behind an amount."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers.context import words_around
from transforms.extract.numbers.lexer import BROKEN
from transforms.extract.numbers.vocabulary import Phrases, rows, table, words

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Tokens

SIGNS = table("currency_words")["signs"]
PREFIXES = table("currency_words")["prefixes"]
HUNDREDTHS = table("currency_words")["hundredths"]
CENTS = words("currency_words", "cents")["currencies"]
CENT_WORDS = table("currency_words")["cent_words"]
ALSO_WORDS = words("currency_words", "also_words")
POUND_MONEY = words("currency_words", "pounds")["money"]
POUND_WEIGHT = words("currency_words", "pounds")["weight"]
CODES = frozenset(row["code"] for row in rows("currencies"))
WORD_CODES = CODES - words("currency_words", "no_codes")["words"]
GLUED_CODES = WORD_CODES - words("currency_words", "no_codes")["glued"]
NAMES = Phrases(
    {
        spelling: row["code"]
        for row in rows("currencies")
        for name in row["names"].split("|")
        if " " in name
        for spelling in (name, name.replace("dollar", "dlr"))  # as the wires write
    }
    | table("currency_words")["words"]
)
# Words that may begin an amount: "EUR 3.5m", "US $84".
PREFIX_WORDS = frozenset(
    word.lower()
    for word in (
        *PREFIXES,
        *WORD_CODES,
        *(sign[:-1] for sign in SIGNS if sign[:-1].isalpha()),
        "u.s.",
        "y",
    )
)
STARTS = (
    NAMES.starts
    | frozenset(word.lower() for word in CENT_WORDS)
    | frozenset(HUNDREDTHS)
    | frozenset(SIGNS)
    | frozenset(code.lower() for code in CODES)
    | {"pound", "pounds"}
)
DOLLARS = {
    name.removesuffix(" dollars"): row["code"]
    for row in rows("currencies")
    for name in row["names"].split("|")
    if name.endswith(" dollars")
}
WHOSE_DOLLARS = re.compile(
    r"\b(?:figures|amounts|prices|sums|values|costs)\b[^.\n]{0,40}?\bin "
    rf"({'|'.join(DOLLARS)}) dollars\b",
    re.IGNORECASE,
)
HUNDREDTH = Decimal("0.01")
ONE = Decimal(1)


class Currency(NamedTuple):
    """A currency beside an amount: the token where it begins or ends, its code, its factor."""

    at: int
    code: str
    factor: Decimal = ONE


def dollar_of(text: str) -> str:
    """The currency of a bare dollar sign: the American one, unless the text says otherwise.

    >>> dollar_of("Sales rose to $5 million. All figures are in Canadian dollars.")
    'CAD'
    """
    told = WHOSE_DOLLARS.search(text) if "dollars" in text else None
    return DOLLARS.get(told[1].lower(), "USD") if told else "USD"


def currency_before(tokens: Tokens, first: int) -> Currency | None:
    """The currency that begins at a token, an amount behind it: ``at`` is the amount's token.

    >>> from transforms.extract.numbers.lexer import tokenize
    >>> currency_before(tokenize("US $84 billion"), 0)
    Currency(at=2, code='USD', factor=Decimal('1'))
    """
    token = tokens[first]
    following = tokens[first + 1]
    if following.gap == BROKEN:
        return None
    if token.kind in {"sign", "dollar"}:
        code = tokens.dollar if token.text == "$" else SIGNS.get(token.text, "USD")
        return Currency(first + 1, code)
    if token.kind == "prefix":
        known = token.text if token.text in GLUED_CODES else None
        named = PREFIXES.get(token.text) or SIGNS.get(token.text) or known
        return Currency(first + 1, named) if named else None
    if token.kind not in {"word", "initials"} or not token.text[0].isalpha():
        return None
    return _letters_before(tokens, first)


def _letters_before(tokens: Tokens, first: int) -> Currency | None:
    """As in "US $", "EUR 3.5m", "Rs 2,000", "Y=100"."""
    text, following = tokens[first].text, tokens[first + 1]
    if following.text == "$":
        code = SIGNS.get(text.replace(".", "").upper() + "$")
        return Currency(first + 2, code) if code else None
    if text == "Y" and following.text == "=" and tokens[first + 2].kind == "number":
        return Currency(first + 2, "JPY")
    if text in PREFIXES or text in WORD_CODES:
        at = first + 1 + (following.text in {".", ":"})
        if tokens[at].kind == "number" and tokens[at].gap != BROKEN:
            return Currency(at, PREFIXES.get(text, text))
    return None


def currency_after(tokens: Tokens, end: int, *, scaled: bool) -> Currency | None:
    """The currency that begins at a token behind an amount: ``at`` is the token after it.

    Args:
        tokens: The text.
        end: The token behind the amount.
        scaled: Whether the amount has a scale: millions of pounds are no weight.
    """
    token = tokens[end]
    if token.gap == BROKEN:
        return None
    if token.kind == "sign" and tokens[end + 1].kind != "number":
        return Currency(end + 1, SIGNS[token.text])
    if token.kind not in {"word", "code", "initials"}:
        return None
    if token.lower in {"pounds", "pound", "sterling"}:
        return _pounds(tokens, end, scaled=scaled)
    code = HUNDREDTHS.get(token.lower)
    if code is not None and (token.lower != "p" or token.text == "p"):
        return Currency(end + 1, code, HUNDREDTH)
    named = NAMES.at(tokens, end)
    cents = CENT_WORDS.get(token.text)
    if cents is not None and tokens[end + 1].lower in {"cent", "cents"}:  # "40 euro cents"
        return Currency(end + 2, cents, HUNDREDTH)
    if named is not None and not _is_word_of_its_own(tokens, end):
        return Currency(named[0], named[1])
    if token.text in CODES and tokens[end - 1].kind in {"number", "word"}:
        return Currency(end + 1, token.text) if token.text in WORD_CODES else None
    return None


def _is_word_of_its_own(tokens: Tokens, at: int) -> bool:
    """As in "two won the prize", "real estate", "25 marks": names that are also other words."""
    token, following = tokens[at], tokens[at + 1]
    if token.lower == "won":
        return following.lower in ALSO_WORDS["behind_won"] or (
            tokens[at - 1].kind != "number"
            and tokens[at - 1].lower not in {"million", "billion", "trillion"}
        )
    if token.lower in ALSO_WORDS["behind_words"]:
        return tokens[at - 1].kind == "word" and tokens[at - 1].lower not in {"million", "billion"}
    return token.text[0].isupper() and token.lower in ALSO_WORDS["capitalised"]


def _pounds(tokens: Tokens, end: int, *, scaled: bool) -> Currency | None:
    if tokens[end].lower == "sterling":
        return Currency(end + 1, "GBP")
    if tokens[end + 1].lower == "sterling":
        return Currency(end + 2, "GBP")
    if tokens[end + 1].lower == "of" and not scaled:
        return None
    around = words_around(tokens, end, 10, 8)
    if around & POUND_WEIGHT:
        return None
    return Currency(end + 1, "GBP") if scaled or around & POUND_MONEY else None
