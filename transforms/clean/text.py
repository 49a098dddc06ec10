"""Cleans plain text: the article's lines stay, everything else is removed and named."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.clean.cleaned import Cleaned, Passage, RemovedPassage
from transforms.clean.lines import LineOptions, Verdict, mark_lines
from transforms.clean.lines.datelines import Dateline, find_dateline
from transforms.clean.lines.headlines import find_headline, find_repeats
from transforms.clean.lines.layout import (
    SourceLine,
    arrange,
    cut_prefix,
    is_list_item,
    read_lines,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.cleaned import PassageKind

_MAX_ROUNDS = 8
_DATELINE_WITHIN = 3
_STANDFIRST_MAX_CHARS = 300
_SUBHEAD_MAX_CHARS = 200
_SUBHEAD_MAX_WORDS = 14
_SENTENCE_END = re.compile(r"[.!?…。！？।:;,][\"'”’»)\]]*$")
_MIDDLE_STOP = re.compile(r"[.!?。！？][\"'”’»)\]]*\s")


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What cleaning may take out of plain text.

    Attributes:
        lines: What the line rules may remove.
        datelines: Whether datelines and desk credits are cut off the first paragraph.
        repeats: Whether repeated headlines and paragraphs are removed.
    """

    lines: LineOptions = field(default_factory=LineOptions)
    datelines: bool = True
    repeats: bool = True


_DEFAULT = TextOptions()


@dataclass(slots=True)
class _Draft:
    """An article while it is being cleaned."""

    lines: list[SourceLine]
    has_headline: bool = False
    removed: list[RemovedPassage] = field(default_factory=list)
    datelines: list[tuple[Dateline, SourceLine]] = field(default_factory=list)


def clean_text(source: str, title: str | None = None, options: TextOptions = _DEFAULT) -> Cleaned:
    r"""The article in a plain text, its headline first; the rest in ``removed`` with its rule.

    Args:
        source: The decoded text as it was read.
        title: The title that the record gives. It goes first, at the place in the source where
            it is found, else without one.
        options: What may be taken out.

    Returns:
        Passages and removed pieces whose source spans hold every printed character of ``source``
        exactly once. Cleaning ``Cleaned.text`` again changes nothing.

    >>> cleaned = clean_text("Istanbul: The talks ended on Friday.\nLeave a Reply")
    >>> cleaned.text, cleaned.dateline_place
    ('The talks ended on Friday.', 'Istanbul')
    >>> [(piece.text, piece.rule_id) for piece in cleaned.removed]
    [('Istanbul:', 'dateline.colon'), ('Leave a Reply', 'comment_form.heading')]
    """
    title = tidy(title) or None if title is not None else None
    lines = read_lines(source)
    draft = _Draft(list(lines))
    for _ in range(_MAX_ROUNDS):
        _arrange(draft, source, title)
        before = [line.text for line in draft.lines]
        _clean_once(draft, source, title, options)
        settled = before == [line.text for line in draft.lines]
        # As the cleaned text will be read: no paragraph shows but by its line.
        draft.lines = [SourceLine(line.text, line.start, line.end) for line in draft.lines]
        if settled and _is_arranged(draft.lines, source, title):
            return _cleaned(draft)
    # Nothing is removed from a text that does not settle, so that cleaning it again does the same.
    draft = _Draft(lines)
    _put_headline_first(draft, title)
    return _cleaned(draft)


def keep_text(source: str) -> Cleaned:
    """The text to the letter, for input that is clean already; a passage for every line."""
    passages = []
    start = 0
    for line in source.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            first = end - len(line.lstrip())
            last = start + len(line.rstrip())
            passages.append(Passage("body", first, last, first, last))
        start = end
    return Cleaned(text=source, title=None, passages=tuple(passages), removed=(), extractor="none")


def _arrange(draft: _Draft, source: str, title: str | None) -> None:
    if title is not None:
        _put_headline_first(draft, title)
    first = 0 if title is None else 1
    draft.lines[first:] = arrange(draft.lines[first:], source)


def _is_arranged(lines: list[SourceLine], source: str, title: str | None) -> bool:
    """Whether the lines would stay as they are, with their title apart and without one."""
    return arrange(lines, source) == lines and (
        title is None or arrange(lines[1:], source) == lines[1:]
    )


def _clean_once(draft: _Draft, source: str, title: str | None, options: TextOptions) -> None:
    verdicts = mark_lines([line.text for line in draft.lines], options.lines)
    if title is not None:
        verdicts[0] = None
    _remove(draft, verdicts)
    if title is None:
        _put_headline_first(draft, None)
    if options.repeats:
        texts = [line.text for line in draft.lines]
        repeats = find_repeats(texts, 0 if draft.has_headline else None)
        _remove(draft, [repeats.get(i) for i in range(len(texts))])
    if options.datelines:
        _cut_datelines(draft, source)


def _put_headline_first(draft: _Draft, title: str | None) -> None:
    found = find_headline([line.text for line in draft.lines], title)
    if found is not None:
        draft.lines.insert(0, draft.lines.pop(found))
    elif title is not None:
        draft.lines.insert(0, SourceLine(title, None, None))
    draft.has_headline = found is not None or title is not None


def _remove(draft: _Draft, verdicts: Sequence[Verdict | None]) -> None:
    if not any(verdicts):
        return
    kept = []
    for line, verdict in zip(draft.lines, verdicts, strict=True):
        if verdict is None:
            kept.append(line)
        else:
            draft.removed.append(
                RemovedPassage(line.text, verdict.kind, verdict.rule_id, line.start, line.end)
            )
    draft.lines = kept


def _cut_datelines(draft: _Draft, source: str) -> None:
    first = 1 if draft.has_headline else 0
    for i in range(first, min(len(draft.lines), first + _DATELINE_WITHIN)):
        line = draft.lines[i]
        found = find_dateline(line.text)
        if found is None:
            continue
        head, rest = cut_prefix(line, found.end, source)
        draft.lines[i] = rest
        draft.removed.append(
            RemovedPassage(head.text, found.kind, found.rule_id, head.start, head.end)
        )
        if found.kind == "dateline":
            draft.datelines.append((found, head))
        return


def _cleaned(draft: _Draft) -> Cleaned:
    lines = draft.lines
    kinds = _kinds(lines, has_headline=draft.has_headline)
    passages = []
    offset = 0
    for line, kind in zip(lines, kinds, strict=True):
        end = offset + len(line.text)
        passages.append(Passage(kind, offset, end, line.start, line.end))
        offset = end + 1
    found = [dateline for dateline, _ in draft.datelines]
    return Cleaned(
        text="\n".join(line.text for line in lines),
        title=lines[0].text if draft.has_headline else None,
        passages=tuple(passages),
        removed=_placed(draft.removed, passages),
        extractor="lines",
        dateline=" ".join(head.text for _, head in draft.datelines) or None,
        dateline_place=next((d.place for d in found if d.place), None),
        dateline_agency=next((d.agency for d in found if d.agency), None),
        dateline_date=next((d.date for d in found if d.date), None),
    )


def _placed(
    removed: Sequence[RemovedPassage], passages: Sequence[Passage]
) -> tuple[RemovedPassage, ...]:
    """What was removed in the order of the source, each before the passage that follows there."""
    starts = [
        (passage.source_start, index)
        for index, passage in enumerate(passages)
        if passage.source_start is not None
    ]
    starts.sort()
    placed = []
    for piece in sorted(removed, key=lambda piece: piece.source_start or 0):
        after = bisect_left(starts, (piece.source_start or 0, 0))
        index = starts[after][1] if after < len(starts) else len(passages)
        placed.append(piece._replace(passage_index=index))
    return tuple(placed)


def _kinds(lines: Sequence[SourceLine], *, has_headline: bool) -> list[PassageKind]:
    kinds: list[PassageKind] = []
    headline_start = lines[0].start if has_headline and lines else None
    for i, line in enumerate(lines):
        if i == 0 and has_headline:
            kinds.append("headline")
        elif is_list_item(line.text):
            kinds.append("list_item")
        elif _is_subhead(lines, i):
            kinds.append("subhead")
        elif has_headline and _is_standfirst(lines, i, kinds, headline_start):
            kinds.append("standfirst")
        else:
            kinds.append("body")
    return kinds


def _is_subhead(lines: Sequence[SourceLine], i: int) -> bool:
    text = lines[i].text
    return (
        len(text) <= _SUBHEAD_MAX_CHARS
        and i + 1 < len(lines)
        and len(lines[i + 1].text) > len(text)
        and len(text.split()) <= _SUBHEAD_MAX_WORDS
        and _SENTENCE_END.search(text) is None
        and not text[0].islower()
    )


def _is_standfirst(
    lines: Sequence[SourceLine], i: int, kinds: Sequence[PassageKind], headline_start: int | None
) -> bool:
    """Printed before the headline, or a single sentence below it and above a longer paragraph."""
    line = lines[i]
    if headline_start is not None and line.start is not None and line.start < headline_start:
        return True
    return (
        len(line.text) <= _STANDFIRST_MAX_CHARS
        and i + 1 < len(lines)
        and all(kind in {"headline", "standfirst"} for kind in kinds)
        and len(lines[i + 1].text) > 2 * len(line.text)
        and _MIDDLE_STOP.search(line.text) is None
    )
