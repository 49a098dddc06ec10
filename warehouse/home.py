"""The home folder: where everything lies, and the lock that admits one writer at a time."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from warehouse.durable import write_whole
from warehouse.errors import BusyError, OtherLakeError
from warehouse.storage import MANIFESTS, Lake

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The places of one home folder.

    Args:
        root: The home folder.
        lake_address: Where its lake lies, if not in the home folder.

    >>> from pathlib import Path
    >>> Home(Path("newsmill-data")).staging("20250517T093000-1f").as_posix()
    'newsmill-data/runs/20250517T093000-1f/staging'
    """

    root: Path
    lake_address: str | None = None

    @property
    def lake(self) -> Lake:
        """Parquet parts, immutable, and the manifests that name them."""
        return Lake(self.lake_address or str(self.root / "lake"))

    @property
    def lake_note(self) -> Path:
        """The file that says where the lake lies, if not in the home folder."""
        return self.root / "lake.address"

    @property
    def copies(self) -> Path:
        """Copies of the parts of a lake that lies in an object store; may be deleted."""
        return self.root / "copies"

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
        """Makes the folders that are not there yet, and notes where the lake lies.

        Raises:
            LakeError: The lake cannot be reached.
        """
        self.lake.prepare()
        for folder in (self.versions, self.runs, self.quarantine, self.raw):
            folder.mkdir(parents=True, exist_ok=True)
        if self.lake_address is None:
            self.lake_note.unlink(missing_ok=True)
        elif _noted(self) != self.lake_address:
            write_whole(self.lake_note, f"{self.lake_address}\n".encode())


def find_home(root: Path, lake: str | None = None) -> Home:
    """A home folder with its lake: the one it was begun with, or the one that is asked for.

    Args:
        root: The home folder.
        lake: The address that is asked for; None for the one that it was begun with, which is a
            folder in the home where nothing was said.

    Raises:
        OtherLakeError: It was begun with another lake, and has runs in it.
    """
    own = Home(root)
    manifests = any(own.lake.sizes(MANIFESTS))
    begun = _noted(own) or (own.lake.address if manifests else None)
    asked = lake or begun or own.lake.address
    has_runs = manifests or (own.runs.is_dir() and any(own.runs.iterdir()))
    if begun and has_runs and str(Lake(begun)) != str(Lake(asked)):
        raise OtherLakeError(
            str(Lake(asked)),
            f"the runs of {root} are in another one, {Lake(begun)}",
            "leave the setting 'lake' (--lake) as it was, or name another home folder with --home"
            f"; to move the lake, copy all of it, then write its address into {own.lake_note}",
        )
    return Home(root, asked if asked != own.lake.address else None)


def _noted(home: Home) -> str | None:
    try:
        return home.lake_note.read_text("utf-8").strip()
    except FileNotFoundError:
        return None


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
