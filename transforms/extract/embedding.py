"""The vectors of words before their neighbours are looked at, made once a word and kept.

The first layers of a spaCy pipe make a vector of a token's own attributes (its form, its norm, the
space after it); only the layers above them look at its neighbours. Most words have been met before,
so their vectors are kept from batch to batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import filterfalse
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc
    from spacy.vocab import Vocab
    from thinc.api import Model

    from transforms.extract.encoding import Encoder, Ints
    from transforms.extract.tokenizing import Token
MOST_WORDS: Final = 60_000
"""Words kept; with the vectors of both pipes a word takes half a kilobyte."""

_MOVED: Final = 4_096


@dataclass(frozen=True, slots=True)
class Pipe:
    """The two lower parts of a spaCy pipe: what embeds words, and what looks at neighbours."""

    embed: Model[Any, Any]
    encoder: Encoder


class WordTable:
    """Rows of words: in the ``vectors`` of each pipe, ``is_space``, ``sizes``, ``gaps``.

    A word's size is that of its form, and its gap that of the space after it, in characters.
    The first row is zero, and stands for no word.
    """

    def __init__(self, vocab: Vocab, pipes: Sequence[Pipe], most_words: int) -> None:
        """Knows no word yet."""
        self._vocab = vocab
        self._pipes = tuple(pipes)
        self._most_words = most_words
        self._rows: dict[Token, int] = {}
        self._make_room(most_words)

    def __len__(self) -> int:
        """How many words it knows."""
        return len(self._rows)

    def _make_room(self, words: int) -> None:
        """Room for so many words; memory is taken as rows are written."""
        widths = [pipe.encoder.layers[0].width for pipe in self._pipes]
        self._uses = np.zeros(words + 1, np.intp)
        self.is_space = np.zeros(words + 1, bool)
        self.sizes = np.zeros(words + 1, np.intp)
        self.gaps = np.zeros(words + 1, np.intp)
        self.vectors = [np.zeros((words + 1, width), np.float32) for width in widths]

    def look_up(self, tokens: Sequence[Token]) -> Ints:
        """The row of each token; embeds those that are new.

        Rows hold until the next look-up: where the table is full, it forgets words.
        """
        new = self._unknown(tokens)
        if len(self) + len(new) > self._most_words:
            self._forget()
            new = self._unknown(tokens)
        if len(self) + len(new) > self._most_words:
            self._rows.clear()
            new = self._unknown(tokens)
            self._make_room(max(len(new), self._most_words))
        if new:
            self._add(new)
        rows = np.array(list(map(self._rows.__getitem__, tokens)), np.intp)
        self._uses[rows] += 1  # which counts a word once
        return rows

    def _unknown(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens that the table does not know, each once."""
        return list(dict.fromkeys(filterfalse(self._rows.__contains__, tokens)))

    def _forget(self) -> None:
        """Keeps the half of the words that was used the most, and half of its uses."""
        by_use = np.argsort(-self._uses[1 : len(self) + 1], kind="stable")
        kept = np.sort(by_use[: self._most_words // 2])
        keys = list(self._rows)  # in the order of their rows
        self._rows = {keys[row]: new for new, row in enumerate(kept.tolist(), start=1)}
        words = (self.is_space, self.sizes, self.gaps, *self.vectors)
        for table in (self._uses, *words):
            # Rows move up, some at a time: a copy of them all would be pages that are never new.
            for start in range(0, len(kept), _MOVED):
                rows = kept[start : start + _MOVED] + 1
                table[start + 1 : start + 1 + len(rows)] = table[rows]
        self._uses[1 : len(kept) + 1] //= 2
        self._uses[len(kept) + 1 :] = 0

    def _add(self, tokens: Sequence[Token]) -> None:
        words = _document(self._vocab, tokens)
        start = len(self._rows) + 1
        end = start + len(tokens)
        self._rows.update(zip(tokens, range(start, end), strict=True))
        attributes = words.to_array(["IS_SPACE", "LENGTH", "SPACY"]).T
        for table, found in zip((self.is_space, self.sizes, self.gaps), attributes, strict=True):
            table[start:end] = found
        for pipe, vectors in zip(self._pipes, self.vectors, strict=True):
            [vectors[start:end]] = pipe.embed.predict([words])


def _document(vocab: Vocab, tokens: Sequence[Token]) -> Doc:
    """A document of these tokens."""
    from spacy.tokens import Doc

    attributes: Any = np.frombuffer(b"".join(tokens), np.uint64).reshape(len(tokens), -1)
    forms, norms, spaces = attributes.T
    document = Doc(vocab, words=forms.tolist(), spaces=spaces.astype(bool).tolist())
    return document.from_array(["NORM"], norms[:, None])
