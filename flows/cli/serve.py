"""``newsmill serve``: runs on a schedule."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from flows.cli.options import (
    AliasesOption,
    CleanOption,
    ConfigOption,
    DaskAddressOption,
    EngineOption,
    HomeOption,
    LakeOption,
    LanguageOption,
    MapOption,
    SiteOption,
    SourcesArgument,
    WorkersOption,
)


def serve(
    sources: SourcesArgument,
    cron: Annotated[
        str | None, typer.Option(metavar="CRON", help='When: "0 5 * * *" is every day at five.')
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="INTERVAL", help="How often: 30m, 1h, 1d.")
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="The time zone of --cron [the machine's].")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The deployment's name [that of the home folder].")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(metavar="PORT", help="Port of newsmill's own Prefect server [4200, if free]."),
    ] = None,
    home: HomeOption = None,
    lake: LakeOption = None,
    workers: WorkersOption = None,
    engine: EngineOption = None,
    dask_address: DaskAddressOption = None,
    site: SiteOption = None,
    language: LanguageOption = None,
    field_map: MapOption = None,
    clean: CleanOption = None,
    aliases: AliasesOption = None,
    config: ConfigOption = None,
) -> None:
    """Take up what is new in the sources on a schedule, until stopped.

    Registers a deployment on your Prefect server (PREFECT_API_URL, or the active profile), or on
    one of newsmill's own, and works on its runs one at a time. The schedule can be paused, the
    parameters edited and runs started in Prefect's UI. Runs that were missed are made up by one.
    """
    from flows.prefect_server import prefect_api
    from flows.serving import make_deployment, make_schedule, serve_deployment
    from flows.settings import load_settings
    from transforms.read.sources import find_sources

    settings = load_settings(
        config,
        home=home,
        lake=lake,
        workers=workers,
        engine=engine or ("dask" if dask_address else None),
        dask_address=dask_address,
        site=site,
        language=language,
        map=field_map,
        clean=clean,
        aliases=aliases,
    )
    find_sources(sources)  # a name that is wrong is told now, not at five in the morning
    if settings.on_failure_webhook:
        # Its address is a secret: not for the parameters of a deployment, which all can see.
        secret = settings.on_failure_webhook.get_secret_value()
        os.environ["NEWSMILL_ON_FAILURE_WEBHOOK"] = secret
    root = settings.home.absolute()
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    with prefect_api(root / "prefect", schedules=True, port=port) as server:
        schedule = make_schedule(cron, every, timezone)
        deployment = make_deployment(name or root.name, sources, settings, schedule)
        if server:
            server.wait()
        ui = server.url.removesuffix("/api") if server else os.environ.get("PREFECT_UI_URL", "")
        typer.echo(
            f"newsmill: {deployment.full_name} runs {_told(cron, every, schedule.timezone)}"
            + (f"; Prefect's UI: {ui}" if ui else "")
            + "; stop with Ctrl-C",
            err=True,
        )
        serve_deployment(deployment)


def _told(cron: str | None, every: str | None, timezone: str | None) -> str:
    return f"every {every}" if every else f"at {cron!r} ({timezone})"
