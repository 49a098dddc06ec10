"""``newsmill run``: read, clean, extract, link, validate, load, report."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.options import (
    AliasesOption,
    CleanOption,
    ConfigOption,
    DaskAddressOption,
    DataDocsOption,
    EngineOption,
    ForceOption,
    HomeOption,
    JsonOption,
    LakeOption,
    LanguageOption,
    MapOption,
    QuietOption,
    SiteOption,
    SourcesArgument,
    WorkersOption,
)

if TYPE_CHECKING:
    from flows.cli.progress import Progress
    from flows.report.content import RunReport
    from flows.session import Session
    from flows.settings import Settings


def run(
    sources: SourcesArgument,
    home: HomeOption = None,
    lake: LakeOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = None,
    dask_address: DaskAddressOption = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="Take up at most N new items.")
    ] = None,
    site: SiteOption = None,
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The date, for sources that do not say."),
    ] = None,
    language: LanguageOption = None,
    field_map: MapOption = None,
    clean: CleanOption = None,
    aliases: AliasesOption = None,
    config: ConfigOption = None,
    *,
    force: ForceOption = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait while another run is busy.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be taken up.")
    ] = False,
    data_docs: DataDocsOption = False,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Take up what is new in the sources, and publish it with a quality report.

    What earlier runs have loaded is not read again. A run that fails, or whose quality gate fails,
    changes nothing for those who read the warehouse.

    Exit codes: 0 done, 1 the quality gate failed, 2 wrong use, 3 another run is busy,
    4 the machine is at fault.
    """
    from flows.settings import load_settings

    settings = load_settings(
        config,
        home=home,
        lake=lake,
        workers=workers,
        engine=engine or ("dask" if dask_address else None),
        dask_address=dask_address,
        limit=limit,
        site=site,
        published=published.date() if published else None,
        language=language,
        map=field_map,
        clean=clean,
        aliases=aliases,
        force=force or None,
        wait=wait or None,
    )
    if not dry_run:
        _preload_for_a_first_run(settings)
    from flows.cli.outcome import print_plan
    from flows.reporting import leave_data_docs
    from flows.session import open_session

    with open_session(sources, settings) as session:
        if dry_run:
            print_plan(session.plan, as_json=as_json)
            return
        report = run_session(session, as_json=as_json, quiet=quiet)
        if data_docs and report.quality:
            typer.echo(f"data docs: {leave_data_docs(session.home, report)}", err=True)
    if report.status == "gate_failed":
        raise typer.Exit(1)


def _preload_for_a_first_run(settings: Settings) -> None:
    """Lets the workers' modules load from now on, where it is sure that there will be work."""
    from flows.workers import preload
    from warehouse.home import Home

    if settings.engine == "processes" and not Home(settings.home).warehouse.exists():
        preload()


def run_session(session: Session, *, as_json: bool, quiet: bool) -> RunReport:
    """Runs the flow, if there is anything to do, shows how far it is, and prints the outcome."""
    from flows.cli.outcome import print_outcome
    from flows.cli.progress import Progress

    with Progress(quiet=quiet) as progress:
        report = _run(session, progress)
    print_outcome(session.home, report, session.plan.skipped, as_json=as_json, quiet=quiet)
    return report


def _run(session: Session, progress: Progress) -> RunReport:
    """Runs the flow, if there is anything to do; Prefect is not even imported if not."""
    from flows import reporting
    from flows.prefect_server import prefect_api

    if not session.has_work:
        return reporting.end_unchanged(session)
    session.tell = progress.update
    # People watch the progress display; Prefect's own log goes to its API all the same.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    progress.update("start", 0, 0)
    with prefect_api(session.home.root / "prefect") as server:
        session.workers.preload()
        from flows.flow_run import run_flow

        if server:
            server.wait()
        run_flow(session.arguments, session.settings)
    return reporting.read_report(session.home, session.run_id)
