"""Short forms that a text explains: "National Anti-Corruption Commission (NACC)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.spans import Span, without_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transforms.extract.annotation import Label

_BRACKETED = re.compile(r"\s\(([A-Z][A-Z0-9]{2,11})\)")
_NAMED_BY_ACRONYM = frozenset(("ORG", "LAW", "EVENT", "PRODUCT"))
_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9&./-]{1,11})\)")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORDS = 12
_REACH = 160
_SMALL_WORDS = frozenset((
    "of", "for", "the", "and", "in", "on", "to", "de", "la", "del", "des", "du", "der", "und",
    "y", "e", "et", "a", "an", "at", "with", "&",
))  # fmt: skip


class Definition(NamedTuple):
    """``text[start:end]`` is what ``text[short_start:short_end]`` is short for."""

    start: int
    end: int
    short_start: int
    short_end: int


def definitions(text: str) -> Iterator[Definition]:
    """The long forms that stand before a short form in brackets, where their initials agree.

    >>> text = "He left the Olympic Council of Asia (OCA) in May."
    >>> [(text[d.start : d.end], text[d.short_start : d.short_end]) for d in definitions(text)]
    [('Olympic Council of Asia', 'OCA')]
    """
    for match in _SHORT.finditer(text):
        short = match[1]
        if sum(c.isupper() for c in short) * 2 < len(short):
            continue
        start = _long_form(text, match.start(), [c.lower() for c in short if c.isalpha()])
        if start is not None:
            end = match.start()
            while text[end - 1].isspace() or text[end - 1] in "\"'”’,":
                end -= 1
            yield Definition(start, end, match.start(1), match.end(1))


def _long_form(text: str, end: int, letters: list[str]) -> int | None:
    """Where the words begin whose letters the short form has, read backwards from ``end``.

    The letters are matched from the last to the first, each at the start of a word or inside
    one, the first at the start of a capitalised word (A. Schwartz, M. Hearst: A simple algorithm
    for identifying abbreviation definitions, 2003).
    """
    near = max(0, end - _REACH)
    line = max(text.rfind("\n", near, end), text.rfind("(", near, end), near - 1) + 1
    words = list(_WORD.finditer(text, line, end))[-_LONGEST_WORDS:]
    left = list(letters)
    initials = 0
    for word in reversed(words):
        lowered = word[0].lower()
        taken = _take(lowered, left)
        if taken:
            initials += 1
            del left[-taken:]
        elif lowered not in _SMALL_WORDS:
            return None
        if not left:
            wide = initials > 1 or len(letters) <= initials + 1
            return word.start() if wide else None
    return None


def _take(word: str, letters: list[str]) -> int:
    """How many of the last letters the word has, its first letter being the first of them."""
    for count in range(min(len(letters), 4), 0, -1):
        some = letters[-count:]
        if word[0] == some[0] and _in_order(word[1:], some[1:]):
            return count
    return 0


def _in_order(word: str, letters: list[str]) -> bool:
    at = 0
    for letter in letters:
        at = word.find(letter, at) + 1
        if not at:
            return False
    return True


def with_definitions(text: str, spans: list[Span]) -> list[Span]:
    """Long forms as wide as their short forms show, and the short forms with their label."""
    defined, labels = _defined(text, spans)
    for match in _BRACKETED.finditer(text):
        at = bisect_left(spans, match.start(), key=attrgetter("end"))
        before = spans[at] if at < len(spans) and spans[at].end == match.start() else None
        if before is not None and before.label in _NAMED_BY_ACRONYM and match[1] not in labels:
            label = _definition_label(text, before.start, before.end, spans) or before.label
            defined.append(Span(match.start(1), match.end(1), label))
            labels[match[1]] = label
    kept = [(s, labels.get(text[s.start : s.end].rstrip("s"), s.label)) for s in spans]
    return without_overlaps([*defined, *(s._replace(label=new) for s, new in kept if new)])


def _defined(text: str, spans: list[Span]) -> tuple[list[Span], dict[str, Label | None]]:
    """Long and short forms that are defined, and the labels of the short ones.

    A short form of small letters, "personal protective equipment (PPE)", is no name: ``None``.
    """
    defined: list[Span] = []
    labels: dict[str, Label | None] = {}
    for d in definitions(text):
        is_name = not text[d.start].islower()
        label = _definition_label(text, d.start, d.end, spans) if is_name else None
        if label is not None:
            defined.append(Span(d.start, d.end, label))
            defined.append(Span(d.short_start, d.short_end, label))
        if label is not None or not is_name:
            labels.setdefault(text[d.short_start : d.short_end], label)
    return defined, labels


def _definition_label(text: str, start: int, end: int, spans: list[Span]) -> Label | None:
    gazetteer = load_gazetteer()
    long_form = text[start:end]
    known = gazetteer.known(long_form)
    if known is not None:
        return known.label
    head = gazetteer.heads.get(long_form.rsplit(None, 1)[-1])
    if head is not None:
        return head
    first = bisect_left(spans, start, key=attrgetter("start"))
    last = bisect_left(spans, end, key=attrgetter("start"))
    inside = spans[first:last]
    if len(inside) == 1 and inside[0].start == start:
        return "ORG" if inside[0].label in {"PERSON", "NORP"} else inside[0].label
    return "ORG" if inside or " of " in long_form else None
