"""Places that share a name: Paris and Paris, Texas; Georgia and Georgia."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.link.entity_keys import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transforms.link.entity_keys import Reading
    from transforms.link.resolution import NamedMention

_COMMA_AND_SPACE = 2


class Sense(NamedTuple):
    """The place that a document means by a name, where it is not the one to be expected."""

    name: str
    country_code: str | None


class _Ambiguous(NamedTuple):
    home: str
    other: str
    sense: str


@cache
def _ambiguous() -> Mapping[str, _Ambiguous]:
    return {
        row["name"]: _Ambiguous(row["country_code"], row["other_country_code"], row["sense"])
        for row in read_table("ambiguous_places.csv")
    }


def place_senses(
    rows: Sequence[NamedMention], readings: Sequence[Reading]
) -> dict[tuple[str, str], Sense]:
    """The unexpected places, by document and the key of the name; rows are in text order.

    A document that says "Paris, Texas" once means it by every "Paris". One that names more
    American places than Georgian ones means the American Georgia.
    """
    senses = _by_country(rows, readings)
    senses.update(_by_region(rows, readings, senses))
    return senses


def _by_country(
    rows: Sequence[NamedMention], readings: Sequence[Reading]
) -> dict[tuple[str, str], Sense]:
    asked = {
        (row.document_id, reading.key): _ambiguous()[reading.name]
        for row, reading in zip(rows, readings, strict=True)
        if reading.entity_class == "place" and reading.name in _ambiguous()
    }
    documents = {document for document, _ in asked}
    codes: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    seen = set()
    for row, reading in zip(rows, readings, strict=True):
        named = (row.document_id, reading.key)
        if row.document_id in documents and named not in seen and named not in asked:
            seen.add(named)
            is_country = reading.key.startswith(("country:", "people:"))
            codes[row.document_id][reading.country_code or "", is_country] += 1
    found = {}
    for (document, key), place in asked.items():
        counts = codes[document]
        # Every second article names the United States; a city of theirs tells more.
        home = counts[place.home, True] + counts[place.home, False]
        if counts[place.other, False] > home:
            found[document, key] = Sense(place.sense, place.other)
    return found


def _by_region(
    rows: Sequence[NamedMention],
    readings: Sequence[Reading],
    senses: Mapping[tuple[str, str], Sense],
) -> dict[tuple[str, str], Sense]:
    regions: dict[str, dict[str, Sense]] = defaultdict(dict)
    for (row, reading), (next_row, region) in pairwise(zip(rows, readings, strict=True)):
        if (
            reading.entity_class == "place"
            and region.entity_class == "place"
            and row.document_id == next_row.document_id
            and next_row.start_offset - row.end_offset == _COMMA_AND_SPACE
            and not reading.key.startswith(("country:", "place:"))
        ):
            other = senses.get((row.document_id, region.key))
            code = other.country_code if other else _code_of_region(region)
            if code:
                sense = Sense(f"{reading.name}, {region.name}", code)
                regions[reading.key].setdefault(row.document_id, sense)
    return {
        (document, key): sense
        for key, by_document in regions.items()
        for document, sense in by_document.items()
        if _is_another(sense, by_document)
    }


def _code_of_region(reading: Reading) -> str | None:
    """The country of a state or province; what follows a city as its country is often a subject.

    "In Istanbul, Russia proposed" says nothing of a Russian Istanbul.
    """
    is_region = reading.key.startswith("place:") and reading.label == "GPE"
    return reading.country_code if is_region else None


def _is_another(sense: Sense, by_document: Mapping[str, Sense]) -> bool:
    """Whether the region shows that it is not the place that the name alone stands for."""
    known = load_gazetteer().known(sense.name.split(", ")[0])
    if known is not None and known.country_code not in {"", sense.country_code}:
        return True
    return len({s.name for s in by_document.values()}) > 1
