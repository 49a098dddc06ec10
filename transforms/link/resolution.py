"""The key of each mention: equal for two mentions that name one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import folded, plain_name
from transforms.link.context import Chooser, Corpus
from transforms.link.entity_keys import Reading, read_name
from transforms.link.people import person_keys
from transforms.link.places import place_senses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Label
    from transforms.link.aliases import Aliases, GivenEntity


class NamedMention(NamedTuple):
    """A mention, as linking reads it."""

    document_id: str
    start_offset: int
    end_offset: int
    text: str
    name: str | None
    label: Label
    office: str | None
    role_organization: str | None


class Resolved(NamedTuple):
    """What a mention names; ``given`` is the entity of the user's file that it is."""

    key: str
    name: str
    label: Label
    country_code: str | None
    given: GivenEntity | None = None


def resolve(rows: Sequence[NamedMention], aliases: Aliases) -> list[Resolved]:
    """What each mention names; rows are in document and text order, with their names."""
    given = [aliases.of(row.text, row.name) for row in rows]
    readings = _readings(rows, given)
    keys = _keys_by_name(rows, readings)
    keys = [
        known or key for known, key in zip(_given_keys(given, readings, keys), keys, strict=True)
    ]
    senses = place_senses(rows, readings)
    corpus = _corpus(rows, keys)
    keys = _keys_by_document(rows, readings, keys, corpus)
    resolved = []
    # Equal ones are one object, as equal keys are.
    shared: dict[Resolved, Resolved] = {}
    for row, reading, key, entity in zip(rows, readings, keys, given, strict=True):
        sense = senses.get((row.document_id, reading.key)) if entity is None else None
        named = (
            Resolved(f"place:{sense.name}", sense.name, reading.label, sense.country_code)
            if sense is not None and reading.entity_class == "place"
            else Resolved(key or "", reading.name, reading.label, reading.country_code, entity)
        )
        resolved.append(shared.setdefault(named, named))
    return resolved


def _readings(rows: Sequence[NamedMention], given: Sequence[GivenEntity | None]) -> list[Reading]:
    """What each mention's name stands for; that of a given entity is read as its name."""
    seen: dict[GivenEntity, Counter[Label]] = defaultdict(Counter)
    for row, entity in zip(rows, given, strict=True):
        if entity is not None:
            seen[entity][row.label] += 1
    labels = {entity: entity.label or most_common(counts) for entity, counts in seen.items()}
    return [
        read_name(row.name or row.text, row.label)
        if entity is None
        else read_name(entity.name, labels[entity])
        for row, entity in zip(rows, given, strict=True)
    ]


def most_common(labels: Counter[Label]) -> Label:
    """The label with the most votes; of equals the last in the alphabet."""
    return max(labels, key=lambda label: (labels[label], label))


def _given_keys(
    given: Sequence[GivenEntity | None], readings: Sequence[Reading], keys: Sequence[str | None]
) -> list[str | None]:
    """The keys of the entities that the user gives; ``None`` for all other mentions.

    A given entity is also what the rules find to be one with its name, unless they find the name
    of another given entity to be one with it: what the user keeps apart stays apart.
    """
    by_rule = {
        entity: key or f"{reading.entity_class}:|{reading.key}|"
        for entity, reading, key in zip(given, readings, keys, strict=True)
        if entity is not None
    }
    shared = Counter(by_rule.values())
    key_of = {
        entity: key if shared[key] == 1 else f"{key}#{folded(entity.name)}"
        for entity, key in by_rule.items()
    }
    return [None if entity is None else key_of[entity] for entity in given]


def _keys_by_name(rows: Sequence[NamedMention], readings: Sequence[Reading]) -> list[str | None]:
    """The keys of names that tell by themselves what they name; ``None`` for the others."""
    people = person_keys(
        {r.key for r in readings if r.entity_class == "person" and not (r.is_lone or r.is_local)}
    )
    classes = _classes(readings)
    # Interned, since there are many times as many mentions as names.
    keys: list[str | None] = []
    for row, reading in zip(rows, readings, strict=True):
        if reading.is_local:
            keys.append(f"{reading.entity_class}:{row.document_id}:{reading.key}")
        elif reading.is_lone:
            keys.append(None)
        elif reading.entity_class == "person":
            keys.append(intern(f"person:{people[reading.key]}"))
        else:
            entity_class = classes.get(reading.key, reading.entity_class)
            keys.append(intern(f"{entity_class}:{reading.key}"))
    return keys


def _classes(readings: Sequence[Reading]) -> dict[str, str]:
    """The class of names of several words that are labelled now so, now so: the most common."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        if " " in reading.key and reading.entity_class in {"body", "place", "thing"}:
            counts[reading.key][reading.entity_class] += 1
    return {key: max(some, key=lambda c: (some[c], c)) for key, some in counts.items()}


def _corpus(rows: Sequence[NamedMention], keys: Sequence[str | None]) -> Corpus:
    keys_of: dict[str, set[str]] = defaultdict(set)
    offices_in: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, key in zip(rows, keys, strict=True):
        if key is not None:
            keys_of[row.document_id].add(key)
            if row.office:
                offices_in[row.document_id, key].add(row.office)
    return Corpus(keys_of, offices_in)


def _keys_by_document(
    rows: Sequence[NamedMention],
    readings: Sequence[Reading],
    keys: Sequence[str | None],
    corpus: Corpus,
) -> list[str | None]:
    """The keys of surnames and acronyms too, as the documents that they stand in tell."""
    candidates = _candidates(rows, readings, keys)
    offices: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, reading in zip(rows, readings, strict=True):
        if reading.is_lone and row.office:
            offices[row.document_id, reading.key].add(row.office)
    chooser = Chooser(corpus)
    chosen: dict[tuple[str, str, str], str] = {}
    found: list[str | None] = []
    for row, reading, key in zip(rows, readings, keys, strict=True):
        if key is not None:
            found.append(key)
            continue
        place = (row.document_id, reading.entity_class, reading.key)
        if place not in chosen:
            chosen[place] = (
                chooser.choose(
                    row.document_id,
                    candidates.get((reading.entity_class, reading.key), ()),
                    offices.get((row.document_id, reading.key), ()),
                )
                or f"{reading.entity_class}:{reading.key}"
            )
        found.append(chosen[place])
    return found


def _candidates(
    rows: Sequence[NamedMention], readings: Sequence[Reading], keys: Sequence[str | None]
) -> dict[tuple[str, str], set[str]]:
    """What surnames and acronyms may be short for: people by surname, bodies by their letters."""
    known = load_gazetteer().known
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, reading, key in zip(rows, readings, keys, strict=True):
        if key is None:
            continue
        if reading.entity_class == "person" and not reading.is_local:
            found["person", key.split("|")[1]].add(key)
        elif reading.entity_class == "body" and " " in reading.name:
            short = plain_name(row.text)
            if short.isupper() and " " not in short and not known(short):
                found["body", folded(short)].add(key)
    return found
