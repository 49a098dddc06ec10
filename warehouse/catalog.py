"""The views and macros of a warehouse file, and the comments on them.

A view is a ``.sql`` file: a comment that says what it answers, after an empty comment line what
its own columns mean (``-- column: meaning``), then one SELECT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.contracts import identifier, literal
from expectations.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

_VIEWS = Path(__file__).with_name("views")
_MACROS = Path(__file__).with_name("macros.sql")


@dataclass(frozen=True, slots=True)
class View:
    """A view.

    Args:
        name: Its name, and that of its file.
        meaning: What it answers.
        columns: What its columns mean, by name: those that do not mean what they mean in the
            tables that it reads.
        sql: Its SELECT.
    """

    name: str
    meaning: str
    columns: Mapping[str, str]
    sql: str

    @property
    def sources(self) -> list[str]:
        """The tables and views that it reads, in the order in which it names them."""
        return re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", self.sql)


def all_views() -> list[View]:
    """Every view, each after those that it reads."""
    views = {path.stem: _read(path) for path in sorted(_VIEWS.glob("*.sql"))}
    graph = {name: views.keys() & view.sources for name, view in views.items()}
    return [views[name] for name in TopologicalSorter(graph).static_order()]


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the macros that people use beside the views."""
    connection.execute(_MACROS.read_text(encoding="utf-8"))


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates every view, with comments on it and on its columns."""
    meanings = {
        table.name: {column.name: column.meaning for column in table.columns}
        for table in TABLES.values()
    }
    for view in all_views():
        name = identifier(view.name)
        connection.execute(f"CREATE VIEW {name} AS {view.sql}")
        connection.execute(f"COMMENT ON VIEW {name} IS {literal(view.meaning)}")
        inherited = [meanings[source] for source in view.sources if source in meanings]
        meanings[view.name] = _column_meanings(connection, view, inherited)
        for column, meaning in meanings[view.name].items():
            connection.execute(
                f"COMMENT ON COLUMN {name}.{identifier(column)} IS {literal(meaning)}"
            )


def _column_meanings(
    connection: duckdb.DuckDBPyConnection, view: View, inherited: list[dict[str, str]]
) -> dict[str, str]:
    description = connection.execute(f"DESCRIBE {identifier(view.name)}").fetchall()
    candidates = [view.columns, *inherited]
    return {
        column: next(known[column] for known in candidates if column in known)
        for column, *_ in description
    }


def _read(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [
        line.removeprefix("--").strip()
        for line in takewhile(lambda line: line.startswith("--"), lines)
    ]
    meaning = list(takewhile(bool, header))
    columns = dict(line.split(": ", 1) for line in header[len(meaning) + 1 :])
    sql = "\n".join(lines[len(header) :]).strip()
    return View(path.stem, " ".join(meaning), columns, sql)
