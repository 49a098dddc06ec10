"""Rows on their way into Arrow: collected one by one, turned into columns at once."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa
    from _typeshed import DataclassInstance

    from expectations.contracts import Table


class Record(Protocol):
    """A named tuple."""

    @property
    def _fields(self) -> tuple[str, ...]: ...


# The fields of each kind of row: to ask every row for them takes longer than to copy it.
_FIELDS: dict[type, frozenset[str]] = {}


def _fields_of(row: DataclassInstance | Record) -> frozenset[str]:
    found = _FIELDS.get(type(row))
    if found is None:
        names = [f.name for f in fields(row)] if is_dataclass(row) else row._fields
        found = _FIELDS[type(row)] = frozenset(names)
    return found


class Rows:
    """Collects rows of a table of the contract, as its shard's part holds them.

    >>> from expectations.tables import TABLES
    >>> rows = Rows(TABLES["quality_metrics"])
    >>> rows.add(run_id="r", site="", metric="documents", value=5.0)
    >>> rows.table().to_pylist()
    [{'run_id': 'r', 'site': '', 'metric': 'documents', 'value': 5.0}]
    """

    def __init__(self, table: Table) -> None:
        self._schema = table.schema()
        self._columns: dict[str, list[object]] = {name: [] for name in self._schema.names}

    def add(self, row: DataclassInstance | Record | None = None, **values: object) -> None:
        """Adds a row: the fields of ``row`` that the table has, ``values``, and null."""
        read = frozenset() if row is None else _fields_of(row)
        for name, column in self._columns.items():
            if name in values:
                column.append(values[name])
            else:
                column.append(getattr(row, name) if name in read else None)

    def table(self) -> pa.Table:
        """The rows so far, by the schema of the contract."""
        import pyarrow as pa

        columns = [
            pa.array(column, field.type)
            for column, field in zip(self._columns.values(), self._schema, strict=True)
        ]
        return pa.Table.from_arrays(columns, schema=self._schema)
