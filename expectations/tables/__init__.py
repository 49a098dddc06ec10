"""Every table of the warehouse, declared once; a module a domain."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from expectations.tables.documents import DOCUMENTS, PASSAGES, REMOVED_PASSAGES, SENTENCES
from expectations.tables.entities import ENTITIES, ENTITY_MENTIONS
from expectations.tables.quantities import QUANTITIES
from expectations.tables.quotes import QUOTES
from expectations.tables.runs import (
    QUALITY_METRICS,
    QUALITY_RESULTS,
    QUARANTINE,
    RUNS,
    SOURCE_ITEMS,
    SOURCES,
)
from expectations.tables.stories import (
    ASSERTIONS,
    DUPLICATE_GROUPS,
    FACTS,
    STORIES,
    STORY_ALIASES,
    STORY_DOCUMENTS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from expectations.contracts import Table

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            DOCUMENTS,
            PASSAGES,
            REMOVED_PASSAGES,
            SENTENCES,
            ENTITY_MENTIONS,
            ENTITIES,
            QUANTITIES,
            QUOTES,
            DUPLICATE_GROUPS,
            STORIES,
            STORY_DOCUMENTS,
            STORY_ALIASES,
            ASSERTIONS,
            FACTS,
            SOURCES,
            SOURCE_ITEMS,
            QUARANTINE,
            RUNS,
            QUALITY_RESULTS,
            QUALITY_METRICS,
        )
    }
)
"""All tables by name, in the order in which the data dictionary shows them."""
