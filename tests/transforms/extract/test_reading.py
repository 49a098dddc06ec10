"""Our reading of a text is spaCy's: sentences, names and the vectors below them."""

from __future__ import annotations

import gzip
import json
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import embedding
from transforms.extract.model import load_model
from transforms.extract.reading import Entity, Reader, Reading, _lower_parts, reader
from transforms.extract.tokenizing import Chunks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PIPES = ("senter", "ner")
WORDS = [
    *("The", "the", "can't", "cannot", "won't", "U.S.", "é", "!", ".", "\n\n", "   ", "\ufffd"),
    *("Putin", "said", "President", "Joe", "Biden", "of", "New", "York", "Times", "Bank", "and"),
    *("May", "16", "$", "1,000", "million", "percent", "two", "first", '"', "'s", "-", "(", ")"),
]


def spacy_reads(texts: Sequence[str]) -> list[Reading]:
    return [
        Reading(
            [(s.start_char, s.end_char) for s in doc.sents],
            [Entity(e.start_char, e.end_char, e.label_) for e in doc.ents],
        )
        for doc in load_model().pipe(texts)
    ]


@pytest.fixture(scope="module")
def lines(seeds: Path) -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    return [*texts, *(line for text in texts for line in text.splitlines())]


def test_the_seeds_and_their_lines_are_read_as_spacy_reads_them(lines: list[str]) -> None:
    found = reader(load_model()).read(lines)
    assert found == spacy_reads(lines)
    assert sum(len(reading.entities) for reading in found) > len(lines)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), max_size=5))
def test_any_words_are_read_as_spacy_reads_them(texts: list[str]) -> None:
    assert reader(load_model()).read(texts) == spacy_reads(texts)


@pytest.mark.gold
def test_articles_are_read_as_spacy_reads_them(gold: Path) -> None:
    path = gold / "corpus" / "news.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = (json.loads(line) for line in islice(file, 0, None, 150))
        texts = [row["text"] for row in rows if row["lang"] in {"en", None}]
    assert reader(load_model()).read(texts) == spacy_reads(texts)


def test_a_text_is_read_alone_as_among_others(lines: list[str]) -> None:
    together = reader(load_model()).read(lines)
    alone = Reader(load_model())
    assert [alone.read([line])[0] for line in lines] == together


def test_a_passage_that_comes_again_is_read_as_before(lines: list[str]) -> None:
    forgetful = Reader(load_model(), most_texts=3)
    for batch in (lines[:4], lines[3:6], lines[:4], [*lines, *lines]):
        assert forgetful.read(batch) == Reader(load_model()).read(batch)


def test_words_are_forgotten_where_they_become_too_many(lines: list[str]) -> None:
    most_words = 50
    forgetful = Reader(load_model(), most_words, most_texts=0)
    found = [forgetful.read([line])[0] for line in lines]
    assert found == reader(load_model()).read(lines)
    # Texts with more words than that are read, and the next new word makes room.
    assert forgetful.read(lines) == found
    assert len(forgetful.words) > most_words
    forgetful.read(["Unheard-of"])
    assert len(forgetful.words) <= most_words


@pytest.mark.parametrize("pipe", PIPES)
def test_the_vectors_are_those_of_the_pipe(pipe: str, lines: list[str]) -> None:
    nlp = load_model()
    docs = [nlp.make_doc(line) for line in lines]
    tok2vec = nlp.get_pipe(pipe).model.get_ref("tok2vec")  # type: ignore[attr-defined]
    while tok2vec.layers[0].layers[-1].name != "ragged2list":
        tok2vec = tok2vec.layers[0]
    parts = _lower_parts(tok2vec)
    words = embedding.WordTable(nlp.vocab, [parts], embedding.MOST_WORDS)
    tokens = Chunks(nlp).tokens(lines)
    rows = words.look_up(list(chain.from_iterable(tokens)))
    found = parts.encoder.encode(rows, list(map(len, tokens)), words.vectors[0])
    wanted = np.concatenate(tok2vec.predict(docs))
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)
