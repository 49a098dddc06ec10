"""Source text to lines: every paragraph on a line of its own, with where it stood.

Lines that were broken at a fixed width are joined again; an article that came as one line is
split where its paragraphs can still be seen.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from transforms.clean.lines.looks import is_single_spaced
from transforms.clean.lines.rules import match_line

_MAX_WRAP_WIDTH = 120
_MIN_WRAP_WIDTH = 40
_WRAP_SLACK = 8
_WRAPPED_SHARE = 0.6
_MIN_WRAPS = 3
_MIN_JOINED_CHARS = 160
_ONE_LINE_CHARS = 300
_LIST_ITEM = re.compile(r"(?:[-*•‣◦▪–—·]|\(?\d{1,3}[.)])\s")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_PRINTED = re.compile("[^\\s\x00-\x08\x0e-\x1b\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S \xa0\u202f]+\s*|\s{2,}")
_GLUED = re.compile(
    r"(?<=[^\W\d_][^\W\d_][.!?])(?=[\"“«„]?[^\W\d_a-zß-öø-ÿа-яё][^\W\d_A-ZÀ-ÖØ-ÞА-Я])"
)
_SENTENCE_STOP = re.compile(r"[.!?。！？:][\"'”’»)\]]*$")
_WIDE_GAP = re.compile(r"(?<=[.!?…\"”»])[^\S\xa0]{2,}(?=\S)")
_SENTENCE_GAP = re.compile(r"(?<=[.!?…*])\s+(?=\S)")
_PEELED_SENTENCES = 12


class SourceLine(NamedTuple):
    """A line of text and the span of the source that it was read from.

    Attributes:
        text: The line with single spaces and without control characters.
        start: Where it begins in the source; ``None`` for a headline that is not in the source.
        end: Where it ends in the source, exclusive.
        opens: Whether a blank line or an indent before it shows that a paragraph begins.
    """

    text: str
    start: int | None
    end: int | None
    opens: bool = False


def read_lines(source: str) -> list[SourceLine]:
    r"""The lines of a text in their order, blank ones left out.

    A text of one line is split at the wide gaps that its paragraphs have left.

    >>> [line.text for line in read_lines("Talks end  \n\n The sides agreed\ton a swap. ")]
    ['Talks end', 'The sides agreed on a swap.']
    """
    lines: list[SourceLine] = []
    start = 0
    opens = False
    for raw in source.splitlines(keepends=True):
        body = raw.strip()
        text = body if is_single_spaced(body) else tidy(body)
        if text:
            indent = raw.index(body)
            first = start + indent
            lines.append(SourceLine(text, first, first + len(body), opens or indent > 1))
        opens = not text
        start += len(raw)
    if len(lines) == 1 and len(source) >= _ONE_LINE_CHARS:
        return _split_at(source, lines[0], _WIDE_GAP)
    return lines


def arrange(lines: list[SourceLine], source: str) -> list[SourceLine]:
    """The same lines with paragraphs made whole, or parted where they were glued together."""
    if len(lines) == 1 and len(lines[0].text) >= _ONE_LINE_CHARS:
        parts = _split_at(source, lines[0], _GLUED)
        return [*parts[:-1], *_peel(source, parts[-1])]
    return _join_wrapped(lines)


def tidy(text: str) -> str:
    """Single spaces, no control characters, no lone surrogates; no-break spaces stay."""
    if is_single_spaced(text):
        return text.strip(" ")
    if "\xa0" not in text and "\u202f" not in text:
        spaced = " ".join(text.split())
        if spaced.isprintable():
            return spaced
    if _CONTROL.search(text) is not None:
        text = _CONTROL.sub("", text)
    return (_SPACES.sub(" ", text) if _SPACES.search(text) is not None else text).strip()


def is_list_item(text: str) -> bool:
    """Whether a line begins as the items of a list do: with a mark, or a number and a stop."""
    # No letter begins so, but nearly every line with a letter.
    return not text[:1].isalpha() and _LIST_ITEM.match(text) is not None


def cut_prefix(line: SourceLine, size: int, source: str) -> tuple[SourceLine, SourceLine]:
    """The first ``size`` characters of a line, and the rest, each with its span of the source."""
    head, rest = line.text[:size].rstrip(), line.text[size:].lstrip()
    if line.start is None or line.end is None:
        return SourceLine(head, None, None), SourceLine(rest, None, None)
    printed = _PRINTED.finditer(source, line.start, line.end)
    count = len("".join(head.split()))
    ends = [next(printed).end() for _ in range(count)]
    following = next(printed, None)
    return (
        line._replace(text=head, end=ends[-1] if ends else line.start),
        SourceLine(rest, following.start() if following is not None else line.end, line.end),
    )


def _split_at(source: str, line: SourceLine, pattern: re.Pattern[str]) -> list[SourceLine]:
    """The pieces of a line between the matches of a pattern in the source."""
    if line.start is None or line.end is None:
        return [line]
    ends = [match.end() for match in pattern.finditer(source, line.start, line.end)]
    pieces: list[SourceLine] = []
    start = line.start
    for end in [*ends, line.end]:
        text = tidy(source[start:end])
        if text:
            pieces.append(SourceLine(text, start, start + len(source[start:end].rstrip())))
            start = end
    return pieces


def _join_wrapped(lines: list[SourceLine]) -> list[SourceLine]:
    """Joins the lines of paragraphs that were broken at a fixed width.

    A break is one of a fixed width where the first word of the next line would not have fitted.
    """
    width = max((len(line.text) for line in lines), default=0)
    if not _MIN_WRAP_WIDTH <= width <= _MAX_WRAP_WIDTH or len(lines) <= _MIN_WRAPS:
        return lines
    inside = broken = 0
    starts = [0]
    for i, (line, following) in enumerate(pairwise(lines), start=1):
        inside += not following.opens
        if _is_wrap(line.text, following, width):
            broken += not _stops(line.text)
        else:
            starts.append(i)
    if broken < max(_MIN_WRAPS, _WRAPPED_SHARE * inside):
        return lines
    joined = [_joined(lines[start:end]) for start, end in pairwise([*starts, len(lines)])]
    # Only a text with real paragraphs: nothing of this width is left to be joined again.
    longest = max(len(line.text) for line in joined)
    return joined if longest >= _MIN_JOINED_CHARS else lines


def _is_wrap(text: str, following: SourceLine, width: int) -> bool:
    if following.opens:
        return False
    room = width - _WRAP_SLACK - len(text) - 1
    if room > 0 and len(following.text.split(maxsplit=1)[0]) <= room:
        return False
    return not is_list_item(following.text)


def _stops(text: str) -> bool:
    return not text[-1].isalnum() and _SENTENCE_STOP.search(text) is not None


def _joined(lines: list[SourceLine]) -> SourceLine:
    if len(lines) == 1:
        return lines[0]
    text = " ".join([line.text for line in lines])
    return SourceLine(text, lines[0].start, lines[-1].end, lines[0].opens)


def _peel(source: str, line: SourceLine) -> list[SourceLine]:
    """Cuts boilerplate sentences off the end of a line."""
    gaps = [gap.end() for gap in _SENTENCE_GAP.finditer(line.text)][-_PEELED_SENTENCES:]
    cut = len(line.text)
    for gap in reversed(gaps):
        rule = match_line(line.text[gap:cut].rstrip())
        if rule is None or rule.company or rule.tail:
            break
        cut = gap
    if cut == len(line.text):
        return [line]
    head, rest = cut_prefix(line, cut, source)
    return [head, *_split_at(source, rest, _SENTENCE_GAP)]
