"""A stretch of text with a label, and how the model's are made clean."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import lower_words
from transforms.extract.offices import look_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from transforms.extract.annotation import Label


class Span(NamedTuple):
    """``text[start:end]`` names something of the kind ``label``."""

    start: int
    end: int
    label: Label


_OUTER = " \t\n\r\u00a0\"'“”‘’«»‹›([{<)]}>,;:!?*•|_#@…-–—/"
_ARTICLE = re.compile(r"(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s?['’]s?$")
_PARTS = re.compile(
    r"\s*[|;\[\]<>]\s*|\s+/\s*|\s*/\s+|\s*\(\s*|\s*\)\s*|\s+(?:[–—]|--?)\s+|\s*[“”]\s*"
)
_MAY_PART = re.compile(r"[|;\[\]<>/()–—“”-]")  # what every alternative above holds one of
_PHOTO = re.compile(
    r"(?:File )?Photo|Illustration|Handout|Pool|Getty Images?|Files?", re.IGNORECASE
)
_WORDS = re.compile(r"[^\W\d_]+")
COMPANY_FORMS = frozenset((
    "ag", "airlines", "airways", "co", "company", "corp", "corporation", "gmbh", "holdings", "inc",
    "llc", "ltd", "motors", "plc", "sa",
))  # fmt: skip
"""The last words of the names of companies, as these are compared."""
_FEWEST = 2  # words of a name
_LONG = 4  # letters of a word that a headline in capitals capitalises; and such words of a line
_MOSTLY = 0.8
_TICKER = re.compile(r"[A-Z]{2,6}\.[A-Z]{1,2}")
_ABBREVIATION = re.compile(r"\b(?:\w|Inc|Corp|Co|Ltd|Jr|Sr|St|Bros)\.$")
_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(?=\S)")
_OFFICE_AFTER = re.compile(r"\s+(?:and\s+[A-Z]\w+\s+)?(?:[Mm]inister|[Ss]ecretary)\b")
_OFFICE_BEFORE = re.compile(
    r"(?:[Mm]inisters?|[Ss]ecretary|[Ss]ecretaries)\s+(?:of|for)(?:\s+the)?\s+$"
)
_BODY_WORD = re.compile(r"(?:Ministry|Department|Office|Agency|Commission|Party|Union|Council)\b")
# Words that begin a sentence or a line and that the model takes into the name.
_LEADING = re.compile(
    r"(?:(?:An?|And|As|At|But|By|For|From|Former|How|If|In|Meanwhile|Of|On|Says?|That|Then|This|To"
    r"|When|While|Why|With|via|executive|mascot|several|late|ex)\s+)+(?=\S)"
)


def clean_spans(text: str, spans: Iterable[Span]) -> list[Span]:
    """The model's spans without what is glued on; spans that cannot be names are left out."""
    found = []
    for span in spans:
        for part in _parts(text, span):
            trimmed = _trimmed(text, part)
            if trimmed is not None and _is_name(text, trimmed):
                found.append(trimmed)
    return found


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The names of "REUTERS / Kai Pfaffenbach" and of "Discipline Inspection (CCDI", each."""
    at = span.start
    if _MAY_PART.search(text, span.start, span.end) is None:
        yield span
        return
    for match in _PARTS.finditer(text, span.start, span.end):
        yield Span(at, match.start(), span.label)
        at = match.end()
    yield Span(at, span.end, span.label)


def _trimmed(text: str, span: Span) -> Span | None:
    start, end, label = span
    while start < end and text[start] in _OUTER:
        start += 1
    while start < end and text[end - 1] in _OUTER:
        end -= 1
    if text[start:end] not in load_gazetteer().forms:
        article = _ARTICLE.match(text, start, end)
        start = article.end() if article else start
        leading = _LEADING.match(text, start, end)
        start = leading.end() if leading else start
    if label == "PERSON":
        start = _without_title(text, start, end)
    possessive = _POSSESSIVE.search(text, start, end)
    end = possessive.start() if possessive else end
    if text[end - 1 : end] == "." and not (
        text[start:end] in load_gazetteer().forms or _ABBREVIATION.search(text, start, end)
    ):
        end -= 1
    return Span(start, end, label) if start < end else None


def _without_title(text: str, start: int, end: int) -> int:
    """Where the name begins after titles that are no part of it: "Prince", "Ms"."""
    gazetteer = load_gazetteer()
    first = _FIRST.match(text, start, end)
    while first is not None:
        second = _FIRST.match(text, first.end(), end)
        is_title = first[1] in gazetteer.titles
        # "Songwriter Guy Chambers": a word of the text before a name that is whole without it.
        if second is not None and second[1] in gazetteer.given_names and not is_title:
            is_title = first[1] not in gazetteer.given_names and (
                look_up(first[1]) is not None or _is_common(text, first[1])
            )
        if not is_title:
            break
        start, first = first.end(), second
    return start


def _is_common(text: str, word: str) -> bool:
    lower = word.lower()
    return bool({lower, f"{lower}s"} & lower_words(text))


def _is_name(text: str, span: Span) -> bool:
    start, end, label = span
    name = text[start:end]
    if len(name) == 1 or not any(c.isupper() for c in name) or name in load_gazetteer().not_names:
        return False
    if _PHOTO.fullmatch(name) or (label == "GPE" and text[end : end + 1] == "$"):
        return False
    if name.isupper() and name.lower() in lower_words(text) and not load_gazetteer().known(name):
        return False  # a word, stressed
    if label == "PERSON":
        is_code = _TICKER.fullmatch(name) or any(c.isdigit() for c in name)
        return not (is_code or _is_office(name))
    if label not in {"GPE", "NORP"} and _is_headline_words(text, start, end):
        return False
    return label != "ORG" or _is_body(text, start, end)


def _is_headline_words(text: str, start: int, end: int) -> bool:
    """Whether a headline in capitals made a name of common words: "Major Prisoner Exchange"."""
    common, first = lower_words(text), _WORDS.match(text, start, end)
    if first is None or first.end() == end or first[0].lower() not in common:
        return False
    if not all(word.lower() in common for word in _WORDS.findall(text, start, end)):
        return False
    line = text[text.rfind("\n", 0, start) + 1 : (text.find("\n", end) + 1 or len(text) + 1) - 1]
    long = [w for w in _WORDS.findall(line) if len(w) >= _LONG]
    return len(long) >= _LONG and sum(w[0].isupper() for w in long) >= len(long) * _MOSTLY


def _is_office(name: str) -> bool:
    """Whether it is an office: "New York State Comptroller", and not "Stephen King"."""
    words = name.split()
    office = look_up(words[-1]) if len(words) > 1 else None
    if office is None or office.needs_capital:
        return False
    gazetteer = load_gazetteer()
    is_given = len(words) == _FEWEST and words[0] in gazetteer.given_names
    return not is_given and words[-1] not in gazetteer.family_names


def _is_body(text: str, start: int, end: int) -> bool:
    words = _WORDS.findall(text, start, end)
    only_form = all(word.lower() in COMPANY_FORMS for word in words)
    return not only_form and not _is_portfolio(text, start, end)


def _is_portfolio(text: str, start: int, end: int) -> bool:
    """Whether it is what a minister is minister of: the "Interior" of "Interior Minister"."""
    if _BODY_WORD.search(text, start, end):
        return False
    return bool(
        _OFFICE_AFTER.match(text, end) or _OFFICE_BEFORE.search(text, max(0, start - 24), start)
    )


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; of those that overlap the one that comes first in the iterable."""
    taken: list[Span] = []
    for span in spans:
        at = bisect_left(taken, span)
        before_ok = at == 0 or taken[at - 1].end <= span.start
        if before_ok and (at == len(taken) or span.end <= taken[at].start):
            taken.insert(at, span)
    return taken
