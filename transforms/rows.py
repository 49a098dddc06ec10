"""Rows on their way into Arrow: collected one by one, turned into columns at once."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    from _typeshed import DataclassInstance

    from expectations.contracts import Table


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

    def add(self, row: DataclassInstance | None = None, **values: object) -> None:
        """Adds a row: the fields of ``row`` that the table has, ``values``, and null."""
        named = values
        if row is not None:
            named = {f.name: getattr(row, f.name) for f in fields(row)} | values
        for name, column in self._columns.items():
            column.append(named.get(name))

    def table(self) -> pa.Table:
        """The rows so far, by the schema of the contract."""
        import pyarrow as pa

        columns = [
            pa.array(column, field.type)
            for column, field in zip(self._columns.values(), self._schema, strict=True)
        ]
        return pa.Table.from_arrays(columns, schema=self._schema)
