from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# Time on a machine with other work says nothing about the code.
settings.register_profile("newsmill", deadline=None)
settings.load_profile("newsmill")

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds(root: Path) -> Path:
    return root / "seeds"


@pytest.fixture(scope="session")
def gold() -> Path:
    if not GOLD.is_dir():
        pytest.skip(f"NOT MEASURED: there is no gold data at {GOLD}")
    return GOLD


@dataclass(frozen=True)
class ObjectStore:
    """An S3-compatible server on this machine.

    Args:
        url: Its address; it stands in the environment, with keys.
    """

    url: str

    def bucket(self) -> str:
        """Makes a bucket, and returns its name."""
        name = f"news-{next(_buckets)}"
        self.ask("PUT", name)
        return name

    def lake(self) -> str:
        """The address of an empty lake."""
        return f"s3://{self.bucket()}/mill"

    def let_in(self, requests: str) -> None:
        """Lets so many requests pass before keys are looked at: ``inf``, or ``0`` for none."""
        self.ask("POST", "moto-api/reset-auth", requests.encode())

    def ask(self, method: str, path: str, data: bytes = b"") -> None:
        as_is = {"Content-Type": "application/octet-stream"}
        request = urllib.request.Request(f"{self.url}/{path}", data, as_is, method=method)  # noqa: S310 ours
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 ours
            assert answer.status == 200


_buckets = count(1)


@pytest.fixture(scope="session")
def object_store() -> Iterator[ObjectStore]:
    """A server, and in the environment what its clients need to know."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    quiet = os.environ | {"PYTHONWARNINGS": "ignore"}
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=quiet) as server,
    ):
        assert server.stderr is not None
        said = ""
        while not (url := re.search(r"Running on (http://127\.0\.0\.1:\d+)", said)):
            line = server.stderr.readline()
            assert line, said
            said += line
        Thread(target=server.stderr.read, daemon=True).start()
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "testing")
        monkeypatch.setenv("AWS_ENDPOINT_URL", url[1])
        monkeypatch.setenv("AWS_REGION", "us-east-1")
        yield ObjectStore(url[1])
        server.terminate()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the long tests, so that no worker waits for one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
