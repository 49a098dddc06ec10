"""The sentences of the reporter in a paragraph: those given, but never cut inside a quote.

``"...end." He said. "..."`` is cut where the quote ends, ``"...end?" he said.`` is not, whatever a
sentence splitter made of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.extract.quotes.lexicon import triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.marks import Quoted

_LETTERS: Final = re.compile(r"[a-z]+")
_STOPS: Final = (".", "!", "?", "…")
# Where lines are wrapped, the sentences given may end with the line: a stop must be there.
_ENDS: Final = (*_STOPS, ")", "]", ";", "*", "|", "-", "”", "’", '"', "'")


class SentenceSpan(NamedTuple):
    """A sentence, ``text[start:end]``, and the quoted stretches in it."""

    start: int
    end: int
    quoted: tuple[Quoted, ...]


def sentence_spans(
    text: str, bounds: tuple[int, int], quoted: Sequence[Quoted], breaks: Sequence[int]
) -> list[SentenceSpan]:
    """The sentences of a paragraph, in order.

    Args:
        text: The whole text.
        bounds: Start and end of the paragraph.
        quoted: The quoted stretches of the paragraph, in order.
        breaks: Where the sentences given begin in the whole text, in order.
    """
    cuts = [*_cuts(text, bounds, quoted, breaks), bounds[1]]
    found: list[SentenceSpan] = []
    start = bounds[0]
    at = 0
    for cut in cuts:
        first = at
        while at < len(quoted) and quoted[at].start < cut:
            at += 1
        if cut > start:
            found.append(SentenceSpan(start, cut, tuple(quoted[first:at])))
            start = cut
    return found


def may_attribute(text: str, span: SentenceSpan) -> bool:
    """Whether a sentence holds a quote or a word that can attribute one; most hold neither."""
    if span.quoted:
        return True
    return not triggers().isdisjoint(_LETTERS.findall(text[span.start : span.end].lower()))


def _cuts(
    text: str, bounds: tuple[int, int], quoted: Sequence[Quoted], breaks: Sequence[int]
) -> list[int]:
    cuts = []
    for stretch in quoted:
        after = _skip_space(text, stretch.end, bounds[1])
        if after < bounds[1] and _is_closed(text, stretch) and _opens(text, after, quoted):
            cuts.append(after)
    starts = [stretch.start for stretch in quoted]
    ends = {stretch.end for stretch in quoted}
    for at in breaks[bisect_right(breaks, bounds[0]) : bisect_left(breaks, bounds[1])]:
        before = _skip_space_back(text, at, bounds[0])
        inside = bisect_right(starts, at - 1) - 1
        if before in ends or (inside >= 0 and at < quoted[inside].end):
            continue
        if text.endswith(_ENDS, bounds[0], before):
            cuts.append(at)
    return sorted(set(cuts))


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _skip_space_back(text: str, at: int, start: int) -> int:
    while at > start and text[at - 1].isspace():
        at -= 1
    return at


def _is_closed(text: str, stretch: Quoted) -> bool:
    """Whether a quote ends a sentence: it has a stop inside, or goes on in the next paragraph."""
    return stretch.continues or text.endswith(_STOPS, stretch.inner_start, stretch.inner_end)


def _opens(text: str, at: int, quoted: Sequence[Quoted]) -> bool:
    """Whether a sentence may begin here: with a capital or a quote."""
    if text[at].isupper():
        return True
    index = bisect_left(quoted, at, key=lambda stretch: stretch.start)
    return index < len(quoted) and quoted[index].start == at
