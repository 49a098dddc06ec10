"""What the lake holds of the articles of some sites: a run compares its own with them."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.connection import OFFLINE
from warehouse.selection import attach_lake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import pyarrow as pa

    from warehouse.home import Home
    from warehouse.manifests import Manifest

_SELECT = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")


@contextmanager
def site_texts(
    home: Home, manifests: Sequence[Manifest], sites: Collection[str]
) -> Iterator[pa.RecordBatchReader]:
    """The texts of the articles of the sites, and of those whose site is not known, as a stream.

    Args:
        home: The home folder.
        manifests: The runs.
        sites: The sites wanted.

    Raises:
        PartError: A part is missing.
    """
    with duckdb.connect(config=OFFLINE) as connection:
        attach_lake(connection, home, manifests, [_SELECT])
        yield connection.execute(_SELECT, {"sites": sorted(sites)}).to_arrow_reader()
