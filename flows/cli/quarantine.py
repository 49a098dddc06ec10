"""``newsmill quarantine``: what could not be taken in, and why."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import HomeOption, JsonOption
from flows.errors import WrongUseError

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

app = typer.Typer(help="What could not be taken in, and why.", no_args_is_help=True)

_LIST = (
    "SELECT quarantine_id, coalesce(table_name, 'item') AS what, source_uri, source_id, stage, "
    "reason, detail, attempts, last_run_id FROM quarantine ORDER BY last_run_id DESC, source_uri, "
    "source_id, what, quarantine_id"
)
_SHOW = "SELECT * FROM quarantine WHERE starts_with(quarantine_id, $wanted) ORDER BY quarantine_id"


class NotInQuarantineError(WrongUseError):
    """An id that quarantine does not hold."""


@app.command("list")
def list_all(home: HomeOption = None, *, as_json: JsonOption = False) -> None:
    """List the items and rows in quarantine, newest first."""
    from flows.cli.tables import Format, print_table

    found = _ask(home, _LIST, {})
    if not found.num_rows and not as_json:
        typer.echo("quarantine is empty", err=True)
        return
    print_table(found, Format.JSON if as_json else Format.TABLE)


@app.command("show")
def show(
    quarantine_id: Annotated[str, typer.Argument(help="Its id, or how it begins.")],
    home: HomeOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show one: why it is here, where it came from, and the row or the beginning of the item."""
    from flows.cli.tables import Format, print_table

    found = _ask(home, _SHOW, {"wanted": quarantine_id})
    if not found.num_rows:
        raise NotInQuarantineError(
            f"{quarantine_id!r} is not in quarantine; 'newsmill quarantine list' shows what is"
        )
    if as_json:
        print_table(found, Format.JSON)
        return
    for row in found.to_pylist():
        for name, value in row.items():
            if value is not None:
                typer.echo(f"{name:14} {value}")


def _ask(home: Path | None, sql: str, parameters: dict[str, str]) -> pa.Table:
    from flows.settings import load_settings
    from warehouse.home import Home
    from warehouse.read import connect, query

    with closing(connect(Home(load_settings(home=home).home))) as connection:
        return query(connection, sql, parameters)
