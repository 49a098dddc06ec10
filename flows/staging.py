"""What the stages of a run leave for one another: Arrow tables in the run's staging folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

REJECTED = pa.schema(
    [
        (name, pa.string())
        for name in (
            "table_name",
            "row_key",
            "document_id",
            "expectation_id",
            "reason",
            "payload",
        )
    ]
)
"""The rows of a shard that broke their contract."""


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Leaves the tables in the folder, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        aside = folder / f".{name}.arrow"
        with pa.OSFile(str(aside), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        aside.replace(folder / f"{name}.arrow")


def read_staged(folder: Path, name: str) -> pa.Table:
    """A table that was left in the folder."""
    with pa.memory_map(str(folder / f"{name}.arrow")) as file:
        return pa.ipc.open_file(file).read_all()


def staged_size(folder: Path, name: str) -> int:
    """The bytes of a table that was left in the folder."""
    return (folder / f"{name}.arrow").stat().st_size


def read_all_staged(folders: Iterable[Path], name: str, schema: pa.Schema) -> pa.Table:
    """A table that was left in each of the folders, as one; empty where there is no folder."""
    return pa.concat_tables(
        [schema.empty_table(), *(read_staged(folder, name) for folder in folders)]
    )
