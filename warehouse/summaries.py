"""What a warehouse file holds of one run, for its report."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from expectations.contracts import identifier, literal
from expectations.tables import TABLES
from warehouse.read import OFFLINE, query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TELLING = (
    "title",
    "name",
    "headline",
    "text",
    "site",
    "kind",
    "label",
    "value",
    "unit",
    "published_date",
    "reason",
    "status",
    "source_uri",
    "source_id",
    "document_id",
)
"""The columns by which people know a row, the best ones first."""

_MOST_COLUMNS = 4
_MOST_CHARACTERS = 160

_SUMMARIES = Path(__file__).parent / "summaries"


def summarize(path: Path, run_id: str) -> dict[str, list[Mapping[str, object]]]:
    """The rows of each summary in ``summaries/*.sql``, by its name."""
    with closing(duckdb.connect(path, read_only=True, config=OFFLINE)) as connection:
        return {
            file.stem: query(connection, file.read_text("utf-8"), {"run_id": run_id}).to_pylist()
            for file in sorted(_SUMMARIES.glob("*.sql"))
        }


def show_rows(path: Path, wanted: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """What tells rows apart for people, as JSON, by table and key.

    Args:
        path: The warehouse file.
        wanted: Keys by table; the columns of a key are joined by ``/``. A key that is not there is
            passed over, and so is a table.
    """
    shown = {}
    with closing(duckdb.connect(path, read_only=True, config=OFFLINE)) as connection:
        for name in sorted(wanted.keys() & TABLES.keys()):
            table = TABLES[name]
            key = f"concat_ws('/', {', '.join(identifier(column) for column in table.key)})"
            columns = [c for c in _TELLING if c in table.column_names and c not in table.key]
            told = ", ".join(
                f"{literal(column)}, left({identifier(column)}::VARCHAR, {_MOST_CHARACTERS})"
                for column in columns[:_MOST_COLUMNS]
            )
            rows = connection.execute(
                f"SELECT {key}, json_object({told})::VARCHAR FROM {identifier(name)} "  # noqa: S608 ours
                f"WHERE {key} IN (SELECT unnest($keys))",
                {"keys": sorted(wanted[name])},
            ).fetchall()
            shown.update({(name, row_key): row for row_key, row in rows})
    return shown


def rows_added(path: Path, run_id: str) -> dict[str, int]:
    """How many rows of each table the run wrote."""
    added = {}
    with closing(duckdb.connect(path, read_only=True, config=OFFLINE)) as connection:
        for name in TABLES:
            sql = f"SELECT count(*) FROM {identifier(name)} WHERE run_id = ?"  # noqa: S608 ours
            row = connection.execute(sql, [run_id]).fetchone()
            added[name] = row[0] if row else 0
    return added
