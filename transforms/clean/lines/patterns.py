"""The patterns of the rules, arranged so that few of them need be tried on a line."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from transforms.clean.lines.beginnings import (
    ANYTHING,
    BEGINNING_CHARS,
    beginnings,
    beginnings_of,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

    from transforms.clean.lines.rules import Rule

_REMEMBERED_BEGINNINGS = 8_192


class PatternRule(NamedTuple):
    """A rule with a pattern; of those that a line matches, the one of the lowest place counts."""

    place: int
    pattern: re.Pattern[str]
    rule: Rule


class PatternIndex:
    """Finds the patterns that a line may match: by how it begins, and by the words in it.

    Of more than a hundred patterns, two are tried on a line of news, on average.

    Attributes:
        rows: All patterns, in the order of their places.
    """

    def __init__(self, patterns: Iterable[PatternRule]) -> None:
        self.rows = tuple(patterns)
        self._begun: defaultdict[str, list[PatternRule]] = defaultdict(list)
        self._held: defaultdict[str, list[PatternRule]] = defaultdict(list)
        self._others: list[PatternRule] = []
        for row in self.rows:
            self._add(row)
        self._words = AhoCorasick(self._held, implementation=Implementation.DFA)
        self._beginning = lru_cache(maxsize=_REMEMBERED_BEGINNINGS)(self._find_beginning)

    def _add(self, row: PatternRule) -> None:
        starts = beginnings(row.pattern.pattern)
        for start in starts - {ANYTHING}:
            self._begun[start].append(row)
        words = row.rule.or_holds or row.rule.needs_any
        for word in words if ANYTHING in starts else ():
            self._held[word].append(row)
        if ANYTHING in starts and not words:
            self._others.append(row)

    def find(self, folded: str) -> list[PatternRule]:
        """The patterns that a folded line may match, in no order, some of them twice."""
        found = [*self._beginning(folded[:BEGINNING_CHARS]), *self._others]
        for word in self._words.find_matches_as_strings(folded, overlapping=True):
            found += self._held[word]
        return found

    def _find_beginning(self, head: str) -> list[PatternRule]:
        return [row for start in beginnings_of(head) for row in self._begun.get(start, ())]
