"""Reads texts with the language model: where sentences begin, and what is named.

The same that ``nlp.pipe`` gives, for half of the time. spaCy keeps at each step what training would
need and fills documents with what nobody asks for here; we take the tokenizer and the weights, and
run the layers ourselves: words (:mod:`embedding`), neighbours (:mod:`encoding`), names
(:mod:`decoding`).
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np

from transforms.extract.decoding import Decoder
from transforms.extract.embedding import MOST_WORDS, Pipe, WordTable
from transforms.extract.encoding import Encoder
from transforms.extract.recent import Recent
from transforms.extract.tokenizing import Chunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer, SentenceRecognizer
    from thinc.api import Model

    from transforms.extract.encoding import Ints


MOST_TEXTS: Final = 10_000
"""Readings kept, and once more the older ones; with its text one takes a kilobyte."""


class Entity(NamedTuple):
    """A name at ``text[start:end]`` with the model's label."""

    start: int
    end: int
    label: str


class Reading(NamedTuple):
    """The sentences of a text as (start, end), and its names, in order."""

    sentences: list[tuple[int, int]]
    entities: list[Entity]


@cache
def reader(nlp: Language) -> Reader:
    """The reader of a pipeline that has a sentence splitter and a name finder."""
    return Reader(nlp)


class Reader:
    """Reads with the weights of spaCy's sentence splitter and name finder."""

    def __init__(
        self, nlp: Language, most_words: int = MOST_WORDS, most_texts: int = MOST_TEXTS
    ) -> None:
        """Takes the weights, which may not change afterwards; keeps so many words and readings."""
        senter = cast("SentenceRecognizer", nlp.get_pipe("senter"))
        ner = cast("EntityRecognizer", nlp.get_pipe("ner"))
        self._recent = Recent[str, Reading](most_texts)
        self._chunks = Chunks(nlp)
        pipes = [_lower_parts(pipe.model.get_ref("tok2vec")) for pipe in (senter, ner)]
        self.words = WordTable(nlp.vocab, pipes, most_words)
        self._senter, self._ner = (pipe.encoder for pipe in pipes)
        softmax = next(layer for layer in senter.model.walk() if layer.name == "softmax")
        self._begins = np.subtract(*softmax.get_param("W")[::-1])
        self._begins_bias = np.subtract(*softmax.get_param("b")[::-1])
        self._decoder = Decoder.of(ner)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """What each text holds, whatever it is read with; news repeats passages, so read once."""
        new = self._recent.missed(texts)
        known = self._recent.known
        known.update(zip(new, self._read(new), strict=True))
        return [known[text] for text in texts]

    def _read(self, texts: Sequence[str]) -> list[Reading]:
        tokens = self._chunks.tokens(texts)
        lengths = list(map(len, tokens))
        if not any(lengths):
            return [Reading([], []) for _ in texts]
        words = self.words.look_up(list(chain.from_iterable(tokens)))
        met, places = _distinct(words, len(self.words) + 1)
        senter, ner = (vectors[met] for vectors in self.words.vectors)
        text_ends = np.cumsum(lengths)
        ends_text = np.zeros(len(words), bool)
        ends_text[text_ends[text_ends > 0] - 1] = True
        vectors = self._senter.encode(places, lengths, senter)
        begins = vectors @ self._begins + self._begins_bias > 0
        begins[0] = True
        begins[1:] |= ends_text[:-1]
        vectors = self._ner.encode(places, lengths, ner)
        entities = self._decoder.decode(vectors, begins, ends_text, self.words.is_space[words])
        starts, ends = self._offsets(texts, lengths, words)
        return _by_text(text_ends, np.flatnonzero(begins), entities, starts, ends)

    def _offsets(
        self, texts: Sequence[str], lengths: Sequence[int], words: Ints
    ) -> tuple[Ints, Ints]:
        """The offsets of each token in its text: of its first character, and after its last one."""
        sizes, gaps = self.words.sizes[words], self.words.gaps[words]
        text_starts = np.cumsum([0, *map(len, texts[:-1])])
        next_starts = np.cumsum(sizes + gaps) - np.repeat(text_starts, lengths)
        ends = next_starts - gaps
        return ends - sizes, ends


def _lower_parts(tok2vec: Model[Any, Any]) -> Pipe:
    """The parts of a pipe's model below what is its own; a name finder has one layer more."""
    while tok2vec.layers[0].layers[-1].name != "ragged2list":
        tok2vec = tok2vec.layers[0]
    return Pipe(tok2vec.layers[0], Encoder.of(tok2vec))


def _distinct(words: Ints, count: int) -> tuple[Ints, Ints]:
    """The words that are met, after the one that is none, and the place of each word among them."""
    is_met = np.zeros(count, bool)
    is_met[0] = is_met[words] = True
    return np.flatnonzero(is_met), (np.cumsum(is_met) - 1)[words]


def _by_text(
    text_ends: Ints,
    sentence_starts: Ints,
    entities: Sequence[tuple[int, int, str]],
    starts: Ints,
    ends: Ints,
) -> list[Reading]:
    """Numbers of tokens turned into offsets of characters, text by text.

    Args:
        text_ends: The number of tokens up to the end of each text.
        sentence_starts: The tokens that begin a sentence.
        entities: The names as (start, end, label), in tokens.
        starts: The offset of each token's first character in its text.
        ends: The offset after its last one.
    """
    readings = [Reading([], []) for _ in text_ends]
    last = np.append(sentence_starts[1:], text_ends[-1]) - 1
    texts = np.searchsorted(text_ends, sentence_starts, "right").tolist()
    offsets = zip(starts[sentence_starts].tolist(), ends[last].tolist(), strict=True)
    for text, sentence in zip(texts, offsets, strict=True):
        readings[text].sentences.append(sentence)
    first = np.array([entity[0] for entity in entities], np.intp)
    last = np.array([entity[1] - 1 for entity in entities], np.intp)
    texts = np.searchsorted(text_ends, first, "right").tolist()
    offsets = zip(starts[first].tolist(), ends[last].tolist(), strict=True)
    for text, (start, end), entity in zip(texts, offsets, entities, strict=True):
        readings[text].entities.append(Entity(start, end, entity[2]))
    return readings
