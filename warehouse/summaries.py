"""What a warehouse file holds of one run, for its report."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from expectations.contracts import identifier
from expectations.tables import TABLES
from warehouse.read import OFFLINE, query

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUMMARIES = Path(__file__).parent / "summaries"


def summarize(path: Path, run_id: str) -> dict[str, list[Mapping[str, object]]]:
    """The rows of each summary in ``summaries/*.sql``, by its name."""
    with closing(duckdb.connect(path, read_only=True, config=OFFLINE)) as connection:
        return {
            file.stem: query(connection, file.read_text("utf-8"), {"run_id": run_id}).to_pylist()
            for file in sorted(_SUMMARIES.glob("*.sql"))
        }


def rows_added(path: Path, run_id: str) -> dict[str, int]:
    """How many rows of each table the run wrote."""
    added = {}
    with closing(duckdb.connect(path, read_only=True, config=OFFLINE)) as connection:
        for name in TABLES:
            sql = f"SELECT count(*) FROM {identifier(name)} WHERE run_id = ?"  # noqa: S608 ours
            row = connection.execute(sql, [run_id]).fetchone()
            added[name] = row[0] if row else 0
    return added
