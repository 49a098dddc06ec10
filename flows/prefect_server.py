"""A Prefect server of the run's own, for where no Prefect API is configured.

It starts in a process of its own before anything heavy is imported, so that its start hides behind
the loading of models, and it ends with the process that started it, however that one ends.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from flows.errors import WrongUseError
from transforms.caches import cache_folder
from transforms.errors import NewsmillError

if TYPE_CHECKING:
    from collections.abc import Iterator

_START_SECONDS = 120
_POLL_SECONDS = 0.05

# Where Prefect's pages are looked for.
_USUAL_PORT = 4200

# Nothing leaves the machine.
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}
# A single run needs none of the services that schedule or clean up, nor pages.
_LEAN = {
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
}


class PrefectServerError(NewsmillError):
    """The run's own Prefect server did not come up."""

    def __init__(self, log: str) -> None:
        super().__init__(log)
        self.log = log

    def __str__(self) -> str:
        return f"newsmill's own Prefect server did not start; its log is {self.log}"


def configured_api() -> str | None:
    """The URL of the Prefect API that the user has configured, if any.

    Looks where Prefect looks, without importing it: ``PREFECT_API_URL``, then the active profile.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    try:
        profiles = tomllib.loads((home / "profiles.toml").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    active = os.environ.get("PREFECT_PROFILE", profiles.get("active", ""))
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return url if isinstance(url, str) else None


class PrefectServer:
    """A Prefect server in a process of its own, on a free port of 127.0.0.1."""

    def __init__(self, home: Path, *, schedules: bool = False, port: int | None = None) -> None:
        """Begins to start it.

        Args:
            home: Keeps its database and log from one run to the next.
            schedules: Whether it is there for schedules, with Prefect's UI, or for one run.
            port: Where it listens.
        """
        home.mkdir(parents=True, exist_ok=True)
        self.log = home / "server.log"
        listener = _listen(port if port or not schedules else _USUAL_PORT, given=bool(port))
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.url = f"{origin}/api"
        environment = os.environ | _QUIET | {"PREFECT_HOME": str(home.absolute())}
        # On any other port than the usual one, the UI does not find its API by itself.
        environment |= {"PREFECT_UI_API_URL": self.url} if schedules else _LEAN
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-m", "flows.prefect_server", str(listener.fileno())],
                # The server ends when this pipe closes, which the kernel does even on kill -9.
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=environment,
                pass_fds=[listener.fileno()],
                start_new_session=True,  # Ctrl-C is for the run; the server ends after it
            )
        listener.close()

    def wait(self) -> None:
        """Returns when it answers.

        Raises:
            PrefectServerError: If it has ended, or does not answer in two minutes.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise PrefectServerError(str(self.log))
            time.sleep(_POLL_SECONDS)

    def _answers(self) -> bool:
        try:
            # The listener is bound already, so this waits in its queue until the server is up.
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:  # noqa: S310  our own loopback address
                return bool(answer.status == 200)  # noqa: PLR2004  OK
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """Ends it, and waits until it is gone."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()


def _listen(port: int | None, *, given: bool) -> socket.socket:
    """A socket on the port; on any free one where none is named, or the usual one is taken."""
    try:
        return socket.create_server(("127.0.0.1", port or 0))
    except OSError as error:
        if given:
            raise WrongUseError(f"port {port} cannot be used: {error.strerror}") from None
        return socket.create_server(("127.0.0.1", 0))


@contextmanager
def prefect_api(
    home: Path, *, schedules: bool = False, port: int | None = None
) -> Iterator[PrefectServer | None]:
    """Sees to it that there is a Prefect API: the user's own, else a server for this run.

    Sets the environment that Prefect reads at import; call it before importing Prefect.
    """
    os.environ.update({name: os.environ.get(name, value) for name, value in _QUIET.items()})
    if configured_api():
        yield None
        return
    server = PrefectServer(home, schedules=schedules, port=port)
    added = {"PREFECT_API_URL": server.url, "PREFECT_HOME": str(home.absolute())}
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield server
    finally:
        server.stop()
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def prepare_database(database: Path, template: Path) -> None:
    """Gives a new home a copy of the empty database, whose migrations would take five seconds.

    The first home of a machine makes the template, one for each version of Prefect.
    """
    if database.exists():
        return
    with suppress(OSError):
        copy = database.with_suffix(".new")
        shutil.copyfile(template, copy)
        copy.replace(database)
        return
    from prefect.server.database import provide_database_interface

    asyncio.run(provide_database_interface().create_db())
    with suppress(OSError, sqlite3.Error):
        template.parent.mkdir(parents=True, exist_ok=True)
        copy = template.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("VACUUM INTO ?", [str(copy)])
        copy.replace(template)


def _template() -> Path:
    return cache_folder() / f"prefect-{version('prefect')}.db"


def _serve(descriptor: int) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if "PREFECT_API_DATABASE_CONNECTION_URL" not in os.environ:
        prepare_database(Path(os.environ["PREFECT_HOME"]) / "prefect.db", _template())
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(final=True), log_level="warning"))
    server.run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
