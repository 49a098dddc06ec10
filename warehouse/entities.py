"""One entity: which one a name means, and all that the warehouse knows of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.errors import NoEntityError
from warehouse.read import query

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb
    import pyarrow as pa

_SQL = Path(__file__).parent / "entity"
SECTIONS = ("spellings", "roles", "offices", "named_with", "quotes")
"""What is told of an entity, each a query of the folder ``entity``."""


def candidates(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    """The entities that a name may mean, the most named first; one row where it is clear.

    A name is an id (or how one begins), a name, another spelling, or a word of either, whatever
    its case and accents; of these the first kind counts that fits anything.

    Raises:
        NoEntityError: Nothing goes by that name; names what is called alike.
    """
    found = query(connection, _sql("candidates"), {"name": name})
    if not found.num_rows:
        similar = query(connection, _sql("similar"), {"name": name})
        raise NoEntityError(name, tuple(similar["name"].to_pylist()))
    return found


def describe(
    connection: duckdb.DuckDBPyConnection, entity_id: str, most: int
) -> Mapping[str, pa.Table]:
    """What the newest versions of whole articles tell of an entity.

    ``entity`` has one row; the others, named by :data:`SECTIONS`, at most ``most`` each.
    """
    told = {"entity": query(connection, _sql("entity"), {"entity_id": entity_id})}
    for section in SECTIONS:
        sql = _sql(section)
        limit = {"most": most} if "$most" in sql else {}
        told[section] = query(connection, sql, {"entity_id": entity_id, **limit})
    return told


def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text(encoding="utf-8")
