"""What a page prints around its article: headings, bylines, dates. One walk over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.clean.regions import plain_name, region_rule
from transforms.clean.published import DateEvidence

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BYLINE_NAME = re.compile(
    r"\b(?:author names?|by ?line( names?)?|authors?|post author|entry author|written by|posted by|writer|"
    r"reporter|journalist)\b"
)
_NOT_BYLINE = re.compile(
    r"\b(?:bio|image|img|avatar|photo|desc\w*|social|box|comments?|icon|pic\w*|about|follow)\b"
)
_DATE_NAME = re.compile(
    r"\b(?:date ?published|published( date| time| on| at)?|publish(ed)? ?(date|time)|pub ?date|"
    r"(post|entry|article|story|news|blog) ?(date|time)|(date|time) ?(posted|stamp|line)|timestamp|date ?time|"
    r"posted on|dates?)\b"
)
_MODIFIED = re.compile(
    r"\b(?:modif\w*|updat\w*|edited|aktualisiert|actualizado|mis à jour|aggiornato|atualizado)\b",
    re.I,
)
_PUBLISHED_WORD = re.compile(r"\bpubl\w*|\bposted\b", re.IGNORECASE)
_PRINTED_BYLINE = re.compile(
    r"^(?:written by|by|von|par|por|di|door|text:|autor:|author:)\s+([^\W\d_].{2,60})$", re.IGNORECASE
)
# Around comments, teasers and bios there are other articles' dates and other people's names.
_FOREIGN = frozenset(
    {"comments", "related", "sidebar", "footer", "author_bio", "navigation", "advertisement"}
)
_SKIPPED = frozenset({"script", "style", "noscript", "svg", "template", "head", "iframe"})
_LONGEST_BYLINE = 120
_LONGEST_DATE = 100
_HIGHEST_ANCESTOR = 8
_MOST = 30


@dataclass(slots=True)
class PageMarks:
    """Headings (h1), bylines and dates as printed, in the order of the page, best first."""

    headings: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    dates: list[DateEvidence] = field(default_factory=list)


def page_marks(tree: HtmlElement) -> PageMarks:
    """The marks of a page."""
    marks = PageMarks()
    named: list[str] = []
    printed: list[str] = []
    weak_dates: list[DateEvidence] = []
    for element in tree.iter(
        "h1",
        "time",
        "a",
        "span",
        "div",
        "p",
        "li",
        "address",
        "abbr",
        "meta",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "em",
        "strong",
        "small",
    ):
        tag = element.tag
        if tag == "h1":
            _add(marks.headings, _text(element, 400))
            continue
        attributes = element.attrib
        if tag == "time":
            _add_time(element, marks.dates, weak_dates)
        elif attributes:
            _read_named(element, attributes, marks, named, weak_dates)
        if (
            len(element) <= 2
            and len(printed) < _MOST
            and tag in ("p", "span", "div", "em", "strong")
        ):
            found = _PRINTED_BYLINE.match(_text(element, 80))
            if found is not None and not _is_foreign(element):
                _add(printed, found.group(1))
    marks.bylines = marks.bylines or named[:6] or printed[:1]
    marks.dates += weak_dates
    return marks


def _read_named(
    element: HtmlElement,
    attributes: dict[str, str],
    marks: PageMarks,
    named: list[str],
    weak_dates: list[DateEvidence],
) -> None:
    role = attributes.get("itemprop", "").lower()
    if role in ("datepublished", "datecreated", "datemodified"):
        value = (
            attributes.get("content") or attributes.get("datetime") or _text(element, _LONGEST_DATE)
        )
        is_modified = role == "datemodified"
        if value:
            marks.dates.append(DateEvidence(value, "page", is_modified=is_modified))
        return
    if "author" in role.split() or attributes.get("rel", "").lower() == "author":
        if not _is_foreign(element):
            _add(marks.bylines, _text(element, _LONGEST_BYLINE))
        return
    name = attributes.get("class", "") + " " + attributes.get("id", "")
    if name == " " or len(name) > 300:
        return
    words = plain_name(name)
    if _BYLINE_NAME.search(words) and not _NOT_BYLINE.search(words) and len(named) < _MOST:
        if not _is_foreign(element):
            _add(named, _text(element, _LONGEST_BYLINE))
    elif _DATE_NAME.search(words) and len(weak_dates) < _MOST:
        text = _text(element, _LONGEST_DATE)
        if any(c.isdigit() for c in text) and not _is_foreign(element):
            weak_dates.append(DateEvidence(text, "page", _is_modified(text, words), is_weak=True))


def _add_time(
    element: HtmlElement, dates: list[DateEvidence], weak_dates: list[DateEvidence]
) -> None:
    value = element.get("datetime") or element.get("content") or _text(element, _LONGEST_DATE)
    if not value or len(dates) + len(weak_dates) >= _MOST or _is_foreign(element):
        return
    words = plain_name(f"{element.get('class', '')} {element.get('itemprop', '')}")
    parent = element.getparent()
    context = _text(parent, 60) if parent is not None else ""
    is_modified = _is_modified(context, words)
    is_sure = (
        "pubdate" in element.attrib
        or "datepublished" in words.replace(" ", "")
        or "entry date" in words
    )
    evidence = DateEvidence(value, "page", is_modified=is_modified, is_weak=not is_sure)
    (dates if is_sure else weak_dates).append(evidence)


def _is_modified(text: str, words: str) -> bool:
    about = f"{text} {words}"
    return bool(_MODIFIED.search(about)) and not _PUBLISHED_WORD.search(about)


def _is_foreign(element: HtmlElement) -> bool:
    ancestor = element
    for _ in range(_HIGHEST_ANCESTOR):
        rule = region_rule(
            str(ancestor.tag), f"{ancestor.get('class', '')} {ancestor.get('id', '')}"
        )
        if rule in _FOREIGN:
            return True
        parent = ancestor.getparent()
        if parent is None:
            return False
        ancestor = parent
    return False


def _text(element: HtmlElement, longest: int) -> str:
    """The element's text on one line; empty when it is longer than that."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(part)
        size += len(part.strip())
        if size > longest:
            return ""
    return " ".join(" ".join(parts).split())


def _add(texts: list[str], text: str) -> None:
    if text and text not in texts and len(texts) < _MOST:
        texts.append(text)
