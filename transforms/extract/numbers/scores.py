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
from transforms.extract.numbers.vocabulary import words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Token, Tokens

CUES = words("cues", "scores")
SEPTEMBER_11 = (9, 11)
NEAR = 7  # tokens in which a word like "won" tells a score from a range
LONGEST = 3  # digits


def score(context: Context, first: int) -> Found | None:
    """Two plain numbers with a hyphen that are a result; the sets of a match are one score."""
    tokens = context.tokens
    pair = _pair(tokens, first) if tokens[first + 1].kind == "dash" else None
    if pair is None:
        return None
    end, left, right = pair
    if (left, right) == SEPTEMBER_11 and tokens[first - 1].lower in CUES["before_september_11"]:
        return Found(first, end, "date", "date.nine_eleven", iso="2001-09-11")
    last = _past_sets(tokens, end)
    if last == end and not _is_score(tokens, first, pair):
        return None
    return Found(first, last, "score", "score.hyphen", value=Decimal(left), high=Decimal(right))


def _pair(tokens: Tokens, first: int) -> tuple[int, int, int] | None:
    """One past two numbers joined by a dash, and the numbers."""
    left, dash, right, after = tokens[first : first + 4]
    if dash.kind != "dash" or len(dash.text) != 1 or dash.gap != ADJACENT or right.gap != ADJACENT:
        return None
    if not (_is_points(left) and _is_points(right)):
        return None
    if after.gap == ADJACENT and after.kind in {"dash", "word", "code", "number"}:
        return None
    return first + 3, int(left.text), int(right.text)


def _is_points(token: Token) -> bool:
    return token.kind == "number" and token.text.isdecimal() and len(token.text) <= LONGEST


def _past_sets(tokens: Tokens, end: int) -> int:
    """Past the further sets of a match: "6-4, 7-5", "6-7 (4-7) 7-6"."""
    while tokens[end].gap != BROKEN:
        at = end + (tokens[end].text == ",")
        if tokens[at].text == "(" and tokens[at + 1].kind == "fraction":  # 7-6 (8/6)
            end = at + 3
            continue
        tie_break = _pair(tokens, at + 1) if tokens[at].text == "(" else None
        following = _pair(tokens, at)
        if tie_break is not None and tokens[tie_break[0]].text == ")":
            end = tie_break[0] + 1
        elif following is not None:
            end = following[0]
        else:
            break
    return end


def _is_score(tokens: Tokens, first: int, pair: tuple[int, int, int]) -> bool:
    end, left, right = pair
    before, after = tokens[first - 1], tokens[end]
    if (
        after.lower in TIME_UNITS
        or after.lower in SCALES
        or percent_at(tokens, end)
        or physical_at(tokens, end, digits=True)
        or before.kind in {"sign", "dollar", "prefix", "dash"}
        or (before.lower in CUES["before_range"] and left < right)
    ):
        return False
    counts = plural_phrase(tokens, end) is not None
    around = words_around(tokens, first, NEAR) | words_around(tokens, end, 0, NEAR - 2)
    if around & CUES["results"]:
        return not counts or left >= right or bool(CUES["votes"] & around)
    return left >= right and not counts and before.kind != "end"


def votes(context: Context, first: int) -> Found | None:
    """A vote in words: "51 votes to 49", "by 51 to 49"."""
    tokens = context.tokens
    left = numeral_at(tokens, first)
    if left is None or left.style not in {"digits", "words"} or tokens[left.end].gap == BROKEN:
        return None
    noun = tokens[left.end].lower in CUES["votes"]
    at = left.end + noun
    if tokens[at].lower not in {"to", "against"}:
        return None
    right = numeral_at(tokens, at + 1)
    if right is None or right.style not in {"digits", "words"} or tokens[at + 1].gap == BROKEN:
        return None
    if not noun and not _is_vote(tokens, first, right.end):
        return None
    found = Found(first, right.end, "score", "score.votes", value=left.value, high=right.value)
    found.counted = (left.end, left.end + 1) if noun else None
    return found


def _is_vote(tokens: Tokens, first: int, end: int) -> bool:
    return (
        bool(CUES["voting"] & words_around(tokens, first, NEAR))
        and tokens[first - 1].lower != "from"
        and tokens[end].lower not in TIME_UNITS
        and percent_at(tokens, end) is None
    )
