"""What a short name means in its document: whose surname it is, which body's letters."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from transforms.link.mentions import Numbers

# A document and a candidate are about one thing if they share a name that one in fifty-five
# documents has, or several more common ones.
_ENOUGH_SHARED = 4.0
_OFFICE_WEIGHT = 5.0
_COMMON_SHARE = 0.05
_SMALL_CORPUS = 50
_MOST_DOCUMENTS = 500
_KNOWN_EVERYWHERE = 5
_DOMINANT = 0.9
# What is looked at together, so that memory does not grow with the corpus.
_PAIRS_AT_A_TIME = 300_000


class Lists(NamedTuple):
    """Lists of numbers, one behind the other: the list ``i`` begins at ``starts[i]``."""

    values: Numbers
    starts: Numbers

    @classmethod
    def of(cls, keys: Numbers, values: Numbers, count: int) -> Lists:
        """The values of each key below ``count``, in their order."""
        order = np.argsort(keys, kind="stable")
        return cls(values[order], np.searchsorted(keys[order], np.arange(count + 1)))

    def lengths(self) -> Numbers:
        """How many values each list has."""
        return np.diff(self.starts)

    def join(self, numbers: Numbers, most: int | None = None) -> tuple[Numbers, Numbers]:
        """The values of these lists, each with the place of its list among ``numbers``."""
        starts = self.starts[numbers]
        lengths = np.minimum(self.starts[numbers + 1] - starts, most or len(self.values))
        which, places = _ranges(starts, lengths)
        return which, self.values[places]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Which entities (numbers of ``keys``) each document names, and the offices of people.

    ``keys_of`` and ``documents_of`` are sorted and name nothing twice.
    """

    keys: Sequence[str]
    keys_of: Lists
    documents_of: Lists
    offices_of: Mapping[int, Collection[str]]

    @classmethod
    def of(
        cls,
        keys: Sequence[str],
        document_count: int,
        named: tuple[Numbers, Numbers],
        offices_of: Mapping[int, Collection[str]],
    ) -> Corpus:
        """The corpus in which documents name keys; the pairs of them may repeat."""
        pairs = distinct(named[0] * len(keys) + named[1])
        documents, numbers = np.divmod(pairs, max(len(keys), 1))
        return cls(
            keys,
            Lists.of(documents, numbers, document_count),
            Lists.of(numbers, documents, len(keys)),
            offices_of,
        )

    def weights(self) -> NDArray[np.float64]:
        """How much it tells that two documents name this entity, for each."""
        counts = self.documents_of.lengths()
        total = int(np.count_nonzero(self.keys_of.lengths()))
        smallest = max(total, _SMALL_CORPUS)
        by_count = {
            count: 0.0
            if total >= _SMALL_CORPUS and count > total * _COMMON_SHARE
            else math.log(1 + smallest / max(count, 1))
            for count in np.unique(counts).tolist()
        }
        return np.array([by_count[count] for count in counts.tolist()])


class Question(NamedTuple):
    """A short name: what it may stand for, the documents that have it, offices it has there."""

    candidates: Sequence[int]
    documents: Numbers
    offices: Mapping[int, Collection[str]]


def choose(corpus: Corpus, questions: Iterable[Question]) -> Iterator[list[int | None]]:
    """Which of several known entities is meant by a short name, in each document that has it.

    Yields:
        For each short name and document, the candidate whose documents this one is most like;
        ``None`` where none is likely.
    """
    weights = corpus.weights()
    counts = corpus.documents_of.lengths()
    for together in _together(corpus, questions):
        shared = iter(_shared(corpus, weights, together))
        for candidates, documents, offices in together:
            choice = _Choice(corpus, counts, candidates)
            yield [choice.of(next(shared), offices.get(d, ())) for d in documents.tolist()]


class _Choice:
    """What one short name may stand for."""

    def __init__(self, corpus: Corpus, counts: Numbers, candidates: Sequence[int]) -> None:
        self._keys = corpus.keys
        self._counts = {c: int(counts[c]) for c in candidates}
        self._total = sum(self._counts.values())
        self._holders: dict[str, list[int]] = defaultdict(list)
        for candidate in candidates:
            for office in corpus.offices_of.get(candidate, ()):
                self._holders[office].append(candidate)
        # The best of those for which a document has no evidence.
        self._commonest = max(candidates, key=lambda c: (self._counts[c], self._keys[c]), default=0)

    def of(self, shared: Mapping[int, float], offices: Collection[str]) -> int | None:
        if not self._counts:
            return None
        evidence = {self._commonest: 0.0, **shared}
        for candidate in {c for office in offices for c in self._holders.get(office, ())}:
            evidence[candidate] = evidence.get(candidate, 0.0) + _OFFICE_WEIGHT
        counts = self._counts
        best = max(evidence, key=lambda c: (evidence[c] + math.log(1 + counts[c]), self._keys[c]))
        if evidence[best] >= _ENOUGH_SHARED:
            return best
        dominant = counts[best] >= _KNOWN_EVERYWHERE
        return best if dominant and counts[best] >= self._total * _DOMINANT else None


def _together(corpus: Corpus, questions: Iterable[Question]) -> Iterator[list[Question]]:
    """The questions, so many at a time that what is looked at for them fits into memory."""
    counts = np.minimum(corpus.documents_of.lengths(), _MOST_DOCUMENTS)
    keys_a_document = len(corpus.keys_of.values) / max(len(corpus.keys_of.starts) - 1, 1)
    together, pairs = [], 0.0
    for question in questions:
        together.append(question)
        documents = int(counts[[*question.candidates]].sum()) + len(question.documents)
        pairs += keys_a_document * documents
        if pairs > _PAIRS_AT_A_TIME:
            yield together
            together, pairs = [], 0.0
    yield together


def _shared(
    corpus: Corpus, weights: NDArray[np.float64], together: Sequence[Question]
) -> list[dict[int, float]]:
    """For each document that asks: the candidates whose documents name what it names, how much.

    What a candidate's documents name beside it is looked up for all candidates at once.
    """
    keys = len(corpus.keys)
    candidates = np.array([c for q in together for c in q.candidates], np.int64)
    documents = np.concatenate([np.empty(0, np.int64), *(q.documents for q in together)])
    names = np.arange(len(together))
    name_of_candidate = np.repeat(names, [len(q.candidates) for q in together])
    name_of_question = np.repeat(names, [len(q.documents) for q in together])
    question, key = corpus.keys_of.join(documents)
    telling = weights[key] > 0
    question, key = question[telling], key[telling]
    asked = name_of_question[question] * keys + key

    which, beside = corpus.documents_of.join(candidates, _MOST_DOCUMENTS)
    place, named = corpus.keys_of.join(beside)
    place = which[place]
    known = name_of_candidate[place] * keys + named
    useful = (named != candidates[place]) & _is_among(known, distinct(asked))
    pairs = distinct(known[useful] * len(candidates) + place[useful])
    known, place = np.divmod(pairs, max(len(candidates), 1))

    first = np.searchsorted(known, asked)
    which, at = _ranges(first, np.searchsorted(known, asked, side="right") - first)
    pairs = question[which] * len(candidates) + place[at]
    order = np.argsort(pairs, kind="stable")
    starts = np.flatnonzero(np.diff(pairs[order], prepend=-1))
    told = weights[key[which]][order].tolist()
    questions, places = np.divmod(pairs[order][starts], max(len(candidates), 1))
    bounds = [*starts.tolist(), len(told)]
    shared: list[dict[int, float]] = [{} for _ in documents]
    for number, candidate, start, end in zip(
        questions.tolist(), candidates[places].tolist(), bounds, bounds[1:], strict=False
    ):
        # Exact whatever the order in which entities have their numbers.
        shared[number][candidate] = math.fsum(told[start:end])
    return shared


def distinct(numbers: Numbers) -> Numbers:
    """The numbers, sorted, each once: several times as fast as numpy, which makes a hash table."""
    ordered = np.sort(numbers)
    is_last = np.ones(len(ordered), np.bool_)
    is_last[:-1] = ordered[:-1] != ordered[1:]
    found: Numbers = ordered[is_last]
    return found


def _is_among(numbers: Numbers, ordered: Numbers) -> NDArray[np.bool_]:
    """Whether each number is among those, which are sorted."""
    if not len(ordered):
        return np.zeros(len(numbers), np.bool_)
    places = np.searchsorted(ordered, numbers)
    found: NDArray[np.bool_] = ordered[np.minimum(places, len(ordered) - 1)] == numbers
    return found


def _ranges(starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers from each start on, so many, each with the place of its start."""
    which = np.repeat(np.arange(len(starts)), lengths)
    return which, np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(len(which))
