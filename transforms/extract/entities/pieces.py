"""Documents cut into the pieces that the model reads: passages, and parts of very long ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transforms.extract.annotation import AnnotateInput

_LONGEST_PIECE = 4_000
_BATCH_CHARACTERS = 24_000
_BATCH_PIECES = 128
_LINE = re.compile(r"[^\n\r]+")
_SENTENCE_BREAK = re.compile(r"[.!?]['\"”’)]?\s+(?=\S)")

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'", "\u00a0": " "})
_SURROGATE = re.compile("[\ud800-\udfff]")
# Words in capitals that are longer than nearly all acronyms: a headline, a dateline, a credit.
_SHOUTED = re.compile(r"\b[^\W\d_a-z]{6,}\b")


class Piece(NamedTuple):
    """``text[start:end]`` of the document with this index, in the passage with this index."""

    document: int
    passage: int
    start: int
    end: int


def cut_into_pieces(document: int, source: AnnotateInput) -> Iterator[Piece]:
    """The pieces of a document, in order; none crosses a passage."""
    spans: Sequence[tuple[int, int]] = (
        source.passages
        if source.passages is not None
        else [m.span() for m in _LINE.finditer(source.text)]
    )
    for passage, (start, end) in enumerate(spans):
        at = max(start, 0)
        stop = min(end, len(source.text))
        while stop - at > _LONGEST_PIECE:
            cut = _cut(source.text, at)
            yield Piece(document, passage, at, cut)
            at = cut
        if at < stop:
            yield Piece(document, passage, at, stop)


def _cut(text: str, at: int) -> int:
    """The last good place to end a piece that begins at ``at``: a sentence, a word, anywhere."""
    limit = at + _LONGEST_PIECE
    middle = at + _LONGEST_PIECE // 2
    breaks = [m.end() for m in _SENTENCE_BREAK.finditer(text, middle, limit)]
    if breaks:
        return breaks[-1]
    space = text.rfind(" ", middle, limit)
    return space + 1 if space > 0 else limit


def batches(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces in groups of like length, which is what the model reads fastest."""
    batch: list[Piece] = []
    size = 0
    for piece in sorted(pieces, key=lambda p: p.end - p.start):
        length = piece.end - piece.start
        if batch and (size + length > _BATCH_CHARACTERS or len(batch) >= _BATCH_PIECES):
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += length
    if batch:
        yield batch


def model_view(text: str) -> str:
    """The text as the model reads it best, of the same length.

    >>> model_view("ISTANBUL, May 16 — Turkey’s NATO envoy")
    "Istanbul, May 16 — Turkey's NATO envoy"
    """
    plain = _SURROGATE.sub("\ufffd", text.translate(_QUOTES))
    return _SHOUTED.sub(lambda m: _capitalized(m[0]), plain)


def _capitalized(word: str) -> str:
    lowered = word[0] + word[1:].lower()
    return lowered if len(lowered) == len(word) else word
