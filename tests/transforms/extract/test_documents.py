"""All that is extracted from a document, whatever its language, its marks and its company."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.documents import Extracted, ExtractInput, extract
from transforms.extract.languages import extraction_status
from transforms.extract.model import load_model

if TYPE_CHECKING:
    import random
    from pathlib import Path

_MARKS = "\"'“”‘’«»„‚‹›`"
_ENGLISH = (
    "“We will stay,” said Jane Roe, Britain's foreign minister, on Friday.\n"
    'She told the BBC that 1,000 people ‘had left’ London. "It\'s over," he said.\n'
    "Le président Emmanuel Macron a dit: « Nous resterons », according to Le Monde."
)


def document(text: str, language: str | None = "en", name: str = "d") -> ExtractInput:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    passages = tuple(
        (start, start + len(line.rstrip("\n")))
        for start, line in zip(starts, lines, strict=True)
        if line.strip()
    )
    return ExtractInput(name, text, passages, date(2025, 5, 17), language)


def articles(seeds: Path) -> list[ExtractInput]:
    return [
        document(path.read_text("utf-8"), name=path.stem[:3]) for path in sorted(seeds.iterdir())
    ]


@pytest.mark.parametrize("language", ["de", "fr", "ru", "zh", "uk", "tr"])
def test_of_other_languages_nothing_is_made_up(language: str) -> None:
    other = document(_ENGLISH, language, "other")
    found = extract([other, document(_ENGLISH)], load_model())
    assert extraction_status(language) == "skipped_language"
    assert found[0] == Extracted("other")
    assert found[1].mentions
    assert found[1].quotes
    assert found[1].quantities


def test_a_language_that_cannot_be_told_is_read_as_english() -> None:
    nlp = load_model()
    assert extract([document(_ENGLISH, None)], nlp) == extract([document(_ENGLISH)], nlp)


@given(st.randoms(use_true_random=False), st.integers(1, 7))
@settings(max_examples=4, deadline=None)
def test_neither_batches_nor_order_show(
    seeds: Path, shuffler: random.Random, batch_size: int
) -> None:
    nlp = load_model()
    texts = ["", " ", "One word", _ENGLISH, _ENGLISH * 8]
    inputs = articles(seeds) + [document(text, name=str(i)) for i, text in enumerate(texts)]
    together = {one.document_id: one for one in extract(inputs, nlp)}
    shuffler.shuffle(inputs)
    for at in range(0, len(inputs), batch_size):
        batch = inputs[at : at + batch_size]
        found = extract(batch, nlp)
        assert [one.document_id for one in found] == [one.document_id for one in batch]
        for one in found:
            assert one == together[one.document_id]


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_odd_marks_never_lose_an_article(seeds: Path, data: st.DataObject) -> None:
    """Marks taken out, put in and exchanged: all that is found still lies in the text."""
    text = data.draw(st.sampled_from([_ENGLISH, *(one.text[:1500] for one in articles(seeds))]))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(text) - 1))
        marks = [i for i, character in enumerate(text) if character in _MARKS]
        at = data.draw(st.sampled_from(marks)) if marks and data.draw(st.booleans()) else at
        mark = data.draw(st.sampled_from(["", *_MARKS]))
        text = text[:at] + mark + text[at + data.draw(st.integers(0, 1)) :]
    [found] = extract([document(text)], load_model())
    assert found.sentences
    for row in (*found.mentions, *found.quantities, *found.quotes):
        assert row.text == text[row.start_offset : row.end_offset]
    for quote in found.quotes:
        assert quote.speaker_text == text[quote.speaker_start_offset : quote.speaker_end_offset]
    spans = [astuple(mention)[:2] for mention in found.mentions]
    assert spans == sorted(spans)
