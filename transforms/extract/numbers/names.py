"""Numbers that are no numbers: identifiers, names, pronouns, addresses."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED
from transforms.extract.numbers.noun_phrases import STOP, VERBS, is_plural, plural_phrase
from transforms.extract.numbers.numerals import SCALES
from transforms.extract.numbers.units import TIME_UNITS
from transforms.extract.numbers.vocabulary import DATA, Phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.numbers.lexer import Token

TABLE = tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))
DESIGNATORS = frozenset(word for entry in TABLE["designator"] for word in entry["words"])
FOLLOWERS = frozenset(word for entry in TABLE["follower"] for word in entry["words"])
WORD_NAMES = Phrases({word: True for entry in TABLE["word_name"] for word in entry["words"]})
ORDINAL_IDIOMS = Phrases(
    {phrase: True for entry in TABLE["ordinal_idiom"] for phrase in entry["phrases"]}
)
# "one" is a pronoun behind these, and before a word that begins no noun phrase.
ONE_AFTER = frozenset(
    {
        "no",
        "the",
        "this",
        "that",
        "each",
        "every",
        "another",
        "other",
        "which",
        "any",
        "some",
        "a",
        "an",
        "good",
        "bad",
        "new",
        "old",
        "big",
        "first",
        "last",
        "next",
        "only",
        "same",
        "right",
        "wrong",
        "loved",
        "my",
        "his",
        "her",
        "our",
        "their",
        "your",
        "day",
        "everyone",
        "such",
        "latest",
        "current",
        "previous",
        "second",
        "third",
        "number",
        "fifth",
    }
)
HEADLINE_VERBS = frozenset(
    {
        "kills",
        "leaves",
        "injures",
        "wounds",
        "claims",
        "hits",
        "tops",
        "arrests",
        "jails",
        "cuts",
        "adds",
        "loses",
        "wins",
        "buys",
        "sells",
        "raises",
        "pays",
        "seeks",
        "kill",
        "leave",
        "hit",
        "dead",
        "at",
        "in",
        "by",
        "to",
        "for",
        "least",
        "about",
        "over",
        "than",
        "with",
        "after",
        "up",
        "down",
        "of",
        "and",
        "nearly",
        "almost",
        "some",
        "around",
        "from",
        "on",
        "the",
        "aged",
        "turns",
        "reaches",
        "passes",
        "exceeds",
        "near",
        "kidnaps",
        "frees",
        "charges",
        "saves",
        "fires",
        "hires",
        "names",
        "strikes",
        "fines",
        "under",
        "into",
        "as",
    }
)


def name_at(tokens: Sequence[Token], first: int) -> int | None:
    """One past a number that belongs to a name or an identifier, or null.

    >>> from transforms.extract.numbers.lexer import tokenize
    >>> name_at(tokenize("F-16 jets"), 2), name_at(tokenize("killed 16"), 1)
    (3, None)
    """
    token = tokens[first]
    if token.kind == "number":
        return _identifier(tokens, first)
    if token.kind == "word":
        return _word_name(tokens, first)
    return None


def _identifier(tokens: Sequence[Token], first: int) -> int | None:
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    glued = after.kind in {"word", "code"} and after.gap == ADJACENT
    if token.gap == ADJACENT and before.kind == "dash" and before.gap == ADJACENT:
        # F-16, COVID-19, Tu-154: letters before the hyphen; "mid-2026", "minus-5" are read elsewhere.
        word = tokens[first - 2]
        if (
            word.kind in {"word", "code", "initials"}
            and _is_name_part(word)
            and not _goes_on_as_amount(tokens, first)
        ):
            return first + 1 + glued
    if (
        token.gap == ADJACENT
        and before.kind in {"code", "word", "mark", "other"}
        and before.text in {"/", "#", "_", "\\", "="}
    ):
        return (
            first + 1 if before.text != "/" or tokens[first - 2].kind in {"word", "code"} else None
        )
    if before.text == "." and token.gap == ADJACENT and tokens[first - 2].kind == "number":
        return first + 1  # 1.2.3
    if token.gap == SPACED and before.kind in {"word", "initials"} and _designates(tokens, first):
        return first + 1 + glued
    if after.lower in FOLLOWERS:
        return first + 1
    if (
        before.text == "("
        and after.text == ")"
        and token.text.isdecimal()
        and len(token.text) <= 2
        and tokens[first - 2].text.istitle()
        and False
    ):
        return first + 1
    return None


def _is_name_part(word: Token) -> bool:
    return (
        word.text[0].isupper()
        and word.lower not in {"mid", "minus", "pre", "post", "sub", "under", "over"}
        and (len(word.text) <= 5 or word.text.isupper() or word.lower == "covid")
    )


def _goes_on_as_amount(tokens: Sequence[Token], first: int) -> bool:
    return tokens[first + 1].text in {"%"} or tokens[first + 1].lower in {
        "percent",
        "million",
        "billion",
        "year",
    }


def _designates(tokens: Sequence[Token], first: int) -> bool:
    """Whether the word before a number makes it a name: "Article 5", "Apollo 13", "Gaza 14 people" not."""
    token, before, after = tokens[first], tokens[first - 1], tokens[first + 1]
    if not before.text[0].isupper():
        return False
    if "," in token.text or after.text == "%" or (after.lower in SCALES and after.gap != BROKEN):
        return False
    if before.lower in {"no", "nos"} and before.gap != BROKEN:
        return token.text in {"10", "11"}
    known = before.lower in DESIGNATORS
    if after.kind == "word" and after.gap == SPACED:
        if after.lower in TIME_UNITS and not known:
            return False
        if plural_phrase(tokens, first + 1) == first + 2 and not known:
            return False
    if known:
        return True
    if before.lower in STOP or before.lower in VERBS or before.lower in HEADLINE_VERBS:
        return False
    sentence_start = before.gap == BROKEN or tokens[first - 2].text in {
        ".",
        ":",
        "!",
        "?",
        '"',
        "“",
    }
    if sentence_start:
        return False
    if not token.text.isdecimal() or plural_phrase(tokens, first + 1) is not None:
        return False
    headline = (
        tokens[first - 2].text[:1].isupper()
        and tokens[first + 2].text[:1].isupper()
        and after.text[:1].isupper()
    )
    return not (
        headline or before.lower.endswith(("s", "ed")) and tokens[first - 2].text[:1].isupper()
    )


def _word_name(tokens: Sequence[Token], first: int) -> int | None:
    """Names with number words, and the pronoun "one"."""
    named = WORD_NAMES.at(tokens, first) or _ending_here(tokens, first)
    if named is not None:
        return max(named[0], first + 1)
    if tokens[first].lower == "one" and is_pronoun(tokens, first):
        return first + 1
    return None


def _ending_here(tokens: Sequence[Token], first: int) -> tuple[int, bool] | None:
    found = WORD_NAMES.before(tokens, first + 1)
    return (first + 1, True) if found is not None and found[0] < first else None


def is_pronoun(tokens: Sequence[Token], first: int) -> bool:
    """Whether "one" stands for a person or thing: "no one", "one of the", "the other one"."""
    before, after = tokens[first - 1], tokens[first + 1]
    if tokens[first].gap != BROKEN and before.lower in ONE_AFTER:
        return True
    if after.kind == "dash" and after.gap == ADJACENT:
        word = tokens[first + 2].lower
        return not (
            word in TIME_UNITS
            or word in FRACTION_WORDS
            or word
            in {
                "hundred",
                "thousand",
                "million",
                "billion",
                "hundredth",
                "person",
                "bedroom",
                "party",
                "mile",
                "foot",
                "goal",
                "point",
                "state",
                "child",
                "room",
                "page",
                "run",
                "shot",
                "stroke",
                "match",
                "game",
                "dose",
            }
        )
    if after.lower in {"in", "out"} and tokens[first + 2].kind in {"number", "word"}:
        return False
    if after.kind != "word" or after.gap == BROKEN:
        return True
    word = after.lower
    if word in {"or", "to"}:
        return tokens[first + 2].lower not in {"two", "three", "more"}
    if word == "and":
        return tokens[first + 2].lower not in {"a", "one", "two"}
    return (
        word in STOP
        or word in VERBS
        or word.endswith(("ing", "ed", "ly"))
        or (is_plural(after) and word not in TIME_UNITS)
    )


FRACTION_WORDS = frozenset(
    {
        "third",
        "half",
        "quarter",
        "fifth",
        "fourth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "hundredth",
        "thousandth",
    }
)
