"""Every cue verb in every frame that its row in ``cues.csv`` gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from transforms.extract.quotes.lexicon import cues, speaker_nouns

if TYPE_CHECKING:
    from collections.abc import Callable

_PAST = {c.lemma: (form, c) for form, c in cues().items() if c.form == "past"}
# What a sentence with each frame looks like, and what it says.
_FRAMES = {
    "quote": ("“The town is not for sale,” Smith {}.", "The town is not for sale,"),
    "clause": ("Smith {} the town was not for sale.", "the town was not for sale"),
    "that": ("Smith {} that the town was not for sale.", "the town was not for sale"),
    "object": ("Smith {} the sale of the town.", "the sale of the town"),
    "addressee": ("Smith {} reporters that the town was lost.", "the town was lost"),
}
_PAIRS = [(form, frame) for form, cue in _PAST.values() for frame in _FRAMES if frame in cue.frames]


@pytest.mark.parametrize(("form", "frame"), _PAIRS)
def test_cue_in_frame(form: str, frame: str, document: Callable[..., Any]) -> None:
    text, said = _FRAMES[frame]
    found = document(text.format(form), people=["Smith"]).quotes()
    assert [(q.speaker_text, q.cue_text, q.text) for q in found] == [("Smith", form, said)]


def test_every_verb_has_a_past_and_a_frame() -> None:
    lemmas = {cue.lemma for cue in cues().values()}
    assert lemmas == set(_PAST)
    assert all(cue.frames & set(_FRAMES) for cue in cues().values())


@pytest.mark.parametrize(
    ("form", "lemma", "kind"),
    [
        ("says", "say", "third"),
        ("said", "say", "past"),
        ("denies", "deny", "third"),
        ("denied", "deny", "past"),
        ("quipping", "quip", "ing"),
        ("stressed", "stress", "past"),
        ("stresses", "stress", "third"),
        ("believing", "believe", "ing"),
        ("argue", "argue", "base"),
    ],
)
def test_forms(form: str, lemma: str, kind: str) -> None:
    assert (cues()[form].lemma, cues()[form].form) == (lemma, kind)


@pytest.mark.parametrize("noun", ["spokesmen", "spokesman", "agencies", "witnesses", "police"])
def test_nouns_in_both_numbers(noun: str) -> None:
    assert noun in speaker_nouns()
