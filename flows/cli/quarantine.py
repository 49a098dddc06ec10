"""``newsmill quarantine``: what could not be taken in, and why; and what is decided about it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.exits import ExitCode
from flows.cli.options import ConfigOption, ForceOption, HomeOption, JsonOption, QuietOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from warehouse.home import Home

app = typer.Typer(help="What could not be taken in, and why.", no_args_is_help=True)

_LIST = (
    "SELECT quarantine_id, coalesce(table_name, 'item') AS what, source_uri, source_id, stage, "
    "reason, detail, attempts, status, last_run_id FROM quarantine "
    "WHERE $everything OR status = 'open' "
    "ORDER BY last_run_id DESC, source_uri, source_id, what, quarantine_id"
)
_SHOW = "SELECT * FROM quarantine WHERE starts_with(quarantine_id, $wanted) ORDER BY quarantine_id"


@app.command("list")
def list_all(
    home: HomeOption = None,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what was accepted, and what is resolved.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List the items and rows in quarantine, newest first."""
    from flows.cli.tables import Format, print_table

    found = _ask(_home(home), _LIST, {"everything": everything})
    if not found.num_rows and not as_json:
        typer.echo("nothing is open in quarantine", err=True)
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
    import pyarrow as pa

    from flows.cli.tables import Format, print_table
    from flows.decisions import NotInQuarantineError

    place = _home(home)
    found = _ask(place, _SHOW, {"wanted": quarantine_id})
    if not found.num_rows:
        raise NotInQuarantineError(
            f"{quarantine_id!r} is not in quarantine; 'newsmill quarantine list' shows what is"
        )
    raw = [_raw_source(place, row) for row in found.to_pylist()]
    found = found.append_column("raw", pa.array(raw, pa.string()))
    if as_json:
        print_table(found, Format.JSON)
        return
    for number, row in enumerate(found.to_pylist()):
        if number:
            typer.echo()
        for name, value in row.items():
            if value is not None:
                typer.echo(f"{name:14} {value}")


@app.command("accept")
def accept(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, or how they begin.")],
    home: HomeOption = None,
    note: Annotated[str | None, typer.Option(help="Why, for those who come after.")] = None,
) -> None:
    """Accept failures: they are known, are listed no more, and count no more.

    The decision is kept in the lake. What was accepted stays out of the tables, and is not tried
    again until it changes, or is named to 'retry'.
    """
    from flows.decisions import accept
    from flows.settings import load_settings

    for key, failure in accept(load_settings(home=home), ids, note).items():
        typer.echo(f"accepted {key}: {failure.source_uri}: {failure.reason}")


@app.command("retry")
def retry(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID...]", help="Ids, or how they begin [all that are open]."),
    ] = None,
    home: HomeOption = None,
    config: ConfigOption = None,
    *,
    force: ForceOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take up failed items again, after the source, the settings or newsmill was mended.

    A row that failed brings its whole document with it. Settings that shape the rows (--site,
    --map ...) are as they were when it failed, unless the settings file says otherwise now.
    """
    from flows.cli.run import run_session
    from flows.decisions import by_shaping, find_failures, items_of
    from flows.session import open_session
    from flows.settings import load_settings

    flags = {"home": home, "force": force or None}
    settings = load_settings(config, **flags)
    place = _home(home)
    failures = find_failures(place, ids or [], ["open", "accepted"])
    if not failures:
        typer.echo("nothing is open in quarantine", err=True)
    stopped = False
    for shaping, group in by_shaping(place, settings, failures):
        told = ["quarantine", "retry", *sorted(group)]
        with open_session(
            told, load_settings(config, **flags, **shaping), items_of(group)
        ) as session:
            for uri in session.plan.missing:
                typer.echo(f"not tried again, for it is not there any more: {uri}", err=True)
            report = run_session(session, as_json=as_json, quiet=quiet)
        stopped = stopped or report.status == "gate_failed"
    if stopped:
        raise typer.Exit(ExitCode.GATE_FAILED)


def _raw_source(home: Home, failure: Mapping[str, object]) -> str | None:
    """Where the item can be seen as it was read: the copy that was kept, else the source."""
    from flows.quarantine import raw_copies

    for copy in raw_copies(home, str(failure["quarantine_id"])):
        return str(copy)
    source = Path(str(failure["source_uri"]))
    return str(source) if source.exists() else None


def _home(home: Path | None) -> Home:
    from flows.settings import load_settings
    from warehouse.home import Home

    return Home(load_settings(home=home).home.absolute())


def _ask(home: Home, sql: str, parameters: Mapping[str, str | bool]) -> pa.Table:
    from warehouse.read import connect, query

    with closing(connect(home)) as connection:
        return query(connection, sql, parameters)
