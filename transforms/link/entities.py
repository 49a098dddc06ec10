"""Mentions of the whole corpus to entities: one Zelensky, however he is spelt.

The result depends on the set of mentions only, not on their order: every choice is by counts
and, where they are equal, by the names themselves.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

import pyarrow as pa

from transforms.extract.entities.coreference import resolve_names
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import plain_name
from transforms.ids import stable_id
from transforms.link.aliases import Aliases, GivenEntity
from transforms.link.resolution import NamedMention, Resolved, most_common, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transforms.extract.annotation import Label

_LINKS = pa.schema(
    [("mention_id", pa.string()), ("entity_id", pa.string()), ("role_organization_id", pa.string())]
)
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
_IN_TEXT_ORDER = ("document_id", "start_offset", "end_offset", "mention_id")


@dataclass(frozen=True, slots=True)
class EntityLinks:
    """The entity of each mention, and the entities."""

    mentions: pa.Table
    entities: pa.Table


def link_entities(mentions: pa.Table, aliases: Aliases | None = None) -> EntityLinks:
    """The entities that the mentions of a corpus name.

    Args:
        mentions: Columns ``document_id``, ``mention_id``, ``start_offset``, ``end_offset``,
            ``text``, ``name``, ``label``, ``office``, ``role_organization``. ``name`` is the
            fullest form in the document; where it is null, or the text again in the whole
            document, it is found here.
        aliases: The entities that a user gives; they override all rules.

    Returns:
        ``mentions``: ``mention_id``, ``entity_id``, ``role_organization_id``, sorted by
        ``mention_id``; ``entities``: ``entity_id``, ``name``, ``label``, ``aliases`` (the other
        spellings, sorted), ``country_code``, ``document_count``, ``mention_count``, sorted by
        ``entity_id``.
    """
    mentions = mentions.sort_by([(name, "ascending") for name in _IN_TEXT_ORDER])
    rows = _with_names(_rows(mentions))
    mention_ids = mentions["mention_id"]
    # A copy of the corpus' mentions that nobody needs from here on.
    del mentions
    resolved = resolve(rows, aliases or Aliases())
    ids = {key: stable_id("entity", key) for key in {r.key for r in resolved}}
    organizations = _role_organizations(rows, resolved)
    columns = (
        mention_ids,
        [ids[r.key] for r in resolved],
        [ids.get(organization or "") for organization in organizations],
    )
    links = _table(columns, _LINKS).sort_by("mention_id")
    return EntityLinks(links, _entities(rows, resolved, ids))


def _table(columns: Sequence[object], schema: pa.Schema) -> pa.Table:
    arrays = [
        column.cast(kind) if isinstance(column, pa.ChunkedArray) else pa.array(column, kind)
        for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _rows(mentions: pa.Table) -> list[NamedMention]:
    columns = [_shared(mentions[name]) for name in NamedMention._fields]
    return list(map(NamedMention._make, zip(*columns, strict=True)))


def _shared(column: pa.ChunkedArray) -> list[object]:
    """The values of a column; those that are equal are one object, which takes the room of one."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return list(map(encoded.dictionary.to_pylist().__getitem__, encoded.indices.to_pylist()))


def _with_names(rows: list[NamedMention]) -> list[NamedMention]:
    """The mentions with the fullest form of each name in its document, where nobody gave it."""
    named: list[NamedMention] = []
    for _, group in groupby(rows, key=attrgetter("document_id")):
        document = list(group)
        if all(row.name in (None, row.text) for row in document):
            names = resolve_names([(row.text, row.label) for row in document])
            document = [r._replace(name=n) for r, n in zip(document, names, strict=True)]
        named += document
    return named


def _role_organizations(
    rows: Sequence[NamedMention], resolved: Sequence[Resolved]
) -> list[str | None]:
    """The key of the country or body of each mention's role, if the corpus names it."""
    named = {(row.document_id, row.text): r.key for row, r in zip(rows, resolved, strict=True)}
    keys = {r.key for r in resolved}
    known = load_gazetteer().known
    found: list[str | None] = []
    for row in rows:
        key = None
        if row.role_organization:
            key = named.get((row.document_id, row.role_organization))
            about = known(row.role_organization)
            country = f"place:country:{about.country_code}" if about else ""
            if about is not None and about.kind in {"people", "country"} and country in keys:
                key = country
        found.append(key)
    return found


@dataclass(slots=True)
class _Entity:
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[Label] = field(default_factory=Counter)
    spellings: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    given: GivenEntity | None = None
    country_code: str | None = None


def _entities(
    rows: Sequence[NamedMention], resolved: Sequence[Resolved], ids: Mapping[str, str]
) -> pa.Table:
    found: dict[str, _Entity] = defaultdict(_Entity)
    for row, r in zip(rows, resolved, strict=True):
        entity = found[r.key]
        entity.names[r.name] += 1
        entity.labels[r.label] += 1
        entity.documents.add(row.document_id)
        entity.spellings.update((plain_name(row.text), r.given.name if r.given else r.name))
        entity.given = r.given or entity.given
        entity.country_code = r.country_code or entity.country_code
    entities = []
    for key, entity in found.items():
        given = entity.given or GivenEntity("")
        label = given.label or most_common(entity.labels)
        name = given.name or _best_name(entity.names, label)
        entities.append(
            (
                ids[key],
                name,
                label,
                sorted(entity.spellings - {name}),
                given.country_code or entity.country_code,
                len(entity.documents),
                entity.labels.total(),
            )
        )
    entities.sort(key=itemgetter(0))
    return _table(list(zip(*entities, strict=True)) or [()] * len(_ENTITIES), _ENTITIES)


def _best_name(names: Counter[str], label: str) -> str:
    """The most common name; of a person the most common full one."""
    full = {n for n in names if " " in n} if label == "PERSON" else set()
    return max(full or names, key=lambda n: (names[n], len(n), n))
