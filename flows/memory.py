"""How the process handles its memory: when it looks for garbage, and what it gives back."""

from __future__ import annotations

import ctypes
import gc
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLLECTED_AFTER = 50_000

# Of the C library of GNU (malloc.h); others have none of it, and nothing is done.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGE_BYTES = 256 * 1024


@contextmanager
def rare_collection() -> Iterator[None]:
    """Within it garbage is looked for rarely: most objects are many, and live, and no cycles."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def free_early() -> None:
    """Has large pieces of memory go back to the system as soon as they are freed, from now on.

    Left to themselves the allocators keep what was freed for later: after linking that is as much
    again as the process needs, just when DuckDB wants its share.
    """
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_TRIM_THRESHOLD, 4 * _LARGE_BYTES)


def give_back() -> None:
    """Gives back all that was freed so far."""
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
