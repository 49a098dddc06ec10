"""What a rule may know beside the tokens it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from datetime import date

    from transforms.extract.numbers.lexer import Tokens

TENSES = words("calendar", "tenses")
REACH = 9  # tokens
AHEAD = 6  # tokens
MIN_PAST = 4  # letters: "need" is none


@dataclass(frozen=True, slots=True)
class Context:
    """The text's tokens and the calendar date on which it was published."""

    tokens: Tokens
    published: date | None


def looks_forward(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the clause around a date speaks of the future: "will", "due", "next"."""
    verb = first - 1
    while tokens[verb].lower in TENSES["between"]:
        verb -= 1
    if _is_past(tokens, verb):
        return False
    clause = _clause_before(tokens, first)
    if any(_is_forward(tokens, at) for at in clause):
        return True
    behind = _clause_behind(tokens, end)
    until = any(tokens[at].lower in {"until", "till"} for at in clause)  # "until 5pm on Tuesday"
    if until or tokens[first - 1].lower in TENSES["limits"]:
        return not any(_is_past(tokens, at) for at in (*clause, *behind))
    return any(tokens[at].lower in {"will", "would"} for at in behind)


def looks_back(tokens: Tokens, first: int) -> bool:
    """Whether a date is when something has been: "died on 4 July"."""
    at = first - 1 - (tokens[first - 1].lower == "the")
    return tokens[at].lower == "on" and _is_past(tokens, at - 1)


def _clause_behind(tokens: Tokens, end: int) -> list[int]:
    """The tokens from a date on to the end of its clause, or as far as it reaches."""
    found = []
    for at in range(end, min(end + AHEAD, len(tokens))):
        if tokens[at].lower in TENSES["stop"] or tokens[at].kind == "end":
            break
        found.append(at)
    return found


def _clause_before(tokens: Tokens, first: int) -> list[int]:
    """The tokens from a date back to the end of the sentence before, or as far as it reaches."""
    found = []
    for at in range(first - 1, max(-1, first - REACH), -1):
        if tokens[at].kind == "end" or tokens[at].text in {".", ";"}:
            break
        found.append(at)
    return found


def _is_forward(tokens: Tokens, at: int) -> bool:
    word = tokens[at].lower
    if word == "to":  # "is to appear on Monday"
        return tokens[at - 1].lower in {"is", "are"}
    return word in TENSES["forward"] or word.endswith(("'ll", "’ll"))


def _is_past(tokens: Tokens, at: int) -> bool:
    """Whether a verb tells what has been: "said Tuesday", but not "will be held Tuesday"."""
    word = tokens[at].lower
    if word in TENSES["forward"] or tokens[at - 1].lower in {"be", "to"}:
        return False
    return word in TENSES["past"] or (word.endswith("ed") and len(word) > MIN_PAST)


def words_around(tokens: Tokens, first: int, back: int, ahead: int = 0) -> set[str]:
    """The words near a token, in lower case, within its paragraph."""
    found: set[str] = set()
    for at in range(first - 1, max(-1, first - back - 1), -1):
        if tokens[at].kind == "end":
            break
        found.add(tokens[at].lower)
    for at in range(first, min(len(tokens), first + ahead)):
        if tokens[at].kind == "end":
            break
        found.add(tokens[at].lower)
    return found
