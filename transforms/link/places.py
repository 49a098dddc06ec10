"""Places that share a name: Paris and Paris, Texas; Georgia and Georgia."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.link.context import distinct
from transforms.link.entity_keys import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from transforms.link.entity_keys import Reading
    from transforms.link.mentions import Mentions

    # A document, and the key of a name in it.
    _Named = tuple[int, str]


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


def place_senses(mentions: Mentions, readings: Sequence[Reading]) -> dict[int, Sense]:
    """The unexpected places, by the numbers of the mentions that name them.

    A document that says "Paris, Texas" once means it by every "Paris". One that names more
    American places than Georgian ones means the American Georgia. ``readings`` are those of what
    mentions are called.
    """
    is_place = np.array([r.entity_class == "place" for r in readings], np.bool_)
    asks = np.array(
        [r.entity_class == "place" and r.name in _ambiguous() for r in readings], np.bool_
    )
    senses = _by_country(mentions, readings, asks)
    senses.update(_by_region(mentions, readings, is_place, senses))
    meant = {}
    for document, keys in _by_document(senses).items():
        start, end = mentions.bounds(document)
        for row, surface in enumerate(mentions.surfaces[start:end].tolist(), start):
            if is_place[surface] and readings[surface].key in keys:
                meant[row] = keys[readings[surface].key]
    return meant


def _by_document(senses: Mapping[_Named, Sense]) -> Mapping[int, Mapping[str, Sense]]:
    found: dict[int, dict[str, Sense]] = defaultdict(dict)
    for (document, key), sense in senses.items():
        found[document][key] = sense
    return found


def _by_country(
    mentions: Mentions, readings: Sequence[Reading], asks: NDArray[np.bool_]
) -> dict[_Named, Sense]:
    found = {}
    for document in distinct(mentions.documents[asks[mentions.surfaces]]).tolist():
        start, end = mentions.bounds(document)
        surfaces = mentions.surfaces[start:end].tolist()
        asked = {readings[s].key: _ambiguous()[readings[s].name] for s in surfaces if asks[s]}
        others: dict[str, Reading] = {}
        for surface in surfaces:
            others.setdefault(readings[surface].key, readings[surface])
        codes = Counter(
            (other.country_code or "", key.startswith(("country:", "people:")))
            for key, other in others.items()
            if key not in asked
        )
        for key, place in asked.items():
            # Every second article names the United States; a city of theirs tells more.
            home = codes[place.home, True] + codes[place.home, False]
            if codes[place.other, False] > home:
                found[document, key] = Sense(place.sense, place.other)
    return found


def _by_region(
    mentions: Mentions,
    readings: Sequence[Reading],
    is_place: NDArray[np.bool_],
    senses: Mapping[_Named, Sense],
) -> dict[_Named, Sense]:
    regions: dict[str, dict[int, Sense]] = defaultdict(dict)
    named = is_place[mentions.surfaces]
    for row in np.flatnonzero(mentions.followed[:-1] & named[:-1] & named[1:]).tolist():
        reading, region = (readings[s] for s in mentions.surfaces[row : row + 2].tolist())
        if not reading.key.startswith(("country:", "place:")):
            document = int(mentions.documents[row])
            other = senses.get((document, region.key))
            code = other.country_code if other else _code_of_region(region)
            if code:
                sense = Sense(f"{reading.name}, {region.name}", code)
                regions[reading.key].setdefault(document, sense)
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


def _is_another(sense: Sense, by_document: Mapping[int, Sense]) -> bool:
    """Whether the region shows that it is not the place that the name alone stands for."""
    known = load_gazetteer().known(sense.name.split(", ")[0])
    if known is not None and known.country_code not in {"", sense.country_code}:
        return True
    return len({s.name for s in by_document.values()}) > 1
