"""Runs the layers of a spaCy pipe that look at a token's neighbours, for inference only.

A pipe's encoder is a few layers of one kind: a token's vector and those beside it go through a
maxout and a normalisation, and are added to the vector. Here they run with the weights of the pipe
and give what it gives, with half of the work around the multiplications: the pieces of a maxout
lie side by side, so that NumPy takes the greater one of whole rows, nothing is kept for training,
and what is done in one go fits the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from thinc.api import Model

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]
    Ints = NDArray[np.intp]

# Tokens taken through the layers in one go: the rows between two layers fit the second cache.
_TOKENS: Final = 1_024
_LEFT_OF_RIGHT: Final = np.array([-1, 0, 1])
# thinc's own.
_LEAST_VARIANCE: Final = np.float32(1e-8)


def parameter(model: Model[Any, Any], name: str) -> Floats:
    """The weights of that name; thinc's own type for arrays leaves out most of what they can do."""
    return cast("Floats", model.get_param(name))


@dataclass(frozen=True, slots=True)
class Layer:
    """The weights of one layer; a maxout's pieces lie one after the other, not by turns."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, model: Model[Any, Any]) -> Self:
        """The layer that holds one maxout and one normalisation."""
        maxout, norm = (
            next(m for m in model.walk() if m.name == name) for name in ("maxout", "layernorm")
        )
        weights = parameter(maxout, "W").transpose((1, 0, 2))
        return cls(
            np.ascontiguousarray(weights.reshape((-1, weights.shape[-1])).T),
            np.ascontiguousarray(parameter(maxout, "b").T.reshape(-1)),
            parameter(norm, "G"),
            parameter(norm, "b"),
        )

    @property
    def width(self) -> int:
        """The length of the vectors that come out."""
        return len(self.gain)

    def activate(self, sums: Floats) -> Floats:
        """What comes after the multiplication: bias, maxout, normalisation; changes ``sums``."""
        width = self.width
        sums += self.bias
        found: Floats = np.maximum(sums[:, :width], sums[:, width : 2 * width])
        for start in range(2 * width, sums.shape[1], width):
            np.maximum(found, sums[:, start : start + width], out=found)
        found -= found.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", found, found) / np.float32(width) + _LEAST_VARIANCE
        found *= (1 / np.sqrt(variance))[:, None]
        found *= self.gain
        found += self.shift
        return found


@dataclass(frozen=True, slots=True)
class Encoder:
    """The layers that look at a token's neighbours, from the lowest."""

    layers: tuple[Layer, ...]

    @classmethod
    def of(cls, tok2vec: Model[Any, Any]) -> Self:
        """The encoder of an embedding and an encoder."""
        return cls(tuple(Layer.of(block) for block in tok2vec.layers[1].layers[0].layers))

    def encode(self, words: Ints, lengths: Sequence[int], vectors: Floats) -> Floats:
        """A vector a token, for texts of these lengths that follow one another.

        Args:
            words: The row of each token in ``vectors``.
            lengths: How many tokens each text has.
            vectors: A vector a word; the first one is zero, and stands for no word.
        """
        sums = self._first_sums(vectors)
        found = np.empty((len(words), self.layers[0].width), np.float32)
        start = 0
        for group in _groups(lengths):
            end = start + sum(group)
            found[start:end] = self._encode(words[start:end], group, vectors, sums)
            start = end
        return found

    def _first_sums(self, vectors: Floats) -> Floats:
        """What words add to the first layer's sums as left neighbour, itself, right neighbour.

        It depends on the word alone, so it is made once a word: an array (3, words, sums).
        """
        lowest = self.layers[0].weights
        return vectors @ lowest.reshape(3, -1, lowest.shape[1])

    def _encode(self, words: Ints, lengths: Sequence[int], vectors: Floats, sums: Floats) -> Floats:
        padded, wanted = self._layout(words, lengths)
        rows = np.flatnonzero(wanted[0])
        at = padded[rows]
        total = sums[0][padded[rows - 1]]
        total += sums[1][at]
        total += sums[2][padded[rows + 1]]
        found = self.layers[0].activate(total)
        found += vectors[at]
        for layer, below, now in zip(self.layers[1:], wanted, wanted[1:], strict=False):
            centre = (np.cumsum(below) - 1)[now]
            window = found.take(centre[:, None] + _LEFT_OF_RIGHT, axis=0)
            above = layer.activate(window.reshape(len(centre), -1) @ layer.weights)
            above += window[:, 1]
            found = above
        return found

    def _layout(self, words: Ints, lengths: Sequence[int]) -> tuple[Ints, list[Bools]]:
        """The texts with room between them, and which places each layer is wanted at.

        A layer sees one place further than the layer below, so the room that keeps texts apart is
        as wide as there are layers, and a layer is wanted as far off a text as there are layers
        above it.
        """
        room = len(self.layers)
        shifts = np.repeat(np.arange(1, len(lengths) + 1) * room, lengths)
        places = np.arange(len(words)) + shifts
        padded = np.zeros(len(words) + room * (len(lengths) + 1), np.intp)
        padded[places] = words
        last = np.zeros(len(padded), bool)
        last[places] = True
        wanted = [last]
        for _ in self.layers[1:]:
            wider = wanted[0].copy()
            wider[1:] |= wanted[0][:-1]
            wider[:-1] |= wanted[0][1:]
            wanted.insert(0, wider)
        return padded, wanted


def _groups(lengths: Sequence[int]) -> list[list[int]]:
    """The lengths in groups of so many tokens, as far as texts are not longer themselves."""
    groups: list[list[int]] = []
    size = 0
    for length in lengths:
        if not groups or size + length > _TOKENS:
            groups.append([])
            size = 0
        groups[-1].append(length)
        size += length
    return groups
