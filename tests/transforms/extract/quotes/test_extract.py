"""Properties of all quotes, the name behind the speaker, and hostile texts."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.annotation import Mention, Sentence
from transforms.extract.quotes import extract_quotes

if TYPE_CHECKING:
    from collections.abc import Callable

_PIECES = st.sampled_from(
    [
        "“We will stay,”", '"No"', " said ", "Smith ", "the minister ", ", ", ". ", "\n", "“", '"',
        "'", "‘", "’s ", "according to ", " who ", "that ", "he ", "saying ", "(", ") ", ": ", "— ",
        "and ", "told ", "reports ", "ANNA: hi\n", "’", "\u00a0", "é", "of ", "Ukraine ",
    ]
)  # fmt: skip


def _annotated(text: str) -> tuple[list[Sentence], list[Mention]]:
    mentions = [
        Mention(i, i + len(name), name, "PERSON" if name == "Smith" else "GPE", name)
        for i in range(len(text))
        for name in ("Smith", "Ukraine")
        if text.startswith(name, i)
    ]
    cuts = [0, *(i for i, c in enumerate(text) if c in ".\n"), len(text)]
    sentences = [Sentence(a, b, 0) for a, b in pairwise(cuts) if a < b]
    return sentences, mentions


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_offsets_cut_what_they_say(text: str) -> None:
    sentences, mentions = _annotated(text)
    quotes = extract_quotes(text, sentences, mentions)
    for quote in quotes:
        assert quote.text == text[quote.start_offset : quote.end_offset]
        assert quote.text == quote.text.strip() != ""
        assert quote.speaker_text == text[quote.speaker_start_offset : quote.speaker_end_offset]
        if quote.cue_text is not None:
            assert quote.cue_text == text[quote.cue_start_offset : quote.cue_end_offset]
        if quote.speaker_mention_index is not None:
            assert mentions[quote.speaker_mention_index].label in ("PERSON", "GPE")
        assert 0 <= quote.sentence_index < len(sentences)
    assert quotes == sorted(quotes, key=lambda q: (q.start_offset, q.end_offset))
    assert quotes == extract_quotes(text, tuple(sentences), tuple(mentions))


@given(st.text(max_size=200))
def test_no_text_is_refused(text: str) -> None:
    extract_quotes(text, [Sentence(0, len(text), 0)] if text else [], [])
    extract_quotes(text, [], [])


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "said ", "Smith said, ", "who said ", "saying ", '"a b c" ', "() ", "said that ",
     "head of the ", "Smith, ", "according to ", ": ", "ANNA: hi\n", "he said he said ", "a"],
)  # fmt: skip
def test_work_grows_with_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        at = range(0, len(text), len(piece)) if "Smith" in piece else ()
        mentions = [Mention(i, i + 5, "Smith", "PERSON", "Smith") for i in at]
        start = time.process_time()
        extract_quotes(text, [Sentence(0, len(text), 0)], mentions)
        return time.process_time() - start

    # Four times the text in at most ten times the time: quadratic work would take sixteen.
    assert seconds(4_000) < 10 * seconds(1_000) + 0.2


def test_parts_of_a_quote_are_counted(document: Callable[..., Any]) -> None:
    text = "“We will stay,” Smith said, “until it is over.” Jones said: “I will not stay.”"
    quotes = document(text, people=["Smith", "Jones"]).quotes()
    assert [(q.speaker_text, q.part_index) for q in quotes] == [
        ("Smith", 0),
        ("Smith", 1),
        ("Jones", 0),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Smith left. He said the talks had failed.", "Smith"),
        ("Smith said it was over. He added that he would appeal.", "Smith"),
        ("Jones met Smith. Later, Jones left. “It is over,” he said.", "Jones"),
        ("Smith’s lawyer Jane Roe said he was ill.", "Jane Roe"),
        ("The minister, Jane Roe, said he was ill.", "Jane Roe"),
        ("Jane Roe, Smith’s lawyer, said he was ill.", "Jane Roe"),
        ("The road was opened by Smith, who said it was safe.", "Smith"),
        ("The United Nations said it was safe.", "United Nations"),
        ("A spokesman for the United Nations said it was safe.", None),
        ("The company said it was safe.", None),
    ],
)
def test_name_behind_the_speaker(text: str, name: str | None, document: Callable[..., Any]) -> None:
    made = document(text, people=["Smith", "Jones", "Jane Roe"], bodies=["United Nations"])
    index = made.quotes()[-1].speaker_mention_index
    assert (None if index is None else made.mentions[index].text) == name


def test_the_minister_is_who_holds_the_office(document: Callable[..., Any]) -> None:
    text = "Jane Roe met Smith. The minister said the talks had failed."
    made = document(text, people=["Smith", "Jane Roe"])
    mentions = [replace(made.mentions[0], role="Foreign Minister"), made.mentions[1]]
    quote = extract_quotes(text, made.sentences, mentions)[0]
    assert (quote.speaker_text, quote.speaker_mention_index) == ("The minister", 0)
