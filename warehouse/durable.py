"""Files that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TEMPORARY = ".tmp"
"""The suffix of a file that is still being written; sweeping removes what has it."""


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file aside and renames it into place.

    The rename survives a power cut once ``sync_folder`` has run on the file's folder.
    """
    # Two may write the same part: a worker that was given up and is still alive, or two stages that
    # both fetch it from an object store.
    writer = f"{os.getpid()}-{threading.get_ident()}"
    aside = path.with_name(f"{path.name}.{writer}{TEMPORARY}")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def sync_file(path: Path) -> None:
    """Has the bytes of a file on disk when it returns."""
    _sync(path)


def sync_folder(path: Path) -> None:
    """Has the names in a folder on disk when it returns."""
    _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
