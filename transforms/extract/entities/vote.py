"""One name, one label: what all mentions of a document tell about each of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from transforms.extract.entities.gazetteer import Gazetteer, Known, load_gazetteer
from transforms.extract.entities.names import plain_name
from transforms.extract.entities.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.extract.annotation import Label

_PLACES = frozenset(("GPE", "LOC", "FAC"))
_HONORIFIC = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Lord|Lady|Dame|Sheikh|President|Chancellor|Senator|Sen|Rep|Gov|Governor"
    r"|Minister|Premier|General|Gen|Colonel|Col|Captain|Capt|Judge|Justice|Professor|King|Queen|Prince"
    r"|Princess|Pope|Bishop|Archbishop|Rabbi|Imam|Chairman|Secretary|Ambassador|Mayor|Commissioner|Director"
    r"|Spokesman|Spokeswoman|spokesman|spokeswoman|coach|striker|captain|defender|midfielder|goalkeeper"
    r"|analyst|lawyer|actor|actress|singer|author)\.?,?\s+)$"
)
_SAYS = re.compile(r",?\s+(?:said|says|told|added|who|tweeted|wrote|explained|recalled|noted)\b")
_IN = re.compile(
    r"\b(?:in|near|across|outside|(?:city|town|village|province|district|state|region|island|port|county|suburb) of)\s$"
)
_DISTRICT = re.compile(
    r"\s(?:district|province|city|region|town|village|county|governorate|prefecture|municipality|state|island)s?\b"
)
_MIN_LONE = 3
_LARGE_CITY = 100  # thousand people


def vote(text: str, spans: list[Span]) -> list[Span]:
    """The spans with the label that the whole document gives their names."""
    labels = _labels(text, spans, load_gazetteer())
    return [Span(s.start, s.end, labels[plain_name(text[s.start : s.end])]) for s in spans]


def _labels(text: str, spans: list[Span], gazetteer: Gazetteer) -> dict[str, Label]:
    votes: dict[str, Counter[Label]] = defaultdict(Counter)
    for span in spans:
        name = plain_name(text[span.start : span.end])
        votes[name][span.label] += 1
        votes[name]["PERSON"] += _person_evidence(text, span)
        votes[name]["GPE"] += _place_evidence(text, span)
    labels: dict[str, Label] = {}
    for name, counts in votes.items():
        if " " in name:
            labels[name] = _label_of_full(name, counts, gazetteer)
    surnames, firsts = _parts_of_people(labels)
    for name, counts in votes.items():
        if " " not in name:
            labels[name] = _label_of_lone(name, counts, gazetteer, surnames, firsts, labels)
    return labels


def _person_evidence(text: str, span: Span) -> int:
    if _HONORIFIC.search(text, max(0, span.start - 16), span.start):
        return 2
    return 1 if _SAYS.match(text, span.end) and span.label != "ORG" else 0


def _place_evidence(text: str, span: Span) -> int:
    if span.label not in {"PERSON", "GPE", "LOC"}:
        return 0
    if _DISTRICT.match(text, span.end) and text[span.start - 4 : span.start].lower() != "the ":
        return 2
    owner = text[span.end : span.end + 1] in {"'", "’"}
    return 2 if not owner and _IN.search(text, max(0, span.start - 14), span.start) else 0


def _best(counts: Counter[Label]) -> Label:
    order = ("PERSON", "GPE", "ORG", "NORP", "LOC", "FAC", "EVENT", "LAW", "WORK", "PRODUCT")
    return max(order, key=lambda label: (counts[label], -order.index(label)))


def _label_of_full(name: str, counts: Counter[Label], gazetteer: Gazetteer) -> Label:
    known = gazetteer.known(name)
    if known is not None and known.kind != "city":
        return known.label
    words = name.split(" ")
    head = gazetteer.heads.get(words[-1])
    best = _best(counts)
    if head is not None and best != "WORK":
        return head
    if known is not None and (
        best in {"ORG", "GPE", "LOC", "FAC"}
        or (counts["PERSON"] <= sum(counts.values()) and not _looks_like_person(words, gazetteer))
    ):
        return "GPE"
    if best != "PERSON" and _looks_like_person(words, gazetteer):
        return "PERSON"
    return best


def _looks_like_person(words: list[str], gazetteer: Gazetteer) -> bool:
    if not 2 <= len(words) <= 4 or any(not w[0].isupper() for w in words):
        return False
    if any(w in gazetteer.heads for w in words) or gazetteer.known(words[0]):
        return False
    family = words[-1] in gazetteer.family_names or _FAMILY_ENDING.search(words[-1]) is not None
    return words[0] in gazetteer.given_names and family


_FAMILY_ENDING = re.compile(
    r"[a-z](?:ov|ova|ev|eva|sky|skiy|skyi|ski|ska|enko|chuk|vich|vić|ić|ic|oğlu|oglu|yan|shvili|dze|ez|sson|sen|opoulos|idis|escu|nejad|zadeh)$"
)
_ACRONYM = re.compile(r"[A-Z][A-Z&-]{1,5}")


def _is_rather_a_place(name: str, known: Known, gazetteer: Gazetteer) -> bool:
    return (
        known.thousand_people >= _LARGE_CITY
        and name not in gazetteer.given_names
        and name not in gazetteer.family_names
    )


def _parts_of_people(labels: Mapping[str, Label]) -> tuple[set[str], set[str]]:
    people = [name.split(" ") for name, label in labels.items() if label == "PERSON"]
    surnames = {words[-1] for words in people}
    surnames |= {" ".join(words[1:]) for words in people}
    return surnames, {words[0] for words in people}


def _label_of_lone(
    name: str,
    counts: Counter[Label],
    gazetteer: Gazetteer,
    surnames: set[str],
    firsts: set[str],
    full: Mapping[str, Label],
) -> Label:
    known = gazetteer.known(name)
    best = _best(counts)
    if name in surnames and not (known and known.kind in {"country", "people"}):
        return "PERSON"
    if known is not None:
        if known.kind != "city":
            return known.label if not (name in firsts and best == "PERSON") else best
        if best in {"ORG", "LOC", "FAC", "GPE"} or _is_rather_a_place(name, known, gazetteer):
            return "GPE"
    if name in firsts and best != "GPE":
        return "PERSON"
    if best in {"PERSON", "GPE", "LOC", "NORP", "WORK"} and _ACRONYM.fullmatch(name):
        return "ORG"
    return best
