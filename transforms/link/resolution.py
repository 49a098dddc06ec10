"""The key of each mention: equal for two mentions that name one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import folded, plain_name
from transforms.link.context import Corpus, Question, choose, distinct
from transforms.link.entity_keys import Reading, read_name
from transforms.link.mentions import Codes
from transforms.link.people import person_keys
from transforms.link.places import place_senses

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from transforms.extract.annotation import Label
    from transforms.link.aliases import Aliases, GivenEntity
    from transforms.link.mentions import Mentions, Numbers

# The class and the key of a surname, or of an acronym.
_Short = tuple[str, str]
# A name that does not tell by itself what it names.
_UNKNOWN = -1


class Meaning(NamedTuple):
    """What mentions say of what they name; ``given`` is the entity of the user's file it is."""

    spelling: str
    name: str
    label: Label
    country_code: str | None
    given: GivenEntity | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What each mention names: the number of its key, and of what it says of it."""

    keys: Sequence[str]
    key_of: Numbers
    meanings: Sequence[Meaning]
    meaning_of: Numbers


def resolve(mentions: Mentions, aliases: Aliases) -> Resolved:
    """What each mention names."""
    given = [aliases.of(called.text, called.name) for called in mentions.called]
    readings = _readings(mentions, given)
    codes = Codes()
    key_of = _keys_by_name(mentions, readings, given, codes)
    senses = {
        row: sense
        for row, sense in place_senses(mentions, readings).items()
        if given[mentions.surfaces[row]] is None
    }
    _add_keys_by_document(mentions, readings, key_of, codes)
    meanings = [
        Meaning(plain_name(called.text), reading.name, reading.label, reading.country_code, entity)
        for called, reading, entity in zip(mentions.called, readings, given, strict=True)
    ]
    meaning_of = mentions.surfaces.copy()
    known: dict[Meaning, int] = {}
    for row, sense in senses.items():
        usual = meanings[mentions.surfaces[row]]
        meaning = usual._replace(name=sense.name, country_code=sense.country_code)
        key_of[row] = codes[f"place:{sense.name}"]
        if meaning not in known:
            known[meaning] = len(meanings)
            meanings.append(meaning)
        meaning_of[row] = known[meaning]
    return Resolved(list(codes), key_of, meanings, meaning_of)


def _readings(mentions: Mentions, given: Sequence[GivenEntity | None]) -> list[Reading]:
    """What each name stands for; that of a given entity is read as its name."""
    seen: dict[GivenEntity, Counter[Label]] = defaultdict(Counter)
    counts = _counts(mentions)
    for called, entity, count in zip(mentions.called, given, counts, strict=True):
        if entity is not None:
            seen[entity][called.label] += count
    labels = {entity: entity.label or most_common(counts) for entity, counts in seen.items()}
    return [
        read_name(called.name, called.label)
        if entity is None
        else read_name(entity.name, labels[entity])
        for called, entity in zip(mentions.called, given, strict=True)
    ]


def _counts(mentions: Mentions) -> list[int]:
    """How many mentions are called so, for each of what they are called."""
    counts: list[int] = np.bincount(mentions.surfaces, minlength=len(mentions.called)).tolist()
    return counts


def most_common(labels: Mapping[Label, int]) -> Label:
    """The label with the most votes; of equals the last in the alphabet."""
    return max(labels, key=lambda label: (labels[label], label))


def _keys_by_name(
    mentions: Mentions,
    readings: Sequence[Reading],
    given: Sequence[GivenEntity | None],
    codes: Codes,
) -> Numbers:
    """The keys of names that tell by themselves what they name, for each mention."""
    keys = _keys_of_names(mentions, readings)
    keys = [
        known or key for known, key in zip(_given_keys(given, readings, keys), keys, strict=True)
    ]
    key_of = np.array([_UNKNOWN if key is None else codes[key] for key in keys], np.int64)
    by_mention = key_of[mentions.surfaces]
    local = [r.is_local and entity is None for r, entity in zip(readings, given, strict=True)]
    for row in np.flatnonzero(np.array(local, np.bool_)[mentions.surfaces]).tolist():
        reading = readings[mentions.surfaces[row]]
        document_id = mentions.document_ids[mentions.documents[row]]
        by_mention[row] = codes[_local_key(reading, document_id)]
    return by_mention


def _keys_of_names(mentions: Mentions, readings: Sequence[Reading]) -> list[str | None]:
    """The keys of names; ``None`` for those that do not tell what they name.

    What is known in its document only has the key of the last document that has it.
    """
    people = person_keys(
        {r.key for r in readings if r.entity_class == "person" and not (r.is_lone or r.is_local)}
    )
    classes = _classes(readings, _counts(mentions))
    last = np.zeros(len(readings), np.int64)
    last[mentions.surfaces] = mentions.documents
    keys: list[str | None] = []
    for reading, document in zip(readings, last.tolist(), strict=True):
        if reading.is_local:
            keys.append(_local_key(reading, mentions.document_ids[document]))
        elif reading.is_lone:
            keys.append(None)
        elif reading.entity_class == "person":
            keys.append(f"person:{people[reading.key]}")
        else:
            entity_class = classes.get(reading.key, reading.entity_class)
            keys.append(f"{entity_class}:{reading.key}")
    return keys


def _local_key(reading: Reading, document_id: str) -> str:
    return f"{reading.entity_class}:{document_id}:{reading.key}"


def _classes(readings: Sequence[Reading], mention_counts: Sequence[int]) -> dict[str, str]:
    """The class of names of several words that are labelled now so, now so: the most common."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for reading, count in zip(readings, mention_counts, strict=True):
        if " " in reading.key and reading.entity_class in {"body", "place", "thing"}:
            counts[reading.key][reading.entity_class] += count
    return {key: max(some, key=lambda c: (some[c], c)) for key, some in counts.items()}


def _given_keys(
    given: Sequence[GivenEntity | None], readings: Sequence[Reading], keys: Sequence[str | None]
) -> list[str | None]:
    """The keys of the entities that the user gives; ``None`` for all other mentions.

    A given entity is also what the rules find to be one with its name, unless they find the name
    of another given entity to be one with it: what the user keeps apart stays apart.
    """
    by_rule: dict[GivenEntity, str] = {}
    for entity, reading, key in zip(given, readings, keys, strict=True):
        if entity is not None:
            rule = key or f"{reading.entity_class}:|{reading.key}|"
            by_rule[entity] = max(rule, by_rule.get(entity, rule))
    shared = Counter(by_rule.values())
    key_of = {
        entity: key if shared[key] == 1 else f"{key}#{folded(entity.name)}"
        for entity, key in by_rule.items()
    }
    return [None if entity is None else key_of[entity] for entity in given]


def _add_keys_by_document(
    mentions: Mentions, readings: Sequence[Reading], key_of: Numbers, codes: Codes
) -> None:
    """Puts in the keys of surnames and acronyms, as the documents that they stand in tell."""
    rows = np.flatnonzero(key_of == _UNKNOWN)
    shorts: dict[_Short, int] = {}
    short_of = np.array(
        [
            shorts.setdefault((readings[surface].entity_class, readings[surface].key), len(shorts))
            for surface in mentions.surfaces[rows].tolist()
        ],
        np.int64,
    )
    documents = len(mentions.document_ids)
    pairs = short_of * documents + mentions.documents[rows]
    asked = distinct(pairs)
    starts = np.searchsorted(asked, np.arange(len(shorts) + 1) * documents)
    keys = list(codes)
    candidates = _candidates(mentions, readings, key_of, keys, shorts)
    offices = _offices(mentions, readings)
    questions = (
        Question(
            sorted(candidates.get(short, ())),
            asked[starts[number] : starts[number + 1]] - number * documents,
            offices.get(short[1], {}),
        )
        for short, number in shorts.items()
    )
    answers = [
        codes[f"{entity_class}:{key}"] if choice is None else choice
        for (entity_class, key), chosen in zip(
            shorts, choose(_corpus(mentions, key_of, keys), questions), strict=True
        )
        for choice in chosen
    ]
    key_of[rows] = np.array(answers, np.int64)[np.searchsorted(asked, pairs)]


def _offices(
    mentions: Mentions, readings: Sequence[Reading]
) -> Mapping[str, Mapping[int, Collection[str]]]:
    """The offices given with each short name, by document."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row, office in mentions.offices.items():
        reading = readings[mentions.surfaces[row]]
        if reading.is_lone:
            found[reading.key][int(mentions.documents[row])].add(office)
    return found


def _corpus(mentions: Mentions, key_of: Numbers, keys: Sequence[str]) -> Corpus:
    named = key_of != _UNKNOWN
    offices_of: dict[int, set[str]] = defaultdict(set)
    for row, office in mentions.offices.items():
        if named[row]:
            offices_of[int(key_of[row])].add(office)
    pairs = (mentions.documents[named], key_of[named])
    return Corpus.of(keys, len(mentions.document_ids), pairs, offices_of)


def _candidates(
    mentions: Mentions,
    readings: Sequence[Reading],
    key_of: Numbers,
    keys: Sequence[str],
    wanted: Collection[_Short],
) -> dict[_Short, set[int]]:
    """What surnames and acronyms may be short for: people by surname, bodies by their letters."""
    known = load_gazetteer().known
    by_name = np.full(len(readings), _UNKNOWN, np.int64)
    by_name[mentions.surfaces] = key_of
    found: dict[_Short, set[int]] = defaultdict(set)
    for called, reading, key in zip(mentions.called, readings, by_name.tolist(), strict=True):
        if key == _UNKNOWN:
            continue
        short = None
        if reading.entity_class == "person" and not reading.is_local:
            short = ("person", keys[key].split("|")[1])
        elif reading.entity_class == "body" and " " in reading.name:
            letters = plain_name(called.text)
            if letters.isupper() and " " not in letters and not known(letters):
                short = ("body", folded(letters))
        if short is not None and short in wanted:
            found[short].add(key)
    return found
