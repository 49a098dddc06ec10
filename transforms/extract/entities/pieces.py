"""Documents cut into the pieces that the model reads: passages, and parts of very long ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transforms.extract.annotation import AnnotateInput

_LONGEST_PIECE = 4_000
_WIDEST_MARGIN = 100
_FEWEST_BROKEN = 6
_RAGGED = 20
_BATCH_CHARACTERS = 96_000
_BATCH_PIECES = 4_096
_LINE = re.compile(r"[^\n\r]+")
_SENTENCE_BREAK = re.compile(r"[.!?]['\"”’)]?\s+(?=\S)")

_PLAIN = {"’": "'", "‘": "'", "“": '"', "”": '"', "`": "'", "\u00a0": " ", "\n": " "}
_SURROGATE = re.compile("[\ud800-\udfff]")
# Words in capitals that are longer than nearly all acronyms: a headline, a dateline, a credit.
_SHOUTED = re.compile(r"\b[^\W\d_a-z]{6,}\b")
_MAY_SHOUT = re.compile(r"[^\W\d_a-z]{6}")  # which is found ten times as fast


class Piece(NamedTuple):
    """``text[start:end]`` of the document with this index, in the passage with this index.

    Where lines are no passages but parts of one, broken by a typewriter's margin, a piece has
    several: ``breaks`` are the offsets at which the passages after the first begin.
    """

    document: int
    passage: int
    start: int
    end: int
    breaks: tuple[int, ...] = ()


def cut_into_pieces(document: int, source: AnnotateInput) -> Iterator[Piece]:
    """The pieces of a document, in order; names cross passages only where lines are broken."""
    size = len(source.text)
    spans: Sequence[tuple[int, int]] = (
        [(max(start, 0), min(end, size)) for start, end in source.passages]
        if source.passages is not None
        else [m.span() for m in _LINE.finditer(source.text)]
    )
    margin = _margin(spans)
    first = 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and _goes_on(source.text, spans, first, last, margin):
            last += 1
        start, end = spans[first][0], spans[last][1]
        if last > first:
            breaks = tuple(start for start, _ in spans[first + 1 : last + 1])
            yield Piece(document, first, start, end, breaks)
        else:
            yield from _parts(source.text, Piece(document, first, start, end))
        first = last + 1


def _margin(spans: Sequence[tuple[int, int]]) -> int:
    """The width at which lines are broken; 0 where they are not, or are too few to tell."""
    lengths = sorted(end - start for start, end in spans)
    if len(lengths) < _FEWEST_BROKEN or lengths[-1] > _WIDEST_MARGIN:
        return 0
    return lengths[-1] if lengths[len(lengths) // 2] > lengths[-1] - _RAGGED else 0


def _goes_on(
    text: str, spans: Sequence[tuple[int, int]], first: int, last: int, margin: int
) -> bool:
    """Whether the line after ``last`` belongs to the same paragraph as ``last``."""
    start, end = spans[last]
    after, after_end = spans[last + 1]
    return (
        end - start > margin - _RAGGED > 0
        and after_end - spans[first][0] <= _LONGEST_PIECE
        and after - end <= 1
        and not text[after : after + 2].isspace()
    )


def _parts(text: str, piece: Piece) -> Iterator[Piece]:
    at = piece.start
    while piece.end - at > _LONGEST_PIECE:
        cut = _cut(text, at)
        yield piece._replace(start=at, end=cut)
        at = cut
    if at < piece.end:
        yield piece._replace(start=at)


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
    for sign, plain in _PLAIN.items():  # translate() takes each character by itself
        text = text.replace(sign, plain)
    text = _SURROGATE.sub("\ufffd", text)
    if _MAY_SHOUT.search(text) is None:
        return text
    return _SHOUTED.sub(lambda m: _capitalized(m[0]), text)


def _capitalized(word: str) -> str:
    lowered = word[0] + word[1:].lower()
    return lowered if len(lowered) == len(word) else word
