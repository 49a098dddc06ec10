"""``newsmill report`` and ``newsmill runs``: what happened."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import DataDocsOption, HomeOption, JsonOption
from flows.errors import WrongUseError

if TYPE_CHECKING:
    from flows.report.content import RunReport
    from warehouse.home import Home


class NoRunError(WrongUseError):
    """A run that is not there."""


def report(
    run: Annotated[str | None, typer.Argument(metavar="[RUN]", help="The run [newest].")] = None,
    home: HomeOption = None,
    *,
    open_page: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    data_docs: DataDocsOption = False,
    as_json: JsonOption = False,
) -> None:
    """Print where the quality report of a run is; --json prints what it says."""
    from flows.reporting import PAGE, leave_data_docs

    place = _home(home)
    found = _find(place, run)
    page = leave_data_docs(place, found) if data_docs else place.run_folder(found.run_id) / PAGE
    if as_json:
        typer.echo(found.to_json(), nl=False)
    else:
        typer.echo(str(page))
    if open_page:
        webbrowser.open(page.as_uri())


def runs(
    home: HomeOption = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 20,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the runs, newest first, also those that failed or found nothing new."""
    import pyarrow as pa

    from flows.cli.tables import Format, print_table
    from flows.reporting import read_reports

    rows = [
        {
            "run_id": one.run_id,
            "status": one.status,
            "started_at": one.started_at,
            "seconds": round(one.wall_seconds or 0, 1),
            **one.items.model_dump(),
            "rows_quarantined": one.rows_quarantined,
            "checks_failed": sum(not check.success for check in one.quality),
        }
        for one in read_reports(_home(home))[:limit]
    ]
    if not rows:
        typer.echo("no run yet; begin with: newsmill run FOLDER", err=True)
    print_table(pa.Table.from_pylist(rows), Format.JSON if as_json else Format.TABLE)


def _home(home: object) -> Home:
    from flows.settings import load_settings
    from warehouse.home import Home

    return Home(load_settings(home=home).home.absolute())


def _find(home: Home, run: str | None) -> RunReport:
    from flows.reporting import read_reports

    reports = read_reports(home)
    chosen = [one for one in reports if run is None or one.run_id.startswith(run)]
    if not reports:
        raise NoRunError(f"there is no run in {home.root} yet; begin with: newsmill run FOLDER")
    if not chosen:
        raise NoRunError(f"there is no run {run!r}; 'newsmill runs' lists them")
    return chosen[0]
