"""Finds the names that spaCy's name finder finds, all tokens of a batch at once.

spaCy goes from token to token: outside of a name it may stay outside, begin a name, or take the
token for a whole one; within a name it may go on or end it. What it does outside depends on the
token alone, so that is decided for all tokens at once; then all names that could begin are followed
side by side; and last, those that begin within another are passed over. The scores, and what is
allowed, are spaCy's (``spacy/pipeline/_parser_internals/ner.pyx``, ``spacy/ml/parser_model.pyx``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from transforms.extract.encoding import parameter

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer
    from thinc.api import Model

    from transforms.extract.encoding import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class _Scores:
    """The weights of some moves, a row a move."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Decoder:
    """The weights of the layers above the encoder, and the labels, which all moves share."""

    labels: tuple[str, ...]
    features: Floats
    """For each of three tokens (next, first of the name, last read): vectors to hidden sums."""
    offsets: Floats
    """What each of the three adds whatever its vector is."""
    missing: Floats
    """What the first and the last token add where no name is open."""
    outside: _Scores
    inside: _Scores
    ends: _Scores

    @classmethod
    def of(cls, ner: EntityRecognizer) -> Self:
        """The decoder of a name finder.

        Raises:
            ValueError: Where it is not one that goes from token to token without a beam.
        """
        names = [ner.moves.get_class_name(move) for move in range(ner.moves.n_moves)]
        lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        if ner.cfg["beam_width"] != 1 or lower.get_dim("nF") != 3:  # noqa: PLR2004
            message = "the name finder must read greedily, from three tokens"
            raise ValueError(message)
        labels = tuple(name[2:] for name in names if name.startswith("B-"))
        below = ner.model.get_ref("tok2vec").layers[-1]
        return cls(labels, *_hidden(below, lower), *_moves(upper, names, labels))

    def decode(
        self, vectors: Floats, starts_sentence: Bools, ends_text: Bools, is_space: Bools
    ) -> list[tuple[int, int, str]]:
        """The names in texts that follow one another, in order, as (start, end, label), in tokens.

        Args:
            vectors: The encoder's vector of each token.
            starts_sentence: Whether the token begins a sentence: no name goes on there.
            ends_text: Whether the token is the last one of its text.
            is_space: Whether the token is white space, at which no name begins.
        """
        must_end = ends_text.copy()
        must_end[:-1] |= starts_sentence[1:]
        base = vectors @ self.features[0]
        base += self.offsets[0]
        scores = _score(_greater(base + self.missing), self.outside)
        count = len(self.labels)
        scores[must_end, 1 : count + 1] = -np.inf
        scores[is_space, 1:] = -np.inf
        move = scores.argmax(axis=1)
        starts = np.flatnonzero(move)
        label = (move[starts] - 1) % count
        ends = starts + 1
        opened = np.flatnonzero(move[starts] <= count)
        ends[opened] = self._follow(vectors, base, starts[opened], label[opened], must_end)
        return [
            (start, end, self.labels[one])
            for start, end, one in _in_turn(starts.tolist(), ends.tolist(), label.tolist())
        ]

    def _follow(
        self, vectors: Floats, base: Floats, starts: Ints, labels: Ints, must_end: Bools
    ) -> Ints:
        """Where the names that begin at ``starts`` end."""
        ends = np.zeros(len(starts), np.intp)
        first = vectors[starts] @ self.features[1] + (self.offsets[1] + self.offsets[2])
        alive, at = np.arange(len(starts)), starts + 1
        while len(alive):
            sums = base[at]
            sums += first[alive]
            sums += vectors[at - 1] @ self.features[2]
            hidden, label = _greater(sums), labels[alive]
            goes_on = _score_one(hidden, self.inside, label) > _score_one(hidden, self.ends, label)
            goes_on &= ~must_end[at]
            at = at + 1
            ends[alive[~goes_on]] = at[~goes_on]
            alive, at = alive[goes_on], at[goes_on]
        return ends


def _hidden(linear: Model[Any, Any], lower: Model[Any, Any]) -> tuple[Floats, Floats, Floats]:
    """Two layers in one: nothing but a multiplication lies between them.

    The halves of each hidden sum, the greater of which counts, lie one after the other.
    """
    weights = parameter(lower, "W").transpose((0, 2, 1, 3))
    weights = weights.reshape((len(weights), -1, weights.shape[-1]))
    pad = parameter(lower, "pad")[0].transpose((0, 2, 1)).reshape((len(weights), -1))
    features = np.ascontiguousarray((weights @ parameter(linear, "W")).transpose((0, 2, 1)))
    offsets = weights @ parameter(linear, "b")
    offsets[0] += parameter(lower, "b").T.reshape(-1)
    return features, offsets, pad[1] + pad[2]


def _moves(
    upper: Model[Any, Any], names: list[str], labels: tuple[str, ...]
) -> tuple[_Scores, _Scores, _Scores]:
    """The scores outside of names (stay, begin, a whole name), those to go on, those to end."""

    def scores(*moves: str) -> _Scores:
        which = [names.index(move) for move in moves]
        return _Scores(parameter(upper, "W")[which], parameter(upper, "b")[which])

    begin, go_on, end, whole = ([f"{move}-{label}" for label in labels] for move in "BILU")
    return scores("O", *begin, *whole), scores(*go_on), scores(*end)


def _greater(sums: Floats) -> Floats:
    half = sums.shape[1] // 2
    greater: Floats = np.maximum(sums[:, :half], sums[:, half:])
    return greater


def _score(hidden: Floats, moves: _Scores) -> Floats:
    scores: Floats = hidden @ moves.weights.T
    scores += moves.bias
    return scores


def _score_one(hidden: Floats, moves: _Scores, which: Ints) -> Floats:
    """The score of one move a row."""
    scores: Floats = np.einsum("ij,ij->i", hidden, moves.weights[which])
    return scores + moves.bias[which]


def _in_turn(starts: list[int], ends: list[int], labels: list[int]) -> list[tuple[int, int, int]]:
    """The names without those that begin within an earlier one."""
    kept, free = [], 0
    for start, end, label in zip(starts, ends, labels, strict=True):
        if start >= free:
            kept.append((start, end, label))
            free = end
    return kept
