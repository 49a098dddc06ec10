"""Rows on their way into Arrow: collected one by one, turned into columns at once."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    import pyarrow as pa
    from _typeshed import DataclassInstance

    from expectations.contracts import Table

    Append = Callable[[object], None]


class Record(Protocol):
    """A named tuple."""

    @property
    def _fields(self) -> tuple[str, ...]: ...


class _Plan(NamedTuple):
    """Which column takes what of a kind of row: its fields, what is given beside it, null."""

    fields: list[tuple[Append, str]]
    given: list[tuple[Append, str]]
    missing: list[Append]


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
        self._packed: list[pa.RecordBatch] = []
        # To ask every row for its fields would take longer than to copy it.
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def add(self, row: DataclassInstance | Record | None = None, **values: object) -> None:
        """Adds a row: the fields of ``row`` that the table has, ``values``, and null."""
        kind = (type(row), *values)
        plan = self._plans.get(kind)
        if plan is None:
            plan = self._plans[kind] = self._plan(row, values)
        for append, name in plan.fields:
            append(getattr(row, name))
        for append, name in plan.given:
            append(values[name])
        for append in plan.missing:
            append(None)

    def _plan(self, row: DataclassInstance | Record | None, values: Collection[str]) -> _Plan:
        names = () if row is None else _field_names(row)
        columns = {name: column.append for name, column in self._columns.items()}
        return _Plan(
            [(columns[name], name) for name in names if name in columns and name not in values],
            [(columns[name], name) for name in values if name in columns],
            [append for name, append in columns.items() if name not in {*names, *values}],
        )

    def pack(self) -> None:
        """Turns what was collected since the last time into Arrow, which takes far less room."""
        import pyarrow as pa

        columns = [
            pa.array(column, field.type)
            for column, field in zip(self._columns.values(), self._schema, strict=True)
        ]
        self._packed.append(pa.RecordBatch.from_arrays(columns, schema=self._schema))
        for column in self._columns.values():
            column.clear()

    def table(self) -> pa.Table:
        """The rows so far, by the schema of the contract."""
        import pyarrow as pa

        self.pack()
        return pa.Table.from_batches(self._packed, self._schema).combine_chunks()


def _field_names(row: DataclassInstance | Record) -> tuple[str, ...]:
    if is_dataclass(row):
        return tuple(field.name for field in fields(row))
    return row._fields
