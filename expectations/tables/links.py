"""Link tables that live in the lake alone: the loader joins them into the public tables."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from expectations.contracts import Column, Table, Type
from expectations.tables.columns import RUN_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

MENTION_LINKS = Table(
    name="mention_links",
    meaning="Which entity a mention names, and which one the role in it belongs to.",
    key=("mention_id",),
    layer="link",
    columns=(
        Column(
            "mention_id",
            Type.TEXT,
            "The mention.",
            nullable=False,
            references="entity_mentions.mention_id",
        ),
        Column(
            "entity_id",
            Type.TEXT,
            "The entity that it names.",
            references="entities.entity_id",
        ),
        Column(
            "role_organization_id",
            Type.TEXT,
            "The country or body of the role that it gives.",
            references="entities.entity_id",
        ),
        RUN_ID,
    ),
)

LINK_TABLES: Mapping[str, Table] = MappingProxyType({MENTION_LINKS.name: MENTION_LINKS})
"""Tables of the lake that are no tables of the warehouse, by name."""
