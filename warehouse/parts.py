"""Parts: the immutable Parquet files of the lake, one a table and shard of a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.errors import PartError
from warehouse.storage import LAKE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from expectations.contracts import Table
    from warehouse.home import Home

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]*")
_ROWS_A_GROUP = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file of the lake.

    Args:
        table: The table whose rows it holds.
        path: Where it lies: ``lake/`` and its place there, with forward slashes.
        row_count: How many rows it holds.
        size_bytes: How large the file is.
        checksum: BLAKE2b of the file, 32 hexadecimal digits.
    """

    table: str
    path: str
    row_count: int
    size_bytes: int
    checksum: str


def write_part(home: Home, table: Table, run_id: str, shard: str, rows: pa.Table) -> Part:
    """Writes the rows of one shard, and returns the part that holds them.

    The same rows give the same bytes. A part that is there already is replaced as a whole.

    Args:
        home: The home folder.
        table: The contract that the rows keep: columns that may be null can be left out, and so
            can ``run_id``; the order of the columns does not matter.
        run_id: The run; every row belongs to it.
        shard: The name of the shard, unique in the run.
        rows: The rows, in the order in which the part holds them.

    Raises:
        PartError: A column is missing, unknown, of another type, null where it must not be, or
            holds text that is no Unicode.
    """
    for name in (run_id, shard):
        if not _NAME.fullmatch(name):
            raise PartError(f"{name!r} cannot be part of a file's name; use letters, digits, . _ -")
    # Fitted piece by piece: of a large corpus all rows at once are too much.
    pieces = (fit(table, run_id, piece) for piece in _row_groups(rows))
    data = _part_bytes(table.schema(), pieces)
    path = f"{LAKE}/{table.name}/run_id={run_id}/part-{shard}.parquet"
    home.lake.write(path, data)
    return Part(table.name, path, rows.num_rows, len(data), checksum(data))


def checksum(data: bytes) -> str:
    """The checksum of a part's bytes."""
    return blake2b(data, digest_size=16).hexdigest()


def _part_bytes(schema: pa.Schema, pieces: Iterable[pa.Table]) -> bytes:
    """The Parquet file of the rows, which come a row group at a time."""
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for piece in pieces:
            # One chunk a column: how the rows were put together must not show in the bytes.
            writer.write_table(piece.combine_chunks(), row_group_size=_ROWS_A_GROUP)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _row_groups(rows: pa.Table) -> Iterator[pa.Table]:
    if rows.num_rows <= _ROWS_A_GROUP:
        yield rows
        return
    for start in range(0, rows.num_rows, _ROWS_A_GROUP):
        yield rows.slice(start, _ROWS_A_GROUP)


def fit(table: Table, run_id: str, rows: pa.Table) -> pa.Table:
    """The rows in the schema that the contract gives a part."""
    schema = table.schema()
    _refuse_unknown_columns(table, rows)
    columns = [_fitted_column(table, field, run_id, rows) for field in schema]
    fitted = pa.Table.from_arrays(columns, schema=schema)
    try:
        fitted.validate(full=True)
    except pa.ArrowInvalid as error:
        raise PartError(f"table {table.name!r}: {error}") from error
    return fitted


def _refuse_unknown_columns(table: Table, rows: pa.Table) -> None:
    known = [column.name for column in table.part_columns]
    for name in rows.column_names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; it has {', '.join(known)}"
            raise PartError(f"column {name!r} is not in a part of table {table.name!r}{hint}")
    if len(set(rows.column_names)) != len(rows.column_names):
        raise PartError(f"table {table.name!r}: the rows have a column twice")


def _fitted_column(table: Table, field: pa.Field, run_id: str, rows: pa.Table) -> pa.ChunkedArray:
    where = f"table {table.name!r}, column {field.name!r}"
    if field.name not in rows.column_names:
        if field.name == "run_id":
            return pa.chunked_array([pa.repeat(run_id, rows.num_rows)], field.type)
        # A table without rows needs no columns: it may say that a snapshot is empty.
        if rows.num_rows and not field.nullable:
            raise PartError(f"{where} is missing, and every row needs it")
        return pa.chunked_array([pa.nulls(rows.num_rows, field.type)], field.type)
    column = rows.column(field.name)
    try:
        column = column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
        raise PartError(f"{where}: {column.type} does not fit {field.type}: {error}") from error
    if column.null_count and not field.nullable:
        raise PartError(f"{where} is null in {column.null_count} rows, and may not be")
    if field.name == "run_id" and set(column.unique().to_pylist()) - {run_id}:
        raise PartError(f"{where} names another run than {run_id!r}")
    return column
