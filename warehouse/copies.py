"""Parts of a lake in an object store, copied to this machine once: DuckDB reads files.

A part never changes, so that a copy is good for ever: a run takes over the network what is new
since the run before. Deleting the copies costs nothing but taking them again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from warehouse.durable import write_whole
from warehouse.errors import PartError
from warehouse.parts import checksum

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.parts import Part

# Each holds a part in memory while it is checked.
_AT_A_TIME = 8
_WAY_OUT = "restore it, or run its sources again"


def local_files(home: Home, parts: Sequence[Part]) -> list[Path]:
    """The files of parts: where they lie, or else their copies; in the order of the parts.

    Raises:
        PartError: A part is missing, or not what its manifest says.
    """
    if home.lake.is_remote:
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            return list(pool.map(lambda part: _copied(home, part), parts))
    files = [home.lake.local(part.path) for part in parts]
    for file in files:
        if not file.is_file():
            raise PartError(f"{file} is missing; {_WAY_OUT}")
    return files


def copies_of(home: Home, part: Part) -> Path:
    """The folder of the copy of a part, if there is one."""
    return home.copies / part.path


def _copied(home: Home, part: Part) -> Path:
    # What lies there is by its place what the part is. Paths sort as those of the parts do, and
    # files are named as parts are: by both the lake tells which rows count.
    folder = copies_of(home, part)
    copy = folder / part.checksum / folder.name
    if copy.is_file():
        return copy
    place = home.lake.place(part.path)
    try:
        data = home.lake.read(part.path)
    except FileNotFoundError:
        raise PartError(f"{place} is missing; {_WAY_OUT}") from None
    if checksum(data) != part.checksum:
        raise PartError(f"{place} is damaged: its bytes have changed; {_WAY_OUT}")
    copy.parent.mkdir(parents=True, exist_ok=True)
    write_whole(copy, data)
    return copy
