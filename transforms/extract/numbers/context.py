"""What a rule may know beside the tokens it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from datetime import date

    from transforms.extract.numbers.lexer import Tokens

FORWARD = words("calendar", "forward")["words"]
REACH = 9  # tokens


@dataclass(frozen=True, slots=True)
class Context:
    """The text's tokens and the calendar date on which it was published."""

    tokens: Tokens
    published: date | None


def looks_forward(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the clause around a date speaks of the future: "will", "due", "next"."""
    for at in range(first - 1, max(-1, first - REACH), -1):
        token = tokens[at]
        if token.kind == "end" or token.text in {".", ";"}:
            break
        if token.lower in FORWARD or token.lower.endswith(("'ll", "’ll")):
            return True
    return any(token.lower in {"will", "would"} for token in tokens[end : end + 3])


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
