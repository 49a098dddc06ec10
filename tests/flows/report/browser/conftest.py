"""Chromium, spoken to over its own debugging pipe, so that no driver has to be installed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
READS_FROM, WRITES_TO = 3, 4  # the two file descriptors of --remote-debugging-pipe


class Visit(NamedTuple):
    """What happened when a page was loaded."""

    requests: list[str]
    complaints: list[str]
    value: object


class Browser:
    """One Chromium, one page at a time."""

    def __init__(self, program: str, profile: str) -> None:
        read_here, write_there = _pipe()
        read_there, self._write = _pipe()
        self._messages = os.fdopen(read_here, "rb")
        self._number = 0
        self._events: list[dict[str, object]] = []
        arguments = [program, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        quiet = os.open(os.devnull, os.O_RDWR)
        self._process = os.posix_spawn(
            program,
            arguments,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, quiet, 1),
                (os.POSIX_SPAWN_DUP2, quiet, 2),
                (os.POSIX_SPAWN_DUP2, read_there, READS_FROM),
                (os.POSIX_SPAWN_DUP2, write_there, WRITES_TO),
            ],
        )
        for descriptor in (quiet, read_there, write_there):
            os.close(descriptor)

    def visit(self, url: str, width: int, scheme: str, script: str) -> Visit:
        """Loads the page in a window of that width, and evaluates the script in it."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._ask(f"{domain}.enable", session)
        self._ask(
            "Emulation.setDeviceMetricsOverride",
            session,
            width=width,
            height=800,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._ask("Emulation.setEmulatedMedia", session, features=[feature])
        self._events.clear()
        self._ask("Page.navigate", session, url=url)
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._receive()
        answer = self._ask(
            "Runtime.evaluate",
            session,
            expression=script,
            returnByValue=True,
            awaitPromise=True,
        )
        assert "exceptionDetails" not in answer, answer
        visit = Visit(
            requests=[
                event["params"]["request"]["url"]
                for event in self._events
                if event["method"] == "Network.requestWillBeSent"
            ],
            complaints=[
                json.dumps(event["params"])
                for event in self._events
                if event["method"]
                in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
            ],
            value=answer["result"].get("value"),
        )
        self._ask("Target.closeTarget", targetId=target)
        return visit

    def close(self) -> None:
        """Ends Chromium."""
        self._send("Browser.close", None, {})
        os.waitpid(self._process, 0)
        os.close(self._write)
        self._messages.close()

    def _ask(self, method: str, session: str | None = None, **params: object) -> dict[str, object]:
        number = self._send(method, session, params)
        while (answer := self._receive()).get("id") != number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _send(self, method: str, session: str | None, params: dict[str, object]) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        return self._number

    def _receive(self) -> dict[str, object]:
        message = bytearray()
        while (byte := self._messages.read(1)) != b"\0":
            assert byte, "Chromium has gone"
            message += byte
        content = json.loads(message)
        if "method" in content:
            self._events.append(content)
        return content


def _pipe() -> tuple[int, int]:
    # Moved out of the way of the numbers that Chromium wants for itself.
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next((path for path in map(shutil.which, NAMES) if path), None)
    if program is None:
        pytest.skip("NO CHROMIUM FOUND: the report page was not looked at in a real browser")
    chromium = Browser(program, str(tmp_path_factory.mktemp("chromium")))
    yield chromium
    chromium.close()
