"""The vectors of words before their neighbours are looked at, made once a word and kept.

The first layers of a spaCy pipe make a vector of a token's own attributes (its form, its norm, the
space after it); only the layers above them look at its neighbours. A few thousand words are most of
all text, so their vectors are kept from batch to batch, with what they add to the sums of the layer
above (:meth:`Encoder.first_sums`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.api import Model

    from transforms.extract.encoding import Encoder, Ints

    Keys = NDArray[np.uint64]

KEY_ATTRIBUTES: Final = ("ORTH", "NORM", "SPACY")
"""What makes two tokens the same word; whatever else embedding layers ask follows from the form."""
# Odd, so that multiplication is one to one; large, so that the three attributes do not cancel out.
_MIX: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64
)
MOST_WORDS: Final = 12_000
"""Words kept; with the vectors of both pipes a word takes 4 KB."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """The two lower parts of a spaCy pipe: what embeds words, and what looks at neighbours."""

    embed: Model[Any, Any]
    encoder: Encoder


class WordTable:
    """Rows of words: in ``vectors`` and ``sums`` of each pipe, and in ``is_space``.

    The first row is zero, and stands for no word.
    """

    def __init__(self, vocab: Vocab, pipes: Sequence[Pipe], most_words: int) -> None:
        """Knows no word yet."""
        self._vocab = vocab
        self._pipes = tuple(pipes)
        self._most_words = most_words
        self._rows: dict[int, int] = {}
        self._make_room(most_words)

    def __len__(self) -> int:
        """How many words it knows."""
        return len(self._rows)

    def _make_room(self, words: int) -> None:
        """Room for so many words; memory is taken as rows are written."""
        lowest = [pipe.encoder.layers[0] for pipe in self._pipes]
        self._uses = np.zeros(words + 1, np.intp)
        self.is_space = np.zeros(words + 1, bool)
        self.vectors = [np.zeros((words + 1, one.width), np.float32) for one in lowest]
        self.sums = [np.zeros((words + 1, 3, one.weights.shape[1]), np.float32) for one in lowest]

    def look_up(self, tokens: Keys) -> Ints:
        """The row of each token, given by its ``KEY_ATTRIBUTES``; embeds those that are new.

        Rows hold until the next look-up: where the table is full, it forgets words.
        """
        keys = (tokens * _MIX).sum(axis=1, dtype=np.uint64).tolist()
        new = self._unknown(keys)
        if len(self) + len(new) > self._most_words:
            self._forget()
            new = self._unknown(keys)
        if len(self) + len(new) > self._most_words:
            self._rows.clear()
            new = self._unknown(keys)
            self._make_room(max(len(new), self._most_words))
        if new:
            self._add(list(new), tokens[list(new.values())])
        rows = np.array(list(map(self._rows.__getitem__, keys)), np.intp)
        self._uses[rows] += 1  # which counts a word once
        return rows

    def _unknown(self, keys: list[int]) -> dict[int, int]:
        """Where the words stand that the table does not know."""
        known = self._rows
        return {key: index for index, key in enumerate(keys) if key not in known}

    def _forget(self) -> None:
        """Keeps the half of the words that was used the most, and half of its uses."""
        by_use = np.argsort(-self._uses[1 : len(self) + 1], kind="stable")
        kept = np.sort(by_use[: self._most_words // 2])
        keys = list(self._rows)  # in the order of their rows
        self._rows = {keys[row]: new for new, row in enumerate(kept.tolist(), start=1)}
        for table in (self._uses, self.is_space, *self.vectors, *self.sums):
            table[1 : len(kept) + 1] = table[kept + 1]
        self._uses[1 : len(kept) + 1] //= 2
        self._uses[len(kept) + 1 :] = 0

    def _add(self, keys: list[int], tokens: Keys) -> None:
        words = _document(self._vocab, tokens)
        start = len(self._rows) + 1
        end = start + len(keys)
        self._rows.update(zip(keys, range(start, end), strict=True))
        self.is_space[start:end] = words.to_array("IS_SPACE")
        for pipe, vectors, sums in zip(self._pipes, self.vectors, self.sums, strict=True):
            [found] = pipe.embed.predict([words])
            vectors[start:end] = found
            pipe.encoder.first_sums(found, out=sums[start:end])


def _document(vocab: Vocab, tokens: Keys) -> Doc:
    """A document of these tokens, given by their ``KEY_ATTRIBUTES``."""
    from spacy.tokens import Doc

    forms, norms, spaces = tokens.T
    document = Doc(vocab, words=forms.tolist(), spaces=spaces.astype(bool).tolist())
    return document.from_array(["NORM"], norms[:, None])
