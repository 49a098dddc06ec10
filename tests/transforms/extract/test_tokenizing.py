"""Texts are cut into the tokens that spaCy cuts them into, whatever was met before."""

from __future__ import annotations

import string
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.model import load_model
from transforms.extract.tokenizing import Chunks, _tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from transforms.extract.tokenizing import Token

# What special cases are made of, and what else is cut: spaCy looks at some across a space.
PIECES = [
    *(":", ")", "(", "-", ".", "'", "’", ",", "8", "3", "<", "=", "/", "*", "_", "ಠ_ಠ", "\\", '"'),
    *(":)", ":-)", "(:", "D", "o.O", "<3", "^_^", "°", "╯", "□", "）", "┻", "━", "︵", "C++"),
    *("Mr", "Mr.", "Inc.,", "(Mr.", "a.m.", "10a.m", "p.m.", "U.S.", "He", "'s", "’s", "don't"),
    *("n't", "can", "not", "cannot", "space", "w", "/o", "said", "Zürich", "1,000", "€5", "x"),
]
GAPS = ["", " ", " ", "  ", "\n", " \n", "\n\n", "\t", "\u00a0"]
TEXTS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)).map("".join), max_size=14
    ).map("".join),
    max_size=5,
)


@pytest.fixture(scope="module")
def chunks() -> Chunks:
    return Chunks(load_model())


def spacy_tokens(texts: Sequence[str]) -> list[list[Token]]:
    return [_tokens(load_model().make_doc(text)) for text in texts]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_pieces_are_cut_as_spacy_cuts_them(chunks: Chunks, texts: list[str]) -> None:
    assert chunks.tokens(texts) == spacy_tokens(texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_is_cut_as_spacy_cuts_it(chunks: Chunks, texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    assert chunks.tokens(texts) == spacy_tokens(texts)


def test_a_word_with_a_sign_is_cut_as_spacy_cuts_it(chunks: Chunks) -> None:
    letters = [*string.ascii_letters]
    tokenizer: Any = load_model().tokenizer
    special = [form for form in tokenizer.rules if form.isascii()]
    words = [*letters, *map("".join, product(letters, repeat=2)), *special, "Talks", "nato"]
    texts = [word + sign + gap for word in words for sign in ",;:!?." for gap in ("", " ")]
    assert chunks.tokens(texts) == spacy_tokens(texts)


def test_chunks_are_forgotten_where_they_become_too_many(seeds: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    forgetful = Chunks(load_model(), most_chunks=10)
    assert [forgetful.tokens([text])[0] for text in texts] == spacy_tokens(texts)
    kept = len(forgetful)
    assert kept < len({chunk for text in texts for chunk in text.split()})
    # What is met again is kept, at no cost but a look.
    assert forgetful.tokens(texts[-1:]) == spacy_tokens(texts[-1:])
    assert len(forgetful) <= kept
