"""The views and macros of a warehouse file: one SELECT a file, named like the view."""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.contracts import identifier, literal

if TYPE_CHECKING:
    import duckdb

_FOLDER = Path(__file__).parent / "views"
_SPAN = """
CREATE MACRO span(text, start_offset, end_offset) AS
    substring(text, start_offset + 1, end_offset - start_offset);
COMMENT ON MACRO span IS 'The part of a text from start_offset (from 0) to end_offset (exclusive).';
"""


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, what it answers, and its SELECT."""

    name: str
    meaning: str
    sql: str


def all_views() -> list[View]:
    """Every view, each after those that it reads."""
    views = {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.sql"))}
    graph = {name: _sources(view.sql) & views.keys() for name, view in views.items()}
    return [views[name] for name in TopologicalSorter(graph).static_order()]


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates the macros that people use beside the views."""
    connection.execute(_SPAN)


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates every view, with its comment."""
    for view in all_views():
        name = identifier(view.name)
        connection.execute(f"CREATE VIEW {name} AS {view.sql}")
        connection.execute(f"COMMENT ON VIEW {name} IS {literal(view.meaning)}")


def _read(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = list(takewhile(lambda line: line.startswith("--"), lines))
    if not header:
        raise ValueError(f"{path.name} does not begin with a comment that says what it answers")
    meaning = " ".join(line.removeprefix("--").strip() for line in header)
    return View(path.stem, meaning, "\n".join(lines[len(header) :]).strip().rstrip(";"))


def _sources(sql: str) -> set[str]:
    return set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", sql))
