"""``newsmill sql``: a query, or a shell."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import HomeOption
from flows.cli.tables import Format

if TYPE_CHECKING:
    import duckdb


def sql(
    query: Annotated[
        str | None, typer.Argument(metavar="[QUERY]", help="SQL; '-' reads it from stdin.")
    ] = None,
    home: HomeOption = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file.")] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="RUN", help="The version that this run published.")
    ] = None,
) -> None:
    """Query the warehouse, read-only. Without QUERY: a shell.

    The tables and views are described by 'newsmill schema'. Any DuckDB client can open
    warehouse.duckdb as well.
    """
    from flows.cli.tables import print_table
    from flows.settings import load_settings
    from warehouse.home import Home
    from warehouse.read import connect
    from warehouse.read import query as ask

    root = load_settings(home=home).home
    with closing(connect(Home(root), as_of)) as connection:
        if query is None and sys.stdin.isatty():
            _shell(connection, form)
            return
        text = sys.stdin.read() if query in (None, "-") else query
        print_table(ask(connection, text or ""), form, output)


def _shell(connection: duckdb.DuckDBPyConnection, form: Format) -> None:
    import readline  # noqa: F401  arrow keys and history

    from flows.cli.tables import print_table
    from warehouse.errors import QueryError
    from warehouse.read import query as ask

    typer.echo("Read-only. End a query with ';', leave with Ctrl-D. Try: SHOW TABLES;", err=True)
    lines: list[str] = []
    while True:
        try:
            lines.append(input("newsmill> " if not lines else "      ... "))
        except EOFError:
            typer.echo(err=True)
            return
        except KeyboardInterrupt:
            typer.echo(err=True)
            lines.clear()
            continue
        if not "".join(lines).strip():
            lines.clear()
        elif lines[-1].rstrip().endswith(";"):
            try:
                print_table(ask(connection, "\n".join(lines)), form)
            except (QueryError, typer.BadParameter) as error:
                typer.echo(str(error), err=True)
            lines.clear()
