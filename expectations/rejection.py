"""Takes bad rows out, and with them what belongs to them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from expectations.results import RejectedRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from expectations.checks import Check
    from expectations.contracts import Reference, Table

_PAYLOAD_TEXT = 1_000
"""How much of a long text goes into the payload of a rejected row, in characters."""


class Gone:
    """The rows that were taken out, by the columns that other rows name them by."""

    def __init__(self) -> None:
        self._tables: dict[str, tuple[pa.Table, pa.Table]] = {}
        self._keys: dict[tuple[str, tuple[str, ...]], set[tuple[object, ...]]] = {}

    def note(self, name: str, given: pa.Table, kept: pa.Table) -> None:
        """Remembers that of the rows given only some were kept."""
        if kept.num_rows < given.num_rows:
            self._tables[name] = (given, kept)

    def follow(self, table: Table, rows: pa.Table) -> pa.Table:
        """The rows without those that belong to a row that is gone.

        A reference to it that may be empty is emptied instead.
        """
        for reference in table.references:
            keys = self._gone(reference)
            if not keys or not set(reference.columns) <= set(rows.column_names):
                continue
            lost = [key in keys for key in _keys(rows, reference.columns)]
            if not any(lost):
                continue
            rows = _emptied(rows, reference, lost) if reference.nullable else _without(rows, lost)
        return rows

    def _gone(self, reference: Reference) -> set[tuple[object, ...]]:
        if reference.table not in self._tables:
            return set()
        known = (reference.table, reference.table_columns)
        if known not in self._keys:
            given, kept = self._tables[reference.table]
            # A repeated key is gone only where no row with it is left.
            self._keys[known] = set(_keys(given, reference.table_columns)) - set(
                _keys(kept, reference.table_columns)
            )
        return self._keys[known]


def without_positions(rows: pa.Table, positions: Mapping[int, object]) -> pa.Table:
    """The rows but those at the positions."""
    if not positions:
        return rows
    return _without(rows, [position in positions for position in range(rows.num_rows)])


def rejected_rows(
    table: Table, rows: pa.Table, broken: Mapping[int, Sequence[Check]]
) -> list[RejectedRow]:
    """A record of each row that broke checks, given by its position, in the order of the rows."""
    positions = sorted(broken)
    keys = row_keys(table, rows, positions)
    seen: Counter[str] = Counter()
    found = []
    for position, key in zip(positions, keys, strict=True):
        seen[key] += 1
        row = rows.slice(position, 1).to_pylist()[0]
        document_id = row.get("document_id")
        found.append(
            RejectedRow(
                table_name=table.name,
                row_key=key if seen[key] == 1 else f"{key}~{seen[key]}",
                document_id=None if document_id is None else str(document_id),
                expectation_id=broken[position][0].id,
                reason=" ".join(check.meaning for check in broken[position]),
                payload=_payload(row),
            )
        )
    return found


def row_keys(table: Table, rows: pa.Table, positions: Sequence[int]) -> list[str]:
    """The keys of the rows at the positions, as texts; an empty part of a key is empty."""
    import pyarrow as pa

    names = [name for name in table.key if name in rows.column_names]
    taken = rows.select(names).take(pa.array(positions, pa.int64()))
    return ["/".join("" if v is None else str(v) for v in row) for row in _keys(taken, names)]


def _keys(rows: pa.Table, columns: Sequence[str]) -> list[tuple[object, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in columns), strict=True))


def _without(rows: pa.Table, lost: Sequence[bool]) -> pa.Table:
    import pyarrow as pa

    return rows.filter(pa.array([not gone for gone in lost], pa.bool_()))


def _emptied(rows: pa.Table, reference: Reference, lost: Sequence[bool]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = pa.array(lost, pa.bool_())
    for name in reference.columns:
        position = rows.column_names.index(name)
        field = rows.schema.field(position)
        emptied = pc.if_else(mask, pa.scalar(None, field.type), rows[name])
        rows = rows.set_column(position, field, emptied)
    return rows


def _payload(row: Mapping[str, object]) -> str:
    shown = {
        name: value[:_PAYLOAD_TEXT] + "…"
        if isinstance(value, str) and len(value) > _PAYLOAD_TEXT
        else value
        for name, value in row.items()
    }
    return json.dumps(shown, default=str, ensure_ascii=False)
