"""Checks over whole tables, made on a candidate before it is published.

Some follow from the contracts: keys are unique, references are whole. The others are the ``.sql``
files of this folder: one SELECT of the keys that break the check, after a comment that says its
table, column, severity and meaning.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import duckdb

from expectations.contracts import Severity, identifier
from expectations.tables import TABLES
from warehouse.connection import bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expectations.contracts import Column, Table

_SAMPLE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Check:
    """A check: the SELECT of the keys that break it, and what that means.

    Args:
        check_id: ``table.column.check`` or ``table.check``.
        sql: Selects the keys that break it: all columns together name a row.
    """

    check_id: str
    table_name: str
    column_name: str | None
    severity: Severity
    meaning: str
    sql: str


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What one check found in a candidate.

    Args:
        unexpected_count: How many keys break it.
        row_count: How many rows the table has.
        sample: Some of those keys, sorted; the columns of a key are joined by ``/``.
        error: Why the check itself failed, where it did: then nothing is known of the data.
    """

    check_id: str
    table_name: str
    column_name: str | None
    meaning: str
    severity: Severity
    unexpected_count: int
    row_count: int
    sample: tuple[str, ...]
    error: str | None = None


def check_candidate(path: Path, *, memory_limit: str = "512MB") -> list[CheckFinding]:
    """What every check found in the file, those that found nothing included."""
    with closing(
        duckdb.connect(path, read_only=True, config=bounded(memory_limit, path))
    ) as connection:
        return [_run(connection, check) for check in all_checks()]


def all_checks() -> list[Check]:
    """Every check, those that follow from the contracts first."""
    derived = [check for table in TABLES.values() for check in _derived(table)]
    written = [_read(path) for path in sorted(Path(__file__).parent.glob("*.sql"))]
    return [*derived, *written]


def _derived(table: Table) -> Iterator[Check]:
    key = ", ".join(identifier(column) for column in table.key)
    name = identifier(table.name)
    yield Check(
        f"{table.name}.key_unique",
        table.name,
        table.key[0] if len(table.key) == 1 else None,
        "gate",
        f"No two rows have the same {' and '.join(table.key)}.",
        f"SELECT {key} FROM {name} GROUP BY {key} HAVING count(*) > 1",  # noqa: S608 ours
    )
    for column in table.columns:
        if column.references:
            yield _reference(table, column, column.references)


def _reference(table: Table, column: Column, references: str) -> Check:
    other_table, other_column = map(identifier, references.split("."))
    this, value = identifier(table.name), identifier(column.name)
    keys = ", ".join(f"this.{identifier(name)}" for name in table.key)
    return Check(
        f"{table.name}.{column.name}.reference_whole",
        table.name,
        column.name,
        # Where null is allowed the row can be understood without it.
        "warning" if column.nullable else "gate",
        f"Every {column.name} is in {references}.",
        f"SELECT {keys} FROM {this} AS this ANTI JOIN {other_table} AS other "  # noqa: S608 ours
        f"ON this.{value} = other.{other_column} WHERE this.{value} IS NOT NULL",
    )


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckFinding:
    unexpected, rows, error = 0, 0, None
    sample: tuple[str, ...] = ()
    try:
        rows = _number(connection, f"SELECT count(*) FROM {identifier(check.table_name)}")  # noqa: S608 ours
        unexpected = _number(connection, f"SELECT count(*) FROM ({check.sql})")  # noqa: S608 ours
        if unexpected:
            broken = f"SELECT * FROM ({check.sql}) ORDER BY ALL LIMIT {_SAMPLE_SIZE}"  # noqa: S608 ours
            found = connection.execute(broken).fetchall()
            sample = tuple("/".join(map(str, key)) for key in found)
    except duckdb.Error as failure:
        error = str(failure)
    return CheckFinding(
        check.check_id,
        check.table_name,
        check.column_name,
        check.meaning,
        check.severity,
        unexpected,
        rows,
        sample,
        error,
    )


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _read(path: Path) -> Check:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = list(takewhile(lambda line: line.startswith("-- "), lines))
    fields = dict(line.removeprefix("-- ").split(": ", 1) for line in header)
    severity = next((known for known in get_args(Severity) if known == fields["severity"]), None)
    if severity is None:
        raise ValueError(f"{path.name}: severity {fields['severity']!r} is not one of {Severity}")
    return Check(
        f"{fields['table']}.{path.stem}",
        fields["table"],
        fields.get("column"),
        severity,
        fields["meaning"],
        "\n".join(lines[len(header) :]).strip().rstrip(";"),
    )
