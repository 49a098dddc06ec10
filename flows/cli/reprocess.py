"""``newsmill reprocess``: make the documents anew that would be otherwise today."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.exits import ExitCode
from flows.cli.options import ConfigOption, ForceOption, HomeOption, JsonOption, QuietOption

if TYPE_CHECKING:
    from flows.plan import Again
    from flows.reprocessing import Outdated
    from flows.settings import Settings

# Making documents anew may show more repeated lines, or fewer; what is left is looked at again.
_MOST_ROUNDS = 3


def reprocess(
    home: HomeOption = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Worker processes [all cores].")
    ] = None,
    engine: Annotated[
        str | None, typer.Option(metavar="serial|processes", help="Where the work is done.")
    ] = None,
    config: ConfigOption = None,
    *,
    force: ForceOption = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another run is busy.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be made anew.")
    ] = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Make the documents anew whose code, settings, model or repeated lines have changed.

    Their sources are read again. Settings that shape the rows (--site, --map ...) are those of the
    run that made a document, unless the settings file says otherwise now. A source that is gone is
    told, and its documents stay as they are.
    """
    from flows.reprocessing import find_outdated
    from flows.settings import load_settings

    settings_with = partial(
        load_settings,
        config,
        home=home,
        workers=workers,
        engine=engine,
        force=force or None,
        wait=wait or None,
    )
    outdated = find_outdated(settings_with)
    if dry_run:
        _say_plan(outdated, as_json=as_json)
        return
    for uri in outdated.gone:
        typer.echo(f"not made anew, for it is not there any more: {uri}", err=True)
    if not outdated.groups and not quiet:
        typer.echo("Nothing to do: every document is as it would be made today.", err=True)
    for _ in range(_MOST_ROUNDS):
        for settings, items in outdated.groups:
            _make_anew(settings, items, as_json=as_json, quiet=quiet)
        outdated = find_outdated(settings_with) if outdated.groups else outdated


def _make_anew(settings: Settings, items: Again, *, as_json: bool, quiet: bool) -> None:
    from flows.cli.run import run_session
    from flows.session import open_session

    with open_session(["reprocess"], settings, items) as session:
        report = run_session(session, as_json=as_json, quiet=quiet)
    if report.status == "gate_failed":
        raise typer.Exit(ExitCode.GATE_FAILED)


def _say_plan(outdated: Outdated, *, as_json: bool) -> None:
    sources = {uri: sorted(ids) for _, items in outdated.groups for uri, ids in items.items()}
    if as_json:
        typer.echo(json.dumps(sources, indent=2, ensure_ascii=False))
        return
    count = sum(len(ids) for ids in sources.values())
    typer.echo(f"{count:,} items of {len(sources):,} sources would be made anew")
