"""Puts the flow on a schedule: a deployment on the Prefect server, and a process that runs it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flows.errors import WrongUseError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.deployments.runner import RunnerDeployment
    from prefect.schedules import Schedule

    from flows.settings import Settings

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_EVERY = re.compile(r"(?:\d+[smhdw])+")
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*://")


def parse_interval(text: str) -> timedelta:
    """An interval as it is written on the command line.

    >>> parse_interval("1h30m")
    datetime.timedelta(seconds=5400)

    Raises:
        WrongUseError: Where it is not understood, or is nothing.
    """
    if _EVERY.fullmatch(text):
        parts = re.findall(r"(\d+)([smhdw])", text)
        if every := sum((timedelta(**{_UNITS[unit]: int(n)}) for n, unit in parts), timedelta()):
            return every
    raise WrongUseError(f"--every {text!r} is not understood; write it like 30m, 1h or 1d12h")


def local_timezone() -> str:
    """The IANA name of the machine's time zone; UTC where it does not say."""
    link = Path("/etc/localtime")
    named = link.resolve().as_posix().partition("zoneinfo/")[2] if link.is_symlink() else ""
    for name in (os.environ.get("TZ", "").removeprefix(":"), named):
        if name and _is_timezone(name):
            return name
    return "UTC"


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def make_schedule(cron: str | None, every: str | None, timezone: str | None) -> Schedule:
    """The schedule that was asked for; clock times are those of the time zone, in summer too.

    Raises:
        WrongUseError: Where it is not understood.
    """
    from prefect.schedules import Cron, Interval

    zone = timezone or local_timezone()
    if not _is_timezone(zone):
        raise WrongUseError(f"time zone {zone!r} is not known; write it like Europe/Istanbul")
    if bool(cron) == bool(every):
        raise WrongUseError('name either --cron, like "0 5 * * *", or --every, like 1h')
    if every:
        return Interval(parse_interval(every), timezone=zone)
    try:
        return Cron(str(cron), timezone=zone)
    except ValueError:
        raise WrongUseError(
            f'--cron {cron!r} is not understood; write it like "0 5 * * *"'
        ) from None


def make_deployment(
    name: str, sources: Sequence[str], settings: Settings, schedule: Schedule
) -> RunnerDeployment:
    """The deployment: its parameters can be edited in Prefect's UI, and hold for the next run.

    Only the settings that were set are parameters; the others are looked up when a run begins.
    """
    from prefect.types.entrypoint import EntrypointType

    from flows.corpus import corpus

    chosen = settings.model_dump(mode="json", exclude_unset=True, exclude={"on_failure_webhook"})
    return corpus.to_deployment(  # type: ignore[return-value] # called outside of any event loop
        name,
        schedule=schedule,
        parameters={
            "sources": [_absolute(source) for source in sources],
            "settings": chosen | {"home": str(settings.home.absolute())},
        },
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _absolute(source: str) -> str:
    return source if _REMOTE.match(source) else os.path.abspath(source)  # noqa: PTH100  globs stay


def serve_deployment(deployment: RunnerDeployment) -> None:
    """Runs what the schedule and the UI ask for, one run at a time, until it is stopped.

    The schedule stays when it is stopped: runs that are missed are due when it is started again.
    """
    from prefect.runner import Runner

    class Served(Runner):
        def handle_sigterm(self, *_: object) -> None:
            # Prefect's own leaves by sys.exit, and the run in hand behind.
            signal.raise_signal(signal.SIGINT)

    runner = Served(limit=1, pause_on_shutdown=False)
    runner.add_deployment(deployment)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())
