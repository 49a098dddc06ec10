"""Words that bound or soften a number: "more than", "nearly", "or more", "since"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers.context import words_around
from transforms.extract.numbers.lexer import BROKEN
from transforms.extract.numbers.vocabulary import Phrases, entries

if TYPE_CHECKING:
    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.lexer import Tokens


def _phrases(section: str) -> Phrases[str]:
    rows = entries("comparators", section)
    return Phrases({phrase: row["comparator"] for row in rows for phrase in row["phrases"]})


def _blockers(section: str) -> dict[str, frozenset[str]]:
    rows = entries("comparators", section)
    return {row["phrase"]: frozenset(row["words"]) for row in rows}


BEFORE, BEFORE_DATE, AFTER = _phrases("before"), _phrases("before_date"), _phrases("after")
LAST_WORDS, FIRST_WORDS = BEFORE.ends, AFTER.starts
NOT_AFTER, NOT_BEFORE = _blockers("not_after"), _blockers("not_before")
SOFT = frozenset({"approx", "approx_lt"})
BARE_KINDS = frozenset({"ordinal", "score"})
# Adverbs that may stand between: "more than just 40".
FILLERS = frozenset({"just", "only", "the", "a", "an"})


class Comparator(NamedTuple):
    """A comparator and the tokens that say it."""

    code: str
    first: int
    end: int


def comparator_of(tokens: Tokens, found: Found) -> Comparator | None:
    """The comparator that stands directly before or behind a number."""
    if found.kind in BARE_KINDS:
        return None
    if found.kind in {"date", "time"}:
        return _of_date(tokens, found)
    first = found.first
    if tokens[first].gap != BROKEN and tokens[first - 1].lower in LAST_WORDS:
        before = BEFORE.before(tokens, first)
        if before is not None and _is_one(tokens, before[0], first):
            return Comparator(before[1], before[0], first)
    return _behind(tokens, found)


def _of_date(tokens: Tokens, found: Found) -> Comparator | None:
    first = found.first - (tokens[found.first - 1].lower == "the")
    before = BEFORE_DATE.before(tokens, first)
    if before is not None and BROKEN not in {tokens[first].gap, tokens[found.first].gap}:
        return Comparator(before[1], before[0], first)
    before = BEFORE.before(tokens, found.first)
    if (
        before is None
        or tokens[found.first].gap == BROKEN
        or not _is_one(tokens, before[0], found.first)
    ):
        return None
    if before[1] in SOFT or found.rule_id == "date.ago":
        return Comparator(before[1], before[0], found.first)
    return None


def _behind(tokens: Tokens, found: Found) -> Comparator | None:
    ends = [found.end]
    if found.counted is not None and found.counted[0] == found.end:
        ends.append(found.counted[1])
    for end in ends:
        after = AFTER.at(tokens, end) if tokens[end].lower in FIRST_WORDS else None
        if after is None or tokens[end].gap == BROKEN:
            continue
        blockers = NOT_BEFORE.get(tokens[after[0] - 1].lower, ())
        if tokens[after[0]].lower not in blockers:
            return Comparator(after[1], end, after[0])
    return None


def _is_one(tokens: Tokens, first: int, end: int) -> bool:
    """Whether the phrase compares here: "talks over 3 issues" is no more-than."""
    blockers = NOT_AFTER.get(tokens[first].lower) if end == first + 1 else None
    return blockers is None or not blockers & words_around(tokens, first, 1)
