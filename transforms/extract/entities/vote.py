"""One name, one label: what all mentions of a document tell about each of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.extract.entities.gazetteer import Gazetteer, Known, load_gazetteer
from transforms.extract.entities.names import plain_name
from transforms.extract.entities.spans import COMPANY_FORMS, Span
from transforms.extract.offices import look_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.extract.annotation import Label

_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_][\w-]*)\.?,?\s$")
_SAYS = re.compile(r",?\s+(?:said|says|told|added|who|tweeted|wrote|explained|recalled|noted)\b")
_AREA = r"(?:city|town|village|province|district|state|region|island|port|county|suburb)"
_IN = re.compile(rf"\b(?:in|near|across|outside|{_AREA} of)\s$")
_IS_AREA = re.compile(rf"\s(?:{_AREA}|governorate|prefecture|municipality)s?\b")
_FAMILY_ENDING = re.compile(
    r"[a-z](?:ova?|eva?|ski?y?i?|ska|enko|chuk|vich|vić|ić|oğlu|oglu|yan|shvili|dze|ez|sson|sen"
    r"|opoulos|idis|escu|nejad|zadeh)$"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,5}")
# Of labels with equal votes the first is taken: the model errs least where it says PERSON or GPE.
_ORDER: Final[tuple[Label, ...]] = (
    "PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "LAW", "WORK", "PRODUCT",
)  # fmt: skip
_NO_PEOPLE: Final = frozenset(("ORG", "GPE", "LOC", "FAC"))
_LONGEST_PERSON = 4  # words
_LARGE_CITY = 100  # thousand people


class _People(NamedTuple):
    """The surnames and given names of the people whom the document names in full."""

    surnames: frozenset[str]
    givens: frozenset[str]


def vote(text: str, spans: list[Span]) -> list[Span]:
    """The spans with the label that the whole document gives their names."""
    labels = _labels(text, spans, load_gazetteer())
    return [Span(s.start, s.end, labels[plain_name(text[s.start : s.end])]) for s in spans]


def _labels(text: str, spans: list[Span], gazetteer: Gazetteer) -> dict[str, Label]:
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for span in spans:
        name = plain_name(text[span.start : span.end])
        votes[name][span.label] += 1
        votes[name]["PERSON"] += _person_evidence(text, span, gazetteer)
        votes[name]["GPE"] += _place_evidence(text, span)
    labels: dict[str, Label] = {}
    for name, counts in votes.items():
        if " " in name:
            labels[name] = _label_of_full(name, counts, gazetteer)
    people = _people(labels)
    bodies = _short_for_bodies(labels, gazetteer)
    for name, counts in votes.items():
        if name in bodies and name not in people.surnames and _best(counts) != "GPE":
            labels[name] = "ORG"
        elif " " not in name:
            labels[name] = _label_of_lone(name, counts, gazetteer, people)
    return labels


def _person_evidence(text: str, span: Span, gazetteer: Gazetteer) -> int:
    before = _WORD_BEFORE.search(text, max(0, span.start - 24), span.start)
    if before is not None and (before[1] in gazetteer.titles or look_up(before[1])):
        return 2
    if span.label == "ORG" or not _SAYS.match(text, span.end):
        return 0
    # "Washington said" is the government: a capital speaks as often as a person named like it.
    name = text[span.start : span.end]
    known = gazetteer.known(name) if name in gazetteer.capital_of else None
    return 0 if known is not None and known.thousand_people >= _LARGE_CITY else 1


def _place_evidence(text: str, span: Span) -> int:
    if span.label not in {"PERSON", "GPE", "LOC"}:
        return 0
    if _IS_AREA.match(text, span.end) and text[span.start - 4 : span.start].lower() != "the ":
        return 2
    owner = text[span.end : span.end + 1] in {"'", "’"}
    return 2 if not owner and _IN.search(text, max(0, span.start - 14), span.start) else 0


def _best(counts: Counter[Label]) -> Label:
    return max(counts, key=lambda label: (counts[label], -_ORDER.index(label)))


def _label_of_full(name: str, counts: Counter[Label], gazetteer: Gazetteer) -> Label:
    known = gazetteer.known(name)
    if known is not None and known.kind != "city":
        return known.label
    words = name.split(" ")
    head = _head_before_of(words, gazetteer) or gazetteer.heads.get(words[-1])
    best = _best(counts)
    if head is not None and best != "WORK":
        return head
    if known is not None and (
        best in _NO_PEOPLE
        or (counts["PERSON"] <= sum(counts.values()) and not _looks_like_person(words, gazetteer))
    ):
        return "GPE"
    if best != "PERSON" and _looks_like_person(words, gazetteer):
        return "PERSON"
    return best


def _head_before_of(words: list[str], gazetteer: Gazetteer) -> Label | None:
    """What "Bank" tells of the "Intercontinental Bank of Dade County"."""
    at = words.index("of") if "of" in words else 0
    head = gazetteer.heads.get(words[at - 1]) if at else None
    return head if head == "ORG" else None


def _looks_like_person(words: list[str], gazetteer: Gazetteer) -> bool:
    if len(words) > _LONGEST_PERSON or any(not w[0].isupper() for w in words):
        return False
    if any(w in gazetteer.heads for w in words) or gazetteer.known(words[0]):
        return False
    family = words[-1] in gazetteer.family_names or _FAMILY_ENDING.search(words[-1]) is not None
    return words[0] in gazetteer.given_names and family


def _is_rather_a_place(name: str, known: Known, gazetteer: Gazetteer) -> bool:
    return (
        known.thousand_people >= _LARGE_CITY
        and name not in gazetteer.given_names
        and name not in gazetteer.family_names
    )


def _people(labels: Mapping[str, Label]) -> _People:
    people = [name.split(" ") for name, label in labels.items() if label == "PERSON"]
    surnames = {words[-1] for words in people} | {" ".join(words[1:]) for words in people}
    return _People(frozenset(surnames), frozenset(words[0] for words in people))


def _short_for_bodies(labels: Mapping[str, Label], gazetteer: Gazetteer) -> frozenset[str]:
    """The names of companies without the word for what they are: "Exxon" of "Exxon Corp"."""
    parts = (name.rsplit(" ", 1) for name, label in labels.items() if label == "ORG")
    shorts = (short for short, last in parts if last.rstrip(".").lower() in COMPANY_FORMS)
    return frozenset(short for short in shorts if not gazetteer.known(short))


def _label_of_lone(
    name: str, counts: Counter[Label], gazetteer: Gazetteer, people: _People
) -> Label:
    known = gazetteer.known(name)
    best = _best(counts)
    if name in people.surnames and not (known and known.kind in {"country", "people"}):
        return "PERSON"
    if known is not None:
        if known.kind != "city":
            return best if name in people.givens and best == "PERSON" else known.label
        seen = counts["GPE"] and name in gazetteer.capital_of
        if best in _NO_PEOPLE or seen or _is_rather_a_place(name, known, gazetteer):
            return "GPE"
    if name in people.givens and best != "GPE":
        return "PERSON"
    if best in {"PERSON", "GPE", "LOC", "NORP", "WORK"} and _ACRONYM.fullmatch(name):
        return "ORG"
    return best
