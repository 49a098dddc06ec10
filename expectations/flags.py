"""Evaluates checks: a boolean column each, by DuckDB over Arrow tables in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Self

from expectations.checks import ROW_NUMBER
from expectations.contracts import identifier
from expectations.text_functions import TEXT_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import duckdb
    import pyarrow as pa

    from expectations.checks import Check
    from expectations.contracts import Excerpt

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # A shard is checked in a worker, beside as many workers as there are cores.
    "threads": 1,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # A shard fits into memory; without this, one that does not would be written to ./.tmp.
    "temp_directory": "",
}
# What a row of another table is joined by, beside its document.
_ROW_OF = {
    "documents": ("document_id",),
    "passages": ("document_id", "passage_index"),
    "sentences": ("document_id", "sentence_index"),
}


@dataclass(frozen=True, slots=True)
class Flags:
    """A boolean column for each check that could be evaluated, and why the others could not.

    In ``columns`` null means that there was nothing to check in the row.
    """

    row_count: int
    columns: Mapping[str, pa.ChunkedArray]
    errors: Mapping[str, str]


@cache
def database() -> duckdb.DuckDBPyConnection:
    """This process's database in memory, of which every user takes a cursor: making one takes long.

    It knows the functions of the rules. What a cursor registers, only this cursor sees.
    """
    import duckdb
    from duckdb.func import FunctionNullHandling

    connection = duckdb.connect(":memory:", config=_SETTINGS)
    for name, (function, text_count) in TEXT_FUNCTIONS.items():
        connection.create_function(
            name,
            function,
            ["VARCHAR"] * text_count,
            "BOOLEAN",
            null_handling=FunctionNullHandling.SPECIAL,
        )
    return connection


class Rows:
    """The tables of a shard, as SQL sees them.

    Args:
        now: The time of the check, which rules see as ``$now``; without it, rules that need it
            find nothing to check.
    """

    def __init__(self, now: datetime | None = None) -> None:
        self._connection = database().cursor()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._now = now
        self._tables: dict[str, pa.Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def put(self, name: str, table: pa.Table) -> None:
        """Shows the table under that name, in place of one that was shown before."""
        import pyarrow as pa

        if self._tables.get(name) is table:
            return
        numbers = pa.arange(0, table.num_rows)
        self._connection.register(name, table.append_column(ROW_NUMBER, numbers))
        self._tables[name] = table

    def evaluate(self, table: str, checks: Sequence[Check]) -> Flags:
        """The flags of the table's rows, in their order, for the checks whose tables are there."""
        import duckdb

        checks = [check for check in checks if check.reads <= self._tables.keys()]
        columns: dict[str, pa.ChunkedArray] = {}
        errors: dict[str, str] = {}
        in_sql = [check for check in checks if check.excerpt is None]
        try:
            columns.update(self._select(table, in_sql))
        except duckdb.Error:
            # One of them is at fault: each by itself shows which.
            for check in in_sql:
                try:
                    columns.update(self._select(table, [check]))
                except duckdb.Error as error:
                    errors[check.id] = str(error).partition("\n")[0]
        for check in checks:
            if check.excerpt is not None:
                try:
                    columns[check.id] = self._cuts(table, check.excerpt)
                except KeyError as error:
                    errors[check.id] = f"no column {error}"
        return Flags(self._tables[table].num_rows, columns, errors)

    def _select(self, table: str, checks: Sequence[Check]) -> dict[str, pa.ChunkedArray]:
        if not checks:
            return {}
        read = frozenset[str]().union(*(check.reads for check in checks))
        columns = ",\n".join(f"({check.sql}) AS {identifier(check.id)}" for check in checks)
        name = identifier(table)
        joins = "".join(
            f"\nLEFT JOIN {identifier(other)} ON "
            + " AND ".join(f"{identifier(other)}.{c} = {name}.{c}" for c in keys)
            for other, keys in _ROW_OF.items()
            if other in read and other != table and self._has(table, keys)
        )
        sql = f"SELECT {columns}\nFROM {name}{joins}\nORDER BY {name}.{ROW_NUMBER}"
        parameters = {"now": self._now} if "$now" in columns else None
        found: pa.Table = self._connection.execute(sql, parameters).to_arrow_table()
        return dict(zip(found.column_names, found.columns, strict=True))

    def _has(self, table: str, columns: Iterable[str]) -> bool:
        return set(columns) <= set(self._tables[table].column_names)

    def _cuts(self, table: str, excerpt: Excerpt) -> pa.ChunkedArray:
        import pyarrow as pa

        documents, rows = self._tables["documents"], self._tables[table]
        names = ("document_id", excerpt.text, excerpt.start, excerpt.end)
        texts = dict(
            zip(*(documents[name].to_pylist() for name in ("document_id", "text")), strict=True)
        )
        flags = [
            None
            if text is None or start is None or end is None or document not in texts
            else 0 <= start < end and (texts[document] or "")[start:end] == text
            for document, text, start, end in zip(
                *(rows[name].to_pylist() for name in names), strict=True
            )
        ]
        return pa.chunked_array([pa.array(flags, pa.bool_())])
