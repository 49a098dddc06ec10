"""Source text to lines: every paragraph on a line of its own, with where it stood.

Lines that were broken at a fixed width are joined again; an article that came as one line is
split where its paragraphs can still be seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.clean.lines.rules import match_line

_MAX_WRAP_WIDTH = 120
_MIN_WRAP_WIDTH = 40
_WRAP_SLACK = 8
_WRAPPED_SHARE = 0.6
_MIN_JOINED_CHARS = 160
_ONE_LINE_CHARS = 600
_LIST_ITEM = re.compile(r"(?:[-*•‣◦▪–—·]|\(?\d{1,3}[.)])\s")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_PRINTED = re.compile("[^\\s\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S \xa0\u202f]+\s*|\s{2,}")
_GLUED = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.!?])(?=[\"“«„]?[^\W\d_a-zß-öø-ÿа-яё][^\W\d_A-ZÀ-ÖØ-ÞА-Я])"
)
_WIDE_GAP = re.compile(r"(?<=[.!?…\"”»])[^\S\xa0]{2,}(?=\S)")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…*])\s+(?=\S)")
_PEELED_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of text and the span of the source that it was read from.

    Attributes:
        text: The line with single spaces and without control characters.
        start: Where it begins in the source; ``None`` for a headline that is not in the source.
        end: Where it ends in the source, exclusive.
    """

    text: str
    start: int | None
    end: int | None


def split_lines(source: str) -> list[SourceLine]:
    r"""The paragraphs of a text in their order, blank lines left out.

    >>> [line.text for line in split_lines("Talks end  \n\n The sides agreed\ton a swap. ")]
    ['Talks end', 'The sides agreed on a swap.']
    """
    raw = _raw_lines(source)
    if len(raw) == 1 and len(source) >= _ONE_LINE_CHARS:
        spans = _split_one_line(source, raw[0])
    else:
        spans = _join_wrapped(source, raw)
    lines = (SourceLine(tidy(source[start:end]), start, end) for start, end in spans)
    return [line for line in lines if line.text]


def tidy(text: str) -> str:
    """Single spaces, no control characters, no lone surrogates; no-break spaces stay."""
    if _CONTROL.search(text) is not None:
        text = _CONTROL.sub("", text)
    return _SPACES.sub(" ", text).strip() if _SPACES.search(text) is not None else text.strip()


def cut_prefix(line: SourceLine, size: int, source: str) -> tuple[SourceLine, SourceLine]:
    """The first ``size`` characters of a line, and the rest, each with its span of the source."""
    head, rest = line.text[:size].rstrip(), line.text[size:].lstrip()
    if line.start is None or line.end is None:
        return SourceLine(head, None, None), SourceLine(rest, None, None)
    cut = line.start
    for _ in range(len("".join(head.split()))):
        cut = _PRINTED.search(source, cut).end()  # type: ignore[union-attr]  # counted in the text
    start = _PRINTED.search(source, cut)
    return (
        SourceLine(head, line.start, cut),
        SourceLine(rest, start.start() if start else cut, line.end),
    )


def _raw_lines(source: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for line in source.splitlines(keepends=True):
        end = start + len(line)
        left = line.lstrip()
        if left:
            spans.append((end - len(left), start + len(line.rstrip())))
        start = end
    return spans


def _join_wrapped(source: str, raw: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins the lines of paragraphs that were broken at a fixed width.

    A break is one of a fixed width where the first word of the next line would not have fitted.
    """
    width = max((end - start for start, end in raw), default=0)
    if not _MIN_WRAP_WIDTH <= width <= _MAX_WRAP_WIDTH:
        return raw
    joins = [_is_wrap(source, raw[i], raw[i + 1], width) for i in range(len(raw) - 1)]
    neighbours = [source.count("\n", raw[i][1], raw[i + 1][0]) <= 1 for i in range(len(raw) - 1)]
    if sum(joins) < _WRAPPED_SHARE * sum(neighbours):
        return raw
    joined: list[tuple[int, int]] = []
    for i, span in enumerate(raw):
        if i > 0 and joins[i - 1]:
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    # Only a text with real paragraphs: nothing of this width is left to be joined again.
    longest = max(end - start for start, end in joined)
    return joined if longest >= _MIN_JOINED_CHARS else raw


def _is_wrap(source: str, line: tuple[int, int], following: tuple[int, int], width: int) -> bool:
    gap = source[line[1] : following[0]]
    indent = gap.rpartition("\n")[2]
    if gap.count("\n") > 1 or len(indent) > 1:
        return False
    text = source[following[0] : following[1]]
    if _LIST_ITEM.match(text) is not None:
        return False
    word = text.split(maxsplit=1)[0]
    return line[1] - line[0] + 1 + len(word) > width - _WRAP_SLACK


def _split_one_line(source: str, line: tuple[int, int]) -> list[tuple[int, int]]:
    """Splits where paragraphs still show, and cuts boilerplate sentences off the end."""
    start, stop = line
    spans = []
    cuts = sorted(
        {m.end() for m in _WIDE_GAP.finditer(source, start, stop)}
        | {m.end() for m in _GLUED.finditer(source, start, stop)}
    )
    for cut in [*cuts, stop]:
        spans.append((start, start + len(source[start:cut].rstrip())))
        start = cut
    return [*spans[:-1], *_peel(source, *spans[-1])]


def _peel(source: str, start: int, end: int) -> list[tuple[int, int]]:
    gaps = list(_SENTENCE_GAP.finditer(source, start, end))[-_PEELED_SENTENCES:]
    spans = []
    for gap in reversed(gaps):
        rule = match_line(tidy(source[gap.end() : end]))
        if rule is None or rule.company or rule.tail:
            break
        spans.append((gap.end(), end))
        end = gap.start()
    return [(start, end), *reversed(spans)]
