"""The home folder: where everything lies, and the lock that admits one writer at a time."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The places of one home folder.

    >>> from pathlib import Path
    >>> Home(Path("newsmill-data")).staging("20250517T093000-1f").as_posix()
    'newsmill-data/runs/20250517T093000-1f/staging'
    """

    root: Path

    @property
    def lake(self) -> Path:
        """Parquet parts, immutable."""
        return self.root / "lake"

    @property
    def manifests(self) -> Path:
        """What parts a run has; a part that no manifest names does not exist."""
        return self.lake / "manifests"

    @property
    def versions(self) -> Path:
        """The published versions, each named by its run."""
        return self.root / "versions"

    @property
    def warehouse(self) -> Path:
        """The newest version under its public name."""
        return self.root / "warehouse.duckdb"

    @property
    def runs(self) -> Path:
        """What happened in each run."""
        return self.root / "runs"

    @property
    def quarantine(self) -> Path:
        """Raw copies of what could not be taken in."""
        return self.root / "quarantine"

    @property
    def raw(self) -> Path:
        """Bytes of items that cannot be read again."""
        return self.root / "raw"

    @property
    def lock(self) -> Path:
        """The file that the writer locks."""
        return self.root / ".lock"

    def run_folder(self, run_id: str) -> Path:
        """Where a run leaves its ``run.json`` and its report."""
        return self.runs / run_id

    def staging(self, run_id: str) -> Path:
        """What a run needs only until it has published; swept when the run was killed."""
        return self.run_folder(run_id) / "staging"

    def candidate(self, run_id: str) -> Path:
        """Where a run builds the warehouse file that it may publish."""
        return self.staging(run_id) / "candidate.duckdb"

    def version(self, run_id: str) -> Path:
        """The published version of a run."""
        return self.versions / f"{run_id}.duckdb"

    def prepare(self) -> None:
        """Makes the folders that are not there yet."""
        for folder in (self.manifests, self.versions, self.runs, self.quarantine, self.raw):
            folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def locked(home: Home, *, wait: bool = False) -> Iterator[None]:
    """Holds the writer's lock of a home folder.

    The kernel frees the lock when its holder dies, however it dies. A forked child would share it,
    so worker processes are spawned or come from a forkserver.

    Args:
        home: The home folder; its root is made when it is not there.
        wait: Whether to wait for another writer to finish.

    Raises:
        BusyError: Another process holds the lock, and ``wait`` is false.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise BusyError(str(home.root), _holder(descriptor)) from None
        since = datetime.now(UTC).isoformat(timespec="seconds")
        _rewrite(descriptor, json.dumps({"pid": os.getpid(), "since": since}))
        try:
            yield
        finally:
            _rewrite(descriptor, "")
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    try:
        record = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {record['pid']} since {record['since']}"
    except (ValueError, KeyError, TypeError):
        # The holder has the lock but has not written its name yet, or has just erased it.
        return "another process"


def _rewrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
