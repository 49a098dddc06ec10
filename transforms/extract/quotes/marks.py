"""Quote marks: which of them open, which close, and what stands between.

News mixes curly and straight marks, forgets to close them, and opens them again in every paragraph
of a long quotation. Nothing here raises, and every paragraph is read once from left to right.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DOUBLE: Final = re.compile(r"``|''|[\"“”„‟«»]")
_SINGLE: Final = re.compile(r"(?<!['`])['‘’‚`](?!['`])")
# Most single marks are apostrophes: without one that may open there is no pair.
_MAYBE_SINGLE: Final = re.compile(r"(?<!\w)['‘‚`](?=\w)")
_OPENERS: Final = frozenset(("“", "„", "‟", "``"))
_CLOSERS: Final = frozenset(("”", "''"))
# „Deutsch“ and »Deutsch« close with what opens elsewhere.
_CLOSED_BY: Final = {"„": frozenset('“”‟"'), "»": frozenset("«"), "«": frozenset("»")}
_BEFORE_OPENER: Final = frozenset("([{—–-/:…>“‘\"'")
_STOPS: Final = (".", "!", "?", "…")
_LEAD_IN: Final = frozenset(",:—–")
# 'em, 'til and their like begin with an apostrophe.
_CLIPPED: Final = re.compile(
    r"(?:em|til|tis|twas|n|cause|bout|round|cuz|ere|neath)\b", re.IGNORECASE
)


class Quoted(NamedTuple):
    """Words between quote marks: ``start`` and ``end`` with the marks, ``inner_*`` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    is_double: bool
    continues: bool
    """The next paragraph opens its marks again, and this one never closed them."""


class _Open(NamedTuple):
    start: int
    end: int
    mark: str
    depth: int


def quoted_spans(text: str, paragraphs: list[tuple[int, int]]) -> list[Quoted]:
    """The quoted stretches of a text in order, none inside another; none leaves its paragraph.

    >>> [text[q.inner_start:q.inner_end] for text in ["It's “so,” he said."]
    ...  for q in quoted_spans(text, [(0, len(text))])]
    ['so,']
    """
    found: list[Quoted] = []
    for index, (start, end) in enumerate(paragraphs):
        next_start = paragraphs[index + 1][0] if index + 1 < len(paragraphs) else None
        reopened = next_start is not None and _DOUBLE.match(text, next_start) is not None
        doubles = _doubles(text, start, end, reopened=reopened)
        found += _with_singles(text, start, end, doubles)
    return found


def _doubles(text: str, start: int, end: int, *, reopened: bool) -> list[Quoted]:
    found: list[Quoted] = []
    held: _Open | None = None
    for match in _DOUBLE.finditer(text, start, end):
        at, past, mark = match.start(), match.end(), match.group()
        before = text[at - 1] if at > start else " "
        after = text[past] if past < end else " "
        opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENER)
        if held is None:
            if mark in _OPENERS or opens or (before.isspace() and mark not in _CLOSERS):
                held = _Open(at, past, mark, 0)
        elif _is_nested(held, mark, opens=opens):
            held = held._replace(depth=held.depth + 1)
        elif _is_fresh(held, mark, opens=opens and before.isspace()):
            # "... into one. "Now": paragraphs run together, and the marks with them.
            stop = len(text[held.end : at].rstrip()) + held.end
            if text.endswith(_STOPS, held.end, stop) and _may_stay_open(text, start, held.start):
                found.append(_unclosed(held, stop, continues=False))
            held = _Open(at, past, mark, 0)
        elif held.depth and mark in _CLOSERS:
            held = held._replace(depth=held.depth - 1)
        else:
            found.append(Quoted(held.start, past, held.end, at, is_double=True, continues=False))
            held = None
    if held is not None and (reopened or _may_stay_open(text, start, held.start)):
        last = len(text[held.end : end].rstrip()) + held.end
        found.append(_unclosed(held, last, continues=reopened))
    return found


def _unclosed(held: _Open, end: int, *, continues: bool) -> Quoted:
    return Quoted(held.start, end, held.end, end, is_double=True, continues=continues)


def _is_nested(held: _Open, mark: str, *, opens: bool) -> bool:
    return held.mark == '"' and mark in _OPENERS and opens


def _is_fresh(held: _Open, mark: str, *, opens: bool) -> bool:
    """An opener where a closer was due: the closer was forgotten, and a new quote begins."""
    if mark in _CLOSED_BY.get(held.mark, ()):
        return False
    return opens and (mark in _OPENERS or mark == '"' == held.mark)


def _may_stay_open(text: str, start: int, at: int) -> bool:
    """A mark that is never closed counts at the head of its paragraph or after a lead-in."""
    lead = text[max(start, at - 3) : at].rstrip()
    return not lead or lead[-1] in _LEAD_IN


def _with_singles(text: str, start: int, end: int, doubles: list[Quoted]) -> list[Quoted]:
    found: list[Quoted] = []
    position = start
    for double in doubles:
        found += _singles(text, position, double.start)
        found.append(double)
        position = double.end
    return found + _singles(text, position, end)


def _singles(text: str, start: int, end: int) -> list[Quoted]:
    if _MAYBE_SINGLE.search(text, start, end) is None:
        return []
    found: list[Quoted] = []
    opened: int | None = None
    candidate: int | None = None
    for match in _SINGLE.finditer(text, start, end):
        at = match.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if _opens_single(text, at, before, after):
            if opened is not None and candidate is not None:
                found.append(_single(opened, candidate))
            opened, candidate = at, None
        elif opened is not None and not before.isspace() and not after.isalnum():
            if before in "sz":
                # After an s it may be a possessive: a later mark is a better end.
                candidate = at
            else:
                found.append(_single(opened, at))
                opened = candidate = None
    if opened is not None and candidate is not None:
        found.append(_single(opened, candidate))
    return found


def _single(start: int, closer: int) -> Quoted:
    return Quoted(start, closer + 1, start + 1, closer, is_double=False, continues=False)


def _opens_single(text: str, at: int, before: str, after: str) -> bool:
    if not (before.isspace() or before in _BEFORE_OPENER) or not after.isalpha():
        return False
    return text[at] in "‘‚`'" and not _CLIPPED.match(text, at + 1)
