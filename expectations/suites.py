"""Runs the checks: contract -> Great Expectations suite -> rows that may be written."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from expectations import gx
from expectations.checks import Check, table_checks
from expectations.findings import CheckFinding, check_findings
from expectations.flags import Flags, Rows
from expectations.gate import GateVerdict, gate
from expectations.rejection import Gone, rejected_rows, row_keys, without_positions
from expectations.results import (
    SAMPLE_SIZE,
    VALUES_SIZE,
    Checked,
    CheckResult,
    RejectedRow,
    merge_results,
    result_rows,
    smallest,
)
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from expectations.contracts import Layer, Table

__all__ = [
    "CheckFinding",
    "CheckResult",
    "Checked",
    "GateVerdict",
    "RejectedRow",
    "check_findings",
    "check_ledger",
    "check_rows",
    "gate",
    "merge_results",
    "preload",
    "result_rows",
]

_VALUE_TEXT = 60
_CONTRACTS = {**TABLES, **LINK_TABLES}


def check_rows(tables: Mapping[str, pa.Table], now: datetime | None = None) -> Checked:
    """The rows of one shard that keep their contracts, and those that do not.

    Args:
        tables: All tables of the shard by name, ``documents`` among them.
        now: The time that dates of publication may not lie after; without it that is not checked.

    A row that breaks an expectation of severity ``error`` is rejected. What belongs to a rejected
    row goes along with it: the mentions of a document, say. A reference that may be empty is
    emptied where it names a rejected row.
    """
    return _check(tables, "shard", now)


def check_ledger(tables: Mapping[str, pa.Table]) -> Checked:
    """The same for what linking and the ledger of a run wrote.

    Rows of link tables that break their contract are rejected; rows of the ledger stay, because
    without them items would be unaccounted for, and the gate stops the publish. References to
    tables that are not given are left to the checks of the candidate warehouse.
    """
    links = _check(tables, "link", None)
    ledger = _check(tables, "ledger", None)
    kept = [replace(result, scope="ledger") for result in ledger.results]
    return replace(links, results=(*links.results, *kept))


def preload() -> None:
    """Imports what the checks need and builds the suites, for forks of this process to have.

    Leaves no thread behind, which a fork would lose.
    """
    shard = {table.name: table for table in _tables_of("shard")}
    gx.preload({name: possible_checks(table, shard) for name, table in shard.items()})


def possible_checks(table: Table, given: Collection[str]) -> tuple[Check, ...]:
    """The checks of the table that read no other tables than those given."""
    return tuple(check for check in table_checks(table) if check.reads <= set(given))


def _check(tables: Mapping[str, pa.Table], layer: Layer, now: datetime | None) -> Checked:
    kept = dict(tables)
    rejected: list[RejectedRow] = []
    results: list[CheckResult] = []
    taken_along: Counter[str] = Counter()
    gone = Gone()
    with Rows(now) as rows:
        for name, given in tables.items():
            rows.put(name, given)
        for table in _parents_first([t for t in _tables_of(layer) if t.name in tables]):
            name = table.name
            remaining = gone.follow(table, tables[name])
            taken_along[name] = tables[name].num_rows - remaining.num_rows
            rows.put(name, remaining)
            broken, found = _validate(table, rows, remaining, tables.keys())
            results += found
            if layer == "ledger":
                continue
            rejected += rejected_rows(table, remaining, broken)
            kept[name] = without_positions(remaining, broken)
            rows.put(name, kept[name])
            gone.note(name, tables[name], kept[name])
    return Checked(kept, tuple(rejected), tuple(results), +taken_along)


def _tables_of(layer: Layer) -> list[Table]:
    return [table for table in _CONTRACTS.values() if table.layer == layer]


def _parents_first(tables: Sequence[Table]) -> list[Table]:
    """The tables in an order in which what is referred to comes before what refers to it."""
    by_name = {table.name: table for table in tables}
    graph = {
        table.name: [r.table for r in table.references if r.table in by_name] for table in tables
    }
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def _validate(
    table: Table, rows: Rows, given: pa.Table, tables: Collection[str]
) -> tuple[dict[int, list[Check]], list[CheckResult]]:
    """The checks of severity error that each bad row broke, by position; and all results."""
    if not given.num_rows:
        return {}, []
    checks = possible_checks(table, tables)
    flags = rows.evaluate(table.name, checks)
    outcomes = gx.validate_rows(table.name, checks, flags)
    broken: dict[int, list[Check]] = defaultdict(list)
    for check in checks:
        if check.severity == "error":
            for position in outcomes[check.id].positions:
                broken[position].append(check)
    return broken, [_result(table, given, check, flags, outcomes[check.id]) for check in checks]


def _result(
    table: Table, given: pa.Table, check: Check, flags: Flags, outcome: gx.Outcome
) -> CheckResult:
    bad = outcome.positions
    flag = flags.columns.get(check.id)
    return CheckResult(
        expectation_id=check.id,
        table_name=check.table_name,
        expectation=check.meaning,
        column_name=check.column_name,
        severity=check.severity,
        checked_count=0 if flag is None else flags.row_count - flag.null_count,
        unexpected_count=len(bad),
        sample=smallest(row_keys(table, given, bad), SAMPLE_SIZE) if bad else (),
        values=_values(given, check.column_name, bad),
        mostly=check.mostly,
        broken=outcome.error is not None,
        error=outcome.error,
    )


def _values(given: pa.Table, column: str | None, positions: Sequence[int]) -> tuple[str, ...]:
    if column is None or not positions or column not in given.column_names:
        return ()
    import pyarrow as pa

    values = given[column].take(pa.array(positions, pa.int64())).to_pylist()
    shown = {repr(value)[:_VALUE_TEXT] for value in values if value is not None}
    return smallest(shown, VALUES_SIZE)
