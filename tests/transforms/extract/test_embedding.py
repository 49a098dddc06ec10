"""Embedding each word of a batch once gives what embedding every token gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.embedding import _find_embedding
from transforms.extract.model import load_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WORDS = ["The", "the", "can't", "cannot", "won't", "Putin", "U.S.", "\n\n", "  ", "1,000", "é", "!"]
PIPES = ("senter", "ner")


def assert_same(pipe: str, texts: Sequence[str]) -> None:
    nlp = load_model()
    parent = nlp.get_pipe(pipe).model.get_ref("tok2vec")  # type: ignore[attr-defined]
    while parent.layers[0].name != "embed_once":
        parent = parent.layers[0]
    once = parent.layers[0]
    docs = [nlp.make_doc(text) for text in texts]
    found, wanted = once.predict(docs), once.layers[0].predict(docs)
    assert len(found) == len(wanted) == len(docs)
    for ours, theirs in zip(found, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("pipe", PIPES)
def test_the_vectors_of_articles_are_the_same(pipe: str, seeds: Path) -> None:
    assert_same(pipe, [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))])


@pytest.mark.parametrize("pipe", PIPES)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=4))
def test_the_vectors_of_any_words_are_the_same(pipe: str, texts: list[str]) -> None:
    # Without any token the pipes do not ask.
    assert_same(pipe, [*texts, "Putin"])


def test_both_pipes_have_an_embedding_of_their_own() -> None:
    nlp = load_model()
    for name in PIPES:
        # What is found now lies below the layer that embeds once.
        _, embed = _find_embedding(nlp.get_pipe(name).model)  # type: ignore[attr-defined]
        assert embed is not None
