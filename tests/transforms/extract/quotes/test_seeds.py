"""The seeds: every direct and mixed quote with its speaker, most of what is retold, the names."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from transforms.extract.annotate import annotate
from transforms.extract.model import load_model
from transforms.extract.quotes import Quote, extract_quotes

if TYPE_CHECKING:
    from transforms.extract.annotation import Mention

_GOLD = [
    json.loads(line)
    for line in Path(__file__).with_name("seeds_quotes.jsonl").read_text("utf-8").splitlines()
]
_REQUIRED = [row for row in _GOLD if not row.get("optional")]
_QUOTED = [row for row in _REQUIRED if row["type"] in ("direct", "mixed")]
_RETOLD = [row for row in _REQUIRED if row["type"] == "indirect"]
_NOT_FOUND = {
    "s35": "concerns loom that Russia ...: no speaker stands in the sentence",
    "s02": "Concerns have been raised, particularly by Ukraine, that ...",
    "s30": "Fidan presented the attendees with a choice: ...",
}
# People whom a speaker must resolve to, not behind a name of their own or behind another's.
_PEOPLE = [
    row
    for row in _REQUIRED
    if row["qid"] not in _NOT_FOUND
    and row["named"]
    and row["speaker"].istitle()
    and (row["speaker"].split()[-1] in row["speaker_mention"] or row["speaker_mention"] == "He")
]


@cache
def _read(path: Path) -> tuple[list[Quote], tuple[Mention, ...]]:
    text = path.read_text("utf-8")
    annotation = annotate([text], load_model())[0]
    quotes = extract_quotes(text, annotation.sentences, annotation.mentions)
    return quotes, annotation.mentions


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _found(row: dict[str, Any], seeds: Path) -> list[tuple[Quote, Mention | None]]:
    """The quotes inside a gold quote, by its speaker."""
    quotes, mentions = _read(seeds / row["doc"])
    wanted = (row["start"], row["end"])
    found = []
    for quote in quotes:
        span = (quote.start_offset, quote.end_offset)
        assert quote.speaker_start_offset is not None
        assert quote.speaker_end_offset is not None
        speaker = (quote.speaker_start_offset, quote.speaker_end_offset)
        inside = _overlap(span, wanted) >= 0.5 * (span[1] - span[0])
        if inside and _overlap(speaker, tuple(row["speaker_span"])) > 0:
            index = quote.speaker_mention_index
            found.append((quote, None if index is None else mentions[index]))
    return found


@pytest.mark.parametrize("row", _QUOTED, ids=lambda row: row["qid"])
def test_quoted(row: dict[str, Any], seeds: Path) -> None:
    kinds = {quote.kind for quote, _ in _found(row, seeds)}
    assert kinds & {"direct", "mixed"}


def test_retold(seeds: Path) -> None:
    assert {row["qid"] for row in _RETOLD if not _found(row, seeds)} == set(_NOT_FOUND)


@pytest.mark.parametrize("row", _PEOPLE, ids=lambda row: f"{row['qid']} {row['speaker']}")
def test_person_behind_the_speaker(row: dict[str, Any], seeds: Path) -> None:
    names = [mention.name for _, mention in _found(row, seeds) if mention is not None]
    last = row["speaker"].split()[-1]
    # The seeds spell Zelensky in three ways.
    assert any(SequenceMatcher(None, name.split()[-1], last).ratio() > 0.8 for name in names)
