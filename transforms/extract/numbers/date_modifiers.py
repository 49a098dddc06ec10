"""Words before a date that narrow it: "mid-2026", "earlier this year"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import CALENDAR
from transforms.extract.numbers.lexer import BROKEN
from transforms.extract.numbers.vocabulary import Phrases, words

if TYPE_CHECKING:
    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.lexer import Tokens

CUES = words("cues", "dates")
MODIFIERS = Phrases(CALENDAR["modifiers"])
WITHOUT_MODIFIER = frozenset(
    {
        "date.numeric",
        "date.ago",
        "date.month_day_year",
        "date.day_month_year",
        "date.earlier",
        "date.years",
        "date.nine_eleven",
    }
)


def with_modifier(tokens: Tokens, found: Found, floor: int) -> Found:
    """The date with the word before it that narrows it: "mid-2026", "earlier this year"."""
    if found.rule_id in WITHOUT_MODIFIER or tokens[found.first].gap == BROKEN:
        return found
    at = found.first - (tokens[found.first - 1].lower == "the")
    before = MODIFIERS.before(tokens, at)
    if (
        before is not None
        and found.modifier is None
        and (
            tokens[before[0] - 1].lower not in CUES["time_words"]  # "a year later in 2003"
        )
    ):
        start = before[0] + (tokens[before[0]].lower == "the")
        if start >= floor:
            found.first, found.modifier = start, before[1]
    return found
