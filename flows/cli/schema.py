"""``newsmill schema``: the data dictionary."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from flows.errors import WrongUseError


class SchemaFormat(StrEnum):
    """How the data dictionary is printed."""

    MARKDOWN = "markdown"
    JSON = "json"
    SQL = "sql"


class NoTableError(WrongUseError):
    """A table that is not in the warehouse."""


def schema(
    table: Annotated[str | None, typer.Argument(metavar="[TABLE]", help="One table [all].")] = None,
    form: Annotated[
        SchemaFormat, typer.Option("--format", help="How to print.")
    ] = SchemaFormat.MARKDOWN,
) -> None:
    """Print what every table and column means, and what may stand in it."""
    from difflib import get_close_matches

    from expectations import dictionary
    from expectations.tables import TABLES

    if table is not None and table not in TABLES:
        near = get_close_matches(table, TABLES, 1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(TABLES)}"
        raise NoTableError(f"there is no table {table!r}{hint}")
    writers = {
        SchemaFormat.MARKDOWN: dictionary.markdown,
        SchemaFormat.JSON: dictionary.as_json,
        SchemaFormat.SQL: dictionary.sql,
    }
    chosen = [TABLES[table]] if table else list(TABLES.values())
    typer.echo(writers[form](chosen).rstrip("\n"))
