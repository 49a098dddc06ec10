"""What takes long to make and is the same for all runs: kept in the user's cache folder."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Made = TypeVar("Made")

# A file that is not there, or is not what was written.
_UNREADABLE = (OSError, pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError)


def cache_folder() -> Path:
    """Where it is; what is in it may be deleted at any time."""
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "newsmill"


def kept(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, or gave to an earlier process; ``name`` tells one from another."""
    path = cache_folder() / name
    with suppress(*_UNREADABLE):
        found: Made = pickle.loads(path.read_bytes())  # noqa: S301  the user's own file
        return found
    made = make()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(pickle.dumps(made))
        aside.replace(path)
    return made
