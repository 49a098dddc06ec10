"""Faults of many kinds, planted one at a time: each is caught, by its expectation, in its rows."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from expectations.suites import check_ledger, check_rows, gate
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pyarrow as pa

    from expectations.suites import Checked

Row = dict[str, Any]
Rows = dict[str, list[Row]]
CONTRACTS = {**TABLES, **LINK_TABLES}


def _faults(*names: str) -> list[Any]:
    folder = Path(__file__).parent / "faults"
    return [
        pytest.param(fault, id=fault["name"].replace(" ", "_"))
        for name in names
        for fault in tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))["fault"]
    ]


def _key(table: str, row: Row) -> str:
    return "/".join("" if row[name] is None else str(row[name]) for name in CONTRACTS[table].key)


def _plant(fault: Row, rows: Rows) -> None:
    table = fault["table"]
    (row,) = [row for row in rows[table] if _key(table, row) == fault["row"]]
    for name, value in fault.get("set", {}).items():
        row[name] = Decimal(str(value)) if name.startswith("value") else value
    row.update(dict.fromkeys(fault.get("null", ()), None))
    if "append" in fault:
        row["text"] += fault["append"]
        row["character_count"] = len(row["text"])
    if "stretch" in fault:
        _stretch(row, rows, fault["stretch"])
    if fault.get("repeat"):
        rows[table].append(dict(row))


def _stretch(quote: Row, rows: Rows, length: int) -> None:
    (document,) = [d for d in rows["documents"] if d["document_id"] == quote["document_id"]]
    document["text"] += " and so on" * length
    document["character_count"] = len(document["text"])
    quote["end_offset"] = quote["start_offset"] + length
    quote["text"] = document["text"][quote["start_offset"] : quote["end_offset"]]


def _assert_caught(fault: Row, checked: Checked) -> None:
    failed = {result.expectation_id: result for result in checked.results if not result.success}
    assert not [result.error for result in checked.results if result.broken]
    assert set(failed) == {fault["caught_by"], *fault.get("also", ())}
    rejected = [row.row_key for row in checked.rejected if row.table_name == fault["table"]]
    assert rejected == fault.get("rejected", [])
    assert len(checked.rejected) - len(rejected) == fault.get("orphans", 0)
    assert checked.taken_along == fault.get("taken_along", {})
    if fault.get("rejected"):
        (row,) = [row for row in checked.rejected if row.table_name == fault["table"]]
        assert row.expectation_id == fault["caught_by"]
        assert failed[fault["caught_by"]].expectation in row.reason
    if "caught_rows" in fault:
        assert list(failed[fault["caught_by"]].sample) == fault["caught_rows"]


@pytest.mark.parametrize("fault", _faults("documents", "extracted"))
def test_fault_in_a_shard_is_caught(
    fault: Row,
    shard_rows: Rows,
    to_tables: Callable[[Rows], dict[str, pa.Table]],
    now: datetime,
) -> None:
    _plant(fault, shard_rows)
    given = to_tables(shard_rows)
    checked = check_rows(given, now)
    _assert_caught(fault, checked)
    for name, table in given.items():
        gone = sum(row.table_name == name for row in checked.rejected)
        left = checked.tables[name].num_rows + checked.taken_along.get(name, 0)
        assert left + gone == table.num_rows


@pytest.mark.parametrize("fault", _faults("ledger"))
def test_fault_in_links_and_ledger_is_caught(
    fault: Row,
    ledger_rows: Rows,
    to_tables: Callable[[Rows], dict[str, pa.Table]],
) -> None:
    _plant(fault, ledger_rows)
    checked = check_ledger(to_tables(ledger_rows))
    _assert_caught(fault, checked)
    assert gate(checked.results, 3, 0, 0.5).passed is not fault.get("gate", False)


def test_there_are_more_than_sixty_kinds_of_faults() -> None:
    faults = _faults("documents", "extracted", "ledger")
    assert len({param.values[0]["caught_by"] for param in faults}) >= 60
    assert len({param.id for param in faults}) == len(faults)
