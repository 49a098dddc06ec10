"""How every DuckDB connection is set up: nothing is downloaded, and memory has a bound."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Config = dict[str, str | bool | int | float | list[str]]
"""What ``duckdb.connect`` takes as ``config``."""


OFFLINE: Config = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
"""Settings under which DuckDB never looks for an extension on the network."""


_MOST_THREADS = 4


def bounded(memory_limit: str, file: Path) -> Config:
    """Offline settings, and what does not fit into memory goes to a folder beside the file."""
    return OFFLINE | {
        "memory_limit": memory_limit,
        "temp_directory": str(spill_folder(file)),
        # Each thread needs its share of the memory.
        "threads": min(os.cpu_count() or 1, _MOST_THREADS),
    }


def spill_folder(file: Path) -> Path:
    """The folder beside a file for what does not fit into memory."""
    return file.with_name(f"{file.name}.spill")
