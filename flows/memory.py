"""Memory that the process has freed goes back to the system.

Left to themselves the allocators keep what was freed for later: after linking that is as much
again as the process needs, just when DuckDB wants its share.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

import pyarrow as pa

# Of the C library of GNU (malloc.h); others have none of it, and nothing is done.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGE_BYTES = 256 * 1024


def free_early() -> None:
    """Has large pieces of memory go back as soon as they are freed, from now on."""
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _LARGE_BYTES)
        library.mallopt(_TRIM_THRESHOLD, 4 * _LARGE_BYTES)


def give_back() -> None:
    """Gives back all that was freed so far."""
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
