"""What a page prints around its article: headings, bylines, dates. One walk over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from transforms.clean.published import DateEvidence
from transforms.clean.regions import plain_name, region_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_T = TypeVar("_T")

_BYLINE_NAME = re.compile(
    r"\b(?:author ?names?|by ?line( names?)?|authors?|post author|entry author|written by|"
    r"posted by|writer|reporter|journalist|user ?name)\b"
)
_NOT_BYLINE = re.compile(
    r"\b(?:image|img|avatar|photo|desc\w*|social|box|comments?|icon|pic\w*|about|follow)\b"
)
_DATE_NAME = re.compile(
    r"\b(?:date ?published|publish(ed|ing)?( ?(date|time|on|at))?|pub ?date|"
    r"(post|entry|article|story|news|blog) ?(date|time)|(date|time) ?(posted|stamp|line)|"
    r"timestamp|date ?time|posted on|dates?)\b"
)
_TODAY_NAME = re.compile(r"\b(?:todays?|current|clock|now)\b")
_MODIFIED = re.compile(
    r"\b(?:modif\w*|updat\w*|edited|revised|aktualisiert|actualizado|aggiornato|atualizado|"
    r"mis à jour|güncelle\w*|обновлен\w*|оновлен\w*)\b",
    re.IGNORECASE,
)
_PUBLISHED_WORD = re.compile(r"\bpubl\w*|\bposted\b", re.IGNORECASE)
_PRINTED_BYLINE = re.compile(
    r"(?:written by|by|von|par|por|di|door|autor:|author:)\s+([^\W\d_].{2,60})", re.IGNORECASE
)
_PRINTED_DATE = re.compile(
    r"\W*(?:(?:first )?(?:published|posted|publiée? le|veröffentlicht|publicado|pubblicato|date)"
    r"(?: on| at| am| el| em| il)?)?\W*"
    r"(?:[^\W\d_]{2,12}\W{1,3})?"
    r"(?:\d{1,2}[^\W\d_]{0,2}[\s./-]+(?:de )?(?:[^\W\d_]{3,12}\.?|\d{1,2})[\s./,-]+(?:de )?\d{4}|"
    r"[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d|"
    r"\d\d\.\d\d\.\d\d)(?![\w.])",
    re.IGNORECASE,
)
# Around comments and teasers there are other articles' dates and other people's names.
_FOREIGN = frozenset({"comments", "related", "sidebar", "advertisement"})
_PRINTING = frozenset({"p", "span", "div", "em", "strong", "small", "li", "a", "h6", "i"})
_READ = (*sorted(_PRINTING), "h1", "h2", "h3", "h4", "h5", "time", "address", "abbr", "meta")
_LEAF_CHILDREN = 2
_SHORTEST_PRINTED, _LONGEST_PRINTED = 6, 80
_LONGEST_HEADING, _LONGEST_BYLINE, _LONGEST_DATE, _LONGEST_NAME = 400, 120, 100, 300
_HIGHEST_ANCESTOR = 8
_BESIDE = 15
_MOST_LEAVES = 400
_MOST, _MOST_BYLINES = 60, 6
# Bylines and dates stand below the headline, or in a line above it.
_ABOVE_HEADLINE, _BELOW_HEADLINE = 40, 1_500


@dataclass(frozen=True, slots=True)
class PageMarks:
    """Bylines and dates as printed, the most certain ones first."""

    bylines: tuple[str, ...]
    dates: tuple[DateEvidence, ...]


@dataclass(slots=True)
class MarkReader:
    """Collects headings, bylines and dates with their places, by how certain each is."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    sure_bylines: list[tuple[int, str]] = field(default_factory=list)
    named_bylines: list[tuple[int, str]] = field(default_factory=list)
    sure_dates: list[tuple[int, DateEvidence]] = field(default_factory=list)
    named_dates: list[tuple[int, DateEvidence]] = field(default_factory=list)
    leaves: list[tuple[int, HtmlElement]] = field(default_factory=list)

    def read_page(self, tree: HtmlElement) -> tuple[str, ...]:
        """Walks over the page; its headings, in their order."""
        for place, element in enumerate(tree.iter(*_READ)):
            self.read(element, place)
        return tuple(dict.fromkeys(text for _, text in self.headings))

    def marks(self, title: str | None) -> PageMarks:
        """The bylines and dates that belong to the article of this title."""
        places = [place for place, text in self.headings if text == title]
        places += [place for place, _ in self.headings]
        top = places[0] if places else None
        bylines = _near(self.sure_bylines, top) or _near(self.named_bylines, top)
        dates = [
            *(date for _, date in self.sure_dates),
            *(date for _, date in _near(self.named_dates, top)),
        ]
        if not bylines or not dates:
            byline, date = self._printed(top)
            bylines = bylines or byline
            dates = dates or date
        return PageMarks(_beside_first(bylines), tuple(dict.fromkeys(dates))[:_MOST])

    def _printed(self, top: int | None) -> tuple[list[tuple[int, str]], list[DateEvidence]]:
        """The first byline and the first date around the headline that only their words tell."""
        bylines: list[tuple[int, str]] = []
        dates: list[DateEvidence] = []
        for place, element in _near(self.leaves, top)[:_MOST_LEAVES]:
            text = _text(element, _LONGEST_PRINTED)
            if len(text) < _SHORTEST_PRINTED:
                continue
            byline = None if bylines else _PRINTED_BYLINE.fullmatch(text)
            is_date = not dates and _has_digit(text) and _PRINTED_DATE.match(text) is not None
            if (byline is None and not is_date) or _is_foreign(element):
                continue
            if byline is not None:
                bylines.append((place, byline.group(1)))
            else:
                dates.append(DateEvidence(text, "page", _is_modified(text), is_weak=True))
        return bylines, dates

    def read(self, element: HtmlElement, place: int) -> None:
        """Takes note of an element; ``place`` is its number on the page."""
        tag = element.tag
        if tag == "h1":
            text = _text(element, _LONGEST_HEADING)
            if text:
                self.headings.append((place, text))
            return
        if tag == "time":
            self._read_time(element, place)
        elif self._read_role(element, place):
            return
        else:
            self._read_name(element, place)
        if tag in _PRINTING and len(element) <= _LEAF_CHILDREN:
            self.leaves.append((place, element))

    def _read_role(self, element: HtmlElement, place: int) -> bool:
        """What microdata says; whether it said anything."""
        role = element.get("itemprop")
        role = "" if role is None else role.lower()
        if role in ("datepublished", "datecreated", "datemodified"):
            value = (
                element.get("content") or element.get("datetime") or _text(element, _LONGEST_DATE)
            )
            if value and not _is_foreign(element):
                evidence = DateEvidence(value, "page", is_modified=role == "datemodified")
                self.sure_dates.append((place, evidence))
            return True
        relation = element.get("rel")
        if "author" in role.split() or (relation is not None and relation.lower() == "author"):
            text = _text(element, _LONGEST_BYLINE)
            if text and not _is_foreign(element):
                self.sure_bylines.append((place, text))
            return True
        return False

    def _read_name(self, element: HtmlElement, place: int) -> None:
        name = f"{element.get('class', '')} {element.get('id', '')}"
        mark = None if name == " " else _named_mark(name)
        if mark == "byline":
            text = _text(element, _LONGEST_BYLINE)
            if text and len(self.named_bylines) < _MOST and not _is_foreign(element):
                self.named_bylines.append((place, text))
        elif mark == "date":
            text = _text(element, _LONGEST_DATE)
            if len(self.named_dates) < _MOST and _has_digit(text) and not _is_foreign(element):
                is_modified = _is_modified(f"{text} {plain_name(name)}")
                evidence = DateEvidence(text, "page", is_modified, is_weak=True)
                self.named_dates.append((place, evidence))

    def _read_time(self, element: HtmlElement, place: int) -> None:
        value = element.get("datetime") or element.get("content") or _text(element, _LONGEST_DATE)
        if not value or len(self.named_dates) >= _MOST or _is_foreign(element):
            return
        words = plain_name(f"{element.get('class', '')} {element.get('itemprop', '')}")
        parent = element.getparent()
        context = "" if parent is None else _text(parent, _LONGEST_PRINTED)
        is_modified = _is_modified(f"{context} {words}")
        is_sure = "pubdate" in element.attrib or "date published" in words or "entry date" in words
        evidence = DateEvidence(value, "page", is_modified, is_weak=not is_sure)
        (self.sure_dates if is_sure else self.named_dates).append((place, evidence))


@lru_cache(maxsize=20_000)
def _named_mark(name: str) -> Literal["byline", "date"] | None:
    """What an element of this class and id holds by its name."""
    if len(name) > _LONGEST_NAME:
        return None
    words = plain_name(name)
    if _BYLINE_NAME.search(words) and not _NOT_BYLINE.search(words):
        return "byline"
    return "date" if _DATE_NAME.search(words) and not _TODAY_NAME.search(words) else None


def _near(candidates: Sequence[tuple[int, _T]], top: int | None) -> list[tuple[int, _T]]:
    """Those around the headline, the nearest below it first."""
    if top is None:
        return list(candidates)
    near = [
        (place, value)
        for place, value in candidates
        if -_ABOVE_HEADLINE <= place - top <= _BELOW_HEADLINE
    ]
    return sorted(near, key=lambda row: (row[0] < top, abs(row[0] - top)))


def _beside_first(bylines: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The first byline and those beside it: further down sign the authors of other articles."""
    if not bylines:
        return ()
    first = bylines[0][0]
    beside = [text for place, text in bylines if abs(place - first) <= _BESIDE]
    return tuple(dict.fromkeys(beside))[:_MOST_BYLINES]


def _is_modified(about: str) -> bool:
    return _MODIFIED.search(about) is not None and _PUBLISHED_WORD.search(about) is None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _is_foreign(element: HtmlElement) -> bool:
    ancestor: HtmlElement | None = element
    for _ in range(_HIGHEST_ANCESTOR):
        if ancestor is None:
            return False
        name = f"{ancestor.get('class', '')} {ancestor.get('id', '')}"
        if region_rule(str(ancestor.tag), name) in _FOREIGN:
            return True
        ancestor = ancestor.getparent()
    return False


def _text(element: HtmlElement, longest: int) -> str:
    """The element's text on one line; empty when it is longer than that."""
    if not len(element):
        text = element.text or ""
        return "" if len(text.strip()) > longest else " ".join(text.split())
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > longest:
            return ""
    return " ".join(" ".join(parts).split())
