"""Mentions of the whole corpus to entities: one Zelensky, however he is spelt.

The result depends on the set of mentions only, not on their order: every choice is by counts
and, where they are equal, by the names themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.ids import stable_id
from transforms.link.aliases import Aliases, GivenEntity
from transforms.link.context import distinct
from transforms.link.mentions import read_mentions
from transforms.link.resolution import most_common, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transforms.extract.annotation import Label
    from transforms.link.mentions import Mentions, Numbers
    from transforms.link.resolution import Meaning, Resolved

_ENTITIES = pa.schema(
    [
        ("entity_id", pa.string()),
        ("name", pa.string()),
        ("label", pa.string()),
        ("aliases", pa.list_(pa.string())),
        ("country_code", pa.string()),
        ("document_count", pa.int64()),
        ("mention_count", pa.int64()),
    ]
)
# Of so many the rows are Python's, before they are columns.
_ENTITIES_AT_A_TIME = 10_000


@dataclass(frozen=True, slots=True)
class EntityLinks:
    """The entity of each mention, and the entities."""

    mentions: pa.Table
    entities: pa.Table


def link_entities(
    mentions: pa.Table | Iterable[pa.RecordBatch], aliases: Aliases | None = None
) -> EntityLinks:
    """The entities that the mentions of a corpus name.

    Args:
        mentions: Columns ``document_id``, ``mention_id``, ``start_offset``, ``end_offset``,
            ``text``, ``name``, ``label``, ``office``, ``role_organization``. ``name`` is the
            fullest form in the document; where it is null, or the text again in the whole
            document, it is found here. Those of a large corpus come in batches.
        aliases: The entities that a user gives; they override all rules.

    Returns:
        ``mentions``: ``mention_id``, ``entity_id``, ``role_organization_id``, sorted by
        ``mention_id``, the ids of entities as dictionaries; ``entities``: ``entity_id``, ``name``,
        ``label``, ``aliases`` (the other spellings, sorted), ``country_code``,
        ``document_count``, ``mention_count``, sorted by ``entity_id``.
    """
    batches = mentions.to_batches() if isinstance(mentions, pa.Table) else mentions
    read = read_mentions(batches)
    resolved = resolve(read, aliases or Aliases())
    organizations = _role_organizations(read, resolved)
    used = distinct(resolved.key_of)
    ids = [stable_id("entity", resolved.keys[key]) for key in used.tolist()]
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    # The number of each key is now the place of its entity.
    places = np.full(len(resolved.keys), -1, np.int64)
    places[used[by_id]] = np.arange(len(ids))
    ids.sort()
    entity_of = places[resolved.key_of]
    links = _links(read, ids, entity_of, {r: int(places[k]) for r, k in organizations.items()})
    return EntityLinks(links, _entities(read, resolved, entity_of, ids))


def _links(
    mentions: Mentions, ids: Sequence[str], entity_of: Numbers, organizations: Mapping[int, int]
) -> pa.Table:
    entities = np.empty(len(entity_of), np.int32)
    entities[mentions.places] = entity_of
    of_roles = np.full(len(entity_of), -1, np.int32)
    of_roles[mentions.places[[*organizations]]] = [*organizations.values()]
    dictionary = pa.array(ids, pa.string())
    columns = {
        "mention_id": mentions.mention_ids,
        "entity_id": pa.DictionaryArray.from_arrays(entities, dictionary),
        "role_organization_id": pa.DictionaryArray.from_arrays(
            pa.array(of_roles, mask=of_roles < 0), dictionary
        ),
    }
    return pa.table(columns)


def _role_organizations(mentions: Mentions, resolved: Resolved) -> dict[int, int]:
    """The key of the country or body of each mention's role, if the corpus names it."""
    key_of = {resolved.keys[key]: key for key in distinct(resolved.key_of).tolist()}
    known = load_gazetteer().known
    found: dict[int, int] = {}
    for row, organization in mentions.organizations.items():
        about = known(organization)
        country = key_of.get(f"place:country:{about.country_code}") if about else None
        if about is not None and about.kind in {"people", "country"} and country is not None:
            found[row] = country
            continue
        start, end = mentions.bounds(int(mentions.documents[row]))
        surfaces = mentions.surfaces[start:end].tolist()
        named = [
            r for r, s in enumerate(surfaces, start) if mentions.called[s].text == organization
        ]
        if named:
            found[row] = int(resolved.key_of[named[-1]])
    return found


def _entities(
    mentions: Mentions, resolved: Resolved, entity_of: Numbers, ids: Sequence[str]
) -> pa.Table:
    meanings = resolved.meanings
    pairs, last, counts = _pairs(entity_of * len(meanings) + resolved.meaning_of)
    entities, numbers = np.divmod(pairs, max(len(meanings), 1))
    # What is said of an entity, in the order in which it is said last.
    order = np.lexsort((last, entities))
    numbers, counts = numbers[order], counts[order]
    starts = np.searchsorted(entities, np.arange(len(ids) + 1)).tolist()
    documents = max(len(mentions.document_ids), 1)
    named_in = distinct(entity_of * documents + mentions.documents) // documents
    document_counts = np.bincount(named_in, minlength=len(ids)).tolist()
    tables = [_ENTITIES.empty_table()]
    for first in range(0, len(ids), _ENTITIES_AT_A_TIME):
        last_one = min(first + _ENTITIES_AT_A_TIME, len(ids))
        begin, end = starts[first], starts[last_one]
        said = [meanings[number] for number in numbers[begin:end].tolist()]
        often = counts[begin:end].tolist()
        rows = []
        for entity in range(first, last_one):
            some = slice(starts[entity] - begin, starts[entity + 1] - begin)
            told = _told(said[some], often[some])
            rows.append((ids[entity], *told, document_counts[entity], sum(often[some])))
        columns = zip(zip(*rows, strict=True), _ENTITIES.types, strict=True)
        arrays = [pa.array(column, kind) for column, kind in columns]
        tables.append(pa.Table.from_arrays(arrays, schema=_ENTITIES))
    return pa.concat_tables(tables)


def _pairs(pairs: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The pairs, each once; where each is last; how often each is there."""
    found, last, counts = np.unique(pairs[::-1], return_index=True, return_counts=True)
    return found, len(pairs) - 1 - last, counts


def _told(
    said: Sequence[Meaning], counts: Sequence[int]
) -> tuple[str, Label, list[str], str | None]:
    """Name, label, other spellings and country of an entity, of which so often this is said."""
    if len(said) == 1 and said[0].given is None:
        spelling, name, label, country_code, _ = said[0]
        return name, label, [spelling] if spelling != name else [], country_code
    names: dict[str, int] = {}
    labels: dict[Label, int] = {}
    spellings = set()
    given, country_code = GivenEntity(""), None
    for meaning, count in zip(said, counts, strict=True):
        names[meaning.name] = names.get(meaning.name, 0) + count
        labels[meaning.label] = labels.get(meaning.label, 0) + count
        spellings |= {meaning.spelling, meaning.given.name if meaning.given else meaning.name}
        given = meaning.given or given
        country_code = meaning.country_code or country_code
    label = given.label or most_common(labels)
    name = given.name or _best_name(names, label)
    return name, label, sorted(spellings - {name}), given.country_code or country_code


def _best_name(names: Mapping[str, int], label: str) -> str:
    """The most common name; of a person the most common full one."""
    full = {n for n in names if " " in n} if label == "PERSON" else set()
    return max(full or names, key=lambda n: (names[n], len(n), n))
