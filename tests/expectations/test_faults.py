"""Faults of many kinds: each is caught, by its expectation, and just its own rows go.

Every fault is planted in a copy of a valid shard; all copies are checked together, as one shard.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from expectations.suites import check_ledger, check_rows
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import pyarrow as pa

    from expectations.suites import Checked, RejectedRow

Row = dict[str, Any]
Rows = dict[str, list[Row]]
CONTRACTS = {**TABLES, **LINK_TABLES}


@cache
def _faults(*names: str) -> list[Row]:
    folder = Path(__file__).parent / "faults"
    return [
        fault
        for name in names
        for fault in tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))["fault"]
    ]


SHARD_FAULTS, LEDGER_FAULTS = _faults("documents", "extracted"), _faults("ledger")


def _marked(value: Any, copy: int) -> Any:  # noqa: ANN401 -- any value of a row
    """The value with its ids made those of the copy: the document a…a is 007a…a, m1 is m1.007."""
    if isinstance(value, str):
        value = re.sub(r"\b([abc])\1{2}(\1{17})\b", rf"{copy:03}\2", value)
        return re.sub(r"(?<![^/])([a-z]\d|in\.jsonl)(?![^/])", rf"\1.{copy:03}", value)
    if isinstance(value, list):
        return [_marked(one, copy) for one in value]
    if isinstance(value, dict):
        return {name: _marked(one, copy) for name, one in value.items()}
    return value


def _copy_of(text: str) -> int | None:
    """The copy that a row or a key belongs to."""
    found = re.search(r"\b(\d{3})[abc]{17}|\.(\d{3})\b", text)
    return int(found[1] or found[2]) if found else None


def _plant(fault: Row, rows: Rows) -> None:
    table = fault["table"]
    key = CONTRACTS[table].key
    (row,) = [row for row in rows[table] if "/".join(str(row[n]) for n in key) == fault["row"]]
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


def _planted(faults: list[Row], valid: Rows) -> Rows:
    together: Rows = {name: [] for name in valid}
    for copy, fault in enumerate(faults):
        rows = {name: _marked(table_rows, copy) for name, table_rows in valid.items()}
        _plant(_marked(fault, copy), rows)
        for name, table_rows in rows.items():
            together[name] += table_rows
    return together


@dataclass(frozen=True)
class Trial:
    """What checking gave, and how many rows of each copy and table there were before and after."""

    checked: Checked
    given: Counter[tuple[int | None, str]]
    kept: Counter[tuple[int | None, str]]


def _trial(given: Rows, checked: Checked) -> Trial:
    kept = {name: table.to_pylist() for name, table in checked.tables.items()}
    return Trial(checked, _row_counts(given), _row_counts(kept))


def _row_counts(tables: Rows) -> Counter[tuple[int | None, str]]:
    return Counter((_copy_of(str(row)), name) for name, rows in tables.items() for row in rows)


@pytest.fixture(scope="module")
def shard(
    valid_shard: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]], now: datetime
) -> Trial:
    """The shard with all faults in it, checked."""
    rows = _planted(SHARD_FAULTS, valid_shard)
    return _trial(rows, check_rows(to_tables(rows), now))


@pytest.fixture(scope="module")
def ledger(valid_ledger: Rows, to_tables: Callable[[Rows], dict[str, pa.Table]]) -> Trial:
    """The ledger with all faults in it, checked."""
    rows = _planted(LEDGER_FAULTS, valid_ledger)
    return _trial(rows, check_ledger(to_tables(rows)))


def _assert_caught(copy: int, fault: Row, trial: Trial) -> None:
    fault, checked = _marked(fault, copy), trial.checked
    caught = {
        result.expectation_id: [
            key
            for key in result.sample
            if _copy_of(key) == copy or key in fault.get("rejected", ())
        ]
        for result in checked.results
    }
    keys = fault.get("rejected") or fault.get("caught_rows") or [fault["row"]]
    assert caught[fault["caught_by"]] == keys
    assert {name for name, keys in caught.items() if keys} == {
        fault["caught_by"],
        *fault.get("also", ()),
    }
    rejected = [row for row in checked.rejected if _copy_of(row.payload) == copy]
    of_table = [row for row in rejected if row.table_name == fault["table"]]
    assert [row.row_key for row in of_table] == fault.get("rejected", [])
    assert len(rejected) - len(of_table) == fault.get("orphans", 0)
    assert {row.expectation_id for row in of_table} <= {fault["caught_by"]}
    assert _taken_along(copy, trial, rejected) == fault.get("taken_along", {})


def _taken_along(copy: int, trial: Trial, rejected: list[RejectedRow]) -> dict[str, int]:
    tables = {table for of_copy, table in trial.given if of_copy == copy}
    gone = Counter({table: trial.given[copy, table] - trial.kept[copy, table] for table in tables})
    return dict(gone - Counter(row.table_name for row in rejected))


@pytest.mark.parametrize(
    ("copy", "fault"), list(enumerate(SHARD_FAULTS)), ids=[f["name"] for f in SHARD_FAULTS]
)
def test_fault_in_a_shard_is_caught(copy: int, fault: Row, shard: Trial) -> None:
    _assert_caught(copy, fault, shard)


@pytest.mark.parametrize(
    ("copy", "fault"), list(enumerate(LEDGER_FAULTS)), ids=[f["name"] for f in LEDGER_FAULTS]
)
def test_fault_in_links_and_ledger_is_caught(copy: int, fault: Row, ledger: Trial) -> None:
    _assert_caught(copy, fault, ledger)
    (result,) = [r for r in ledger.checked.results if r.expectation_id == fault["caught_by"]]
    stops = result.severity == "gate" or (result.severity, result.scope) == ("error", "ledger")
    assert stops is fault.get("gate", False)


def test_there_are_more_than_sixty_kinds_of_faults() -> None:
    faults = [*SHARD_FAULTS, *LEDGER_FAULTS]
    assert len({fault["caught_by"] for fault in faults}) >= 100
    assert len({fault["name"] for fault in faults}) == len(faults)


def test_no_check_broke_and_rows_kept_rejected_and_taken_along_are_the_rows_given(
    shard: Trial, ledger: Trial
) -> None:
    for trial in (shard, ledger):
        checked = trial.checked
        assert [result.error for result in checked.results if result.broken] == []
        given: Counter[str] = Counter()
        for (_, table), count in trial.given.items():
            given[table] += count
        for table, count in given.items():
            rejected = sum(row.table_name == table for row in checked.rejected)
            left = checked.tables[table].num_rows + checked.taken_along.get(table, 0)
            assert left + rejected == count
