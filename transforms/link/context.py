"""What a name means in its document: whose surname it is, which of two places."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

# A document and a candidate are about one thing if they share a name that one in fifty-five
# documents has, or several more common ones.
_ENOUGH_SHARED = 4.0
_OFFICE_WEIGHT = 5.0
_COMMON_SHARE = 0.05
_SMALL_CORPUS = 50
_MOST_DOCUMENTS = 500
_KNOWN_EVERYWHERE = 5
_DOMINANT = 0.9


@dataclass(frozen=True)
class Corpus:
    """Which entities (keys) each document names, and the offices that it gives to people."""

    keys_of: Mapping[str, Collection[str]]
    offices_in: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)

    @cached_property
    def documents_of(self) -> Mapping[str, list[str]]:
        """The documents that name each entity, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for document in sorted(self.keys_of):
            for key in self.keys_of[document]:
                found[key].append(document)
        return found

    @cached_property
    def offices_of(self) -> Mapping[str, Collection[str]]:
        """The offices that any document gives each person."""
        found: dict[str, set[str]] = defaultdict(set)
        for (_, key), offices in self.offices_in.items():
            found[key].update(offices)
        return found

    def weight(self, key: str) -> float:
        """How much it tells that two documents name this entity."""
        total, count = len(self.keys_of), len(self.documents_of[key])
        if total >= _SMALL_CORPUS and count > total * _COMMON_SHARE:
            return 0.0
        return math.log(1 + max(total, _SMALL_CORPUS) / count)


class Chooser:
    """Chooses for a short name in a document which of several known ones is meant."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._named_with: dict[str, set[str]] = {}

    def choose(
        self, document: str, candidates: Iterable[str], offices: Collection[str] = ()
    ) -> str | None:
        """The candidate whose documents this one is most like; ``None`` where none is likely."""
        counts = {c: len(self._corpus.documents_of.get(c, ())) for c in sorted(candidates)}
        if not counts:
            return None
        evidence = {c: self._evidence(document, c, offices) for c in counts}
        best = max(counts, key=lambda c: (evidence[c] + math.log(1 + counts[c]), c))
        if evidence[best] >= _ENOUGH_SHARED:
            return best
        dominant = counts[best] >= _KNOWN_EVERYWHERE
        return best if dominant and counts[best] >= sum(counts.values()) * _DOMINANT else None

    def _evidence(self, document: str, candidate: str, offices: Collection[str]) -> float:
        company = self._company(candidate)
        shared = (k for k in self._corpus.keys_of.get(document, ()) if k in company)
        score = math.fsum(self._corpus.weight(k) for k in shared)
        held = self._corpus.offices_of.get(candidate, ())
        return score + (_OFFICE_WEIGHT if any(o in held for o in offices) else 0.0)

    def _company(self, candidate: str) -> set[str]:
        """The entities that the candidate's documents name."""
        if candidate not in self._named_with:
            documents = self._corpus.documents_of.get(candidate, [])[:_MOST_DOCUMENTS]
            self._named_with[candidate] = {
                k for d in documents for k in self._corpus.keys_of[d] if k != candidate
            }
        return self._named_with[candidate]
