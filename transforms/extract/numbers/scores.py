"""Scores and votes: "2-1", "6-4, 7-5", "52-48 vote", "51 votes to 49"."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.context import words_around
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN
from transforms.extract.numbers.noun_phrases import plural_phrase
from transforms.extract.numbers.numerals import SCALES, numeral_at
from transforms.extract.numbers.units import TIME_UNITS, percent_at, physical_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Token

CUES = frozenset(
    {
        "won",
        "win",
        "wins",
        "winning",
        "beat",
        "beats",
        "beating",
        "beaten",
        "lost",
        "lose",
        "loses",
        "losing",
        "loss",
        "draw",
        "drew",
        "drawn",
        "defeat",
        "defeated",
        "victory",
        "lead",
        "leads",
        "led",
        "leading",
        "score",
        "scored",
        "vote",
        "voted",
        "votes",
        "ruled",
        "ruling",
        "trail",
        "trailed",
        "trailing",
        "tie",
        "tied",
        "aggregate",
        "thrashed",
        "thrashing",
        "hammered",
        "down",
        "up",
        "final",
        "set",
        "sets",
        "goals",
        "goal",
        "innings",
        "passed",
        "rejected",
        "approved",
        "success",
        "triumph",
        "half-time",
        "match",
        "game",
        "decision",
        "majority",
        "edged",
        "level",
        "equalised",
        "record",
        "series",
        "comeback",
        "stalemate",
        "semi",
        "cup",
        "crushed",
        "downed",
    }
)
NEAR = 7
VOTES = frozenset({"vote", "votes", "seats", "points", "goals", "games", "ballots", "delegates"})


def score(context: Context, first: int) -> Found | None:
    """Two plain numbers with a hyphen that are a result."""
    tokens = context.tokens
    pair = _pair(tokens, first)
    if pair is None:
        return None
    end, left, right = pair
    if not _is_score(tokens, first, end, left, right):
        return None
    while (
        tokens[end].text == "," and (further := _pair(tokens, end + 1)) is not None
    ):  # sets of a match
        end = further[0]
    return Found(first, end, "score", "score.hyphen", value=Decimal(left), high=Decimal(right))


def _pair(tokens: Sequence[Token], first: int) -> tuple[int, int, int] | None:
    left, dash, right = tokens[first : first + 3]
    if dash.kind != "dash" or len(dash.text) != 1 or dash.gap != ADJACENT or right.gap != ADJACENT:
        return None
    if not (_plain(left) and _plain(right)):
        return None
    after = tokens[first + 3]
    if after.gap == ADJACENT and after.kind in {"dash", "word", "code", "number"}:
        return None
    return first + 3, int(left.text), int(right.text)


def _plain(token: Token) -> bool:
    return token.kind == "number" and token.text.isdecimal() and len(token.text) <= 3


def _is_score(tokens: Sequence[Token], first: int, end: int, left: int, right: int) -> bool:
    after = tokens[end]
    if (
        after.lower in TIME_UNITS
        or percent_at(tokens, end)
        or physical_at(tokens, end, digits=True)
        or after.lower in SCALES
    ):
        return False
    if tokens[first - 1].kind in {"sign", "dollar", "prefix", "dash"} or tokens[
        first - 1
    ].lower in {"aged", "ages", "age", "between", "about"}:
        return False
    around = words_around(tokens, first, NEAR) | words_around(tokens, end, 0, 5)
    if around & CUES:
        return plural_phrase(tokens, end) is None or left >= right or bool(VOTES & around)
    return left >= right and plural_phrase(tokens, end) is None and tokens[first].gap != BROKEN


def votes(context: Context, first: int) -> Found | None:
    """ "51 votes to 49", "by 51 to 49", "52 to 48"."""
    tokens = context.tokens
    left = numeral_at(tokens, first)
    if left is None or left.style not in {"digits", "words"} or tokens[left.end].gap == BROKEN:
        return None
    at = left.end
    noun = tokens[at].lower in VOTES
    at += noun
    if tokens[at].lower not in {"to", "against"}:
        return None
    right = numeral_at(tokens, at + 1)
    if right is None or right.style not in {"digits", "words"} or tokens[at + 1].gap == BROKEN:
        return None
    if not noun:
        around = words_around(tokens, first, NEAR)
        vote = around & {
            "vote",
            "voted",
            "votes",
            "voting",
            "ruled",
            "approved",
            "passed",
            "rejected",
            "majority",
        }
        if (
            not vote
            or tokens[first - 1].lower == "from"
            or tokens[right.end].lower in TIME_UNITS
            or percent_at(tokens, right.end)
        ):
            return None
    found = Found(first, right.end, "score", "score.votes", value=left.value, high=right.value)
    if noun:
        found.counted = (left.end, left.end + 1)
    return found
