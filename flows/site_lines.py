"""The stage between the passes over the shards: which lines are boilerplate of their site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from flows.cleaning import staged_items
from flows.memory import give_back
from flows.staging import write_tables
from transforms.clean.repeated import SITE_TEXT_COLUMNS, find_repeated_lines
from warehouse.lake import read_manifests
from warehouse.site_texts import site_texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flows.session import Session


def find_lines_of_sites(session: Session, by_shard: Mapping[str, frozenset[int]]) -> int:
    """Leaves for the workers which lines of the documents to load are boilerplate of their site.

    Returns:
        How many lines there are to cut.
    """
    if not by_shard:
        return 0
    staging = session.home.staging(session.run_id)
    documents = pa.concat_tables(
        _site_texts(staging / shard_id, row_indexes) for shard_id, row_indexes in by_shard.items()
    )
    sites = pc.unique(documents["site"].drop_null()).to_pylist()
    with site_texts(session.home, read_manifests(session.home), sites) as earlier:
        repeated = find_repeated_lines(documents, earlier)
    write_tables(staging, {"repeated_lines": repeated})
    count: int = repeated.num_rows
    del documents, repeated
    give_back()
    return count


def _site_texts(folder: Path, row_indexes: frozenset[int]) -> pa.Table:
    """What is known of the articles of a shard whose lines are counted; of the others no text."""
    documents = staged_items(folder, "documents", row_indexes).select(SITE_TEXT_COLUMNS)
    counted = pc.not_equal(documents["extractor"], "none")
    texts = pc.if_else(counted, documents["text"], pa.scalar(None, pa.string()))
    return documents.set_column(documents.schema.get_field_index("text"), "text", texts)
