"""One article with all that is known of it: found by what a user calls it, read table by table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.read import query

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SQL = Path(__file__).with_name("articles")
_TABLES = (
    "documents",
    "passages",
    "removed_passages",
    "entity_mentions",
    "quantities",
    "quotes",
)


def find_articles(connection: duckdb.DuckDBPyConnection, wanted: str) -> pa.Table:
    """The documents that a word of the user may mean: their ids and titles.

    It is a document's id, the source's own id, a URL, or how one of the two ids begins. Of an
    article the newest version is meant, but for a whole id.
    """
    return query(connection, (_SQL / "find.sql").read_text("utf-8"), {"wanted": wanted})


def read_article(connection: duckdb.DuckDBPyConnection, document_id: str) -> dict[str, pa.Table]:
    """The rows of a document in ``documents``, ``passages``, ``removed_passages``,
    ``entity_mentions``, ``quantities`` and ``quotes``, in reading order.
    """  # noqa: D205  the names do not fit on one line
    return {
        name: query(
            connection,
            (_SQL / f"{name}.sql").read_text("utf-8"),
            {"document_id": document_id},
        )
        for name in _TABLES
    }
