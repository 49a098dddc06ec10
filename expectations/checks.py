"""The checks that follow from a contract, each as a boolean SQL expression over the row.

>>> from expectations.tables import TABLES
>>> from expectations.tables.links import LINK_TABLES
>>> [check.id for check in table_checks(TABLES["story_aliases"])][:2]
['story_aliases.old_story_id.not_null', 'story_aliases.story_id.not_null']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from expectations.contracts import Column, Reference, Type, identifier, literal
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from expectations.contracts import Excerpt, Severity, Table

ROW_NUMBER = "row_number_in_shard"
"""The column that the rows are numbered by while they are checked, from 0."""

_QUALIFIER = re.compile(r"\b([a-z_]+)\.[a-z_]")
_SOURCE = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)")
_STRING = re.compile(r"'(?:[^']|'')*'")


@dataclass(frozen=True, slots=True)
class Check:
    """One expectation: what holds, of which rows, and the SQL that says whether it does.

    Args:
        id: ``table.column.check`` or ``table.rule``.
        sql: True where it holds, false where it does not, null where there is nothing to check.
            Columns are qualified by their table's name; ``documents`` is the row's own document.
        reads: The tables that the expression reads.
        mostly: The share of the rows for which it has to hold.
        excerpt: The columns, where the check is that offsets cut a text.
    """

    id: str
    table_name: str
    column_name: str | None
    meaning: str
    severity: Severity
    sql: str
    reads: frozenset[str]
    mostly: float = 1.0
    excerpt: Excerpt | None = None


@cache
def table_checks(table: Table) -> tuple[Check, ...]:
    """All checks of the table's part columns and rules, the most basic ones first."""
    return (
        *(c for column in table.part_columns for c in _column_checks(table, column)),
        _key_check(table),
        *(_reference_check(table, reference) for reference in table.references),
        *(
            Check(
                id=f"{table.name}.{rule.name}",
                table_name=table.name,
                column_name=None,
                meaning=rule.meaning,
                severity=rule.severity,
                sql=rule.sql,
                reads=tables_read(rule.sql),
                mostly=rule.mostly,
                excerpt=rule.excerpt,
            )
            for rule in table.rules
        ),
    )


def tables_read(sql: str) -> frozenset[str]:
    """The tables that an expression names, as qualifiers of columns or after FROM and JOIN.

    Names that are no table's are aliases.

    >>> sorted(tables_read("quotes.text <> '' AND documents.language = 'en'"))
    ['documents', 'quotes']
    """
    code = _STRING.sub("''", sql)
    return frozenset(
        (TABLES.keys() | LINK_TABLES.keys()) & {*_QUALIFIER.findall(code), *_SOURCE.findall(code)}
    )


def _column_checks(table: Table, column: Column) -> Iterator[Check]:
    name = f"{identifier(table.name)}.{identifier(column.name)}"
    if not column.nullable:
        yield _of_column(table, column, "not_null", f"{name} IS NOT NULL", "is never empty")
    if column.values:
        listed = ", ".join(literal(value) for value in column.values)
        meaning = f"is one of {', '.join(column.values)}"
        yield _of_column(table, column, "in_set", f"{name} IN ({listed})", meaning)
    for bound, word, sign in (("minimum", "least", ">="), ("maximum", "most", "<=")):
        limit: float | str | None = getattr(column, bound)
        if limit is not None:
            shown = limit if isinstance(limit, str) else f"{limit:,.12g}"
            sql = f"{name} {sign} {_bound(limit, column.type)}"
            yield _of_column(table, column, bound, sql, f"is at {word} {shown}")
    if column.pattern:
        sql = f"regexp_full_match({name}, {literal(column.pattern)})"
        yield _of_column(table, column, "pattern", sql, f"looks like {column.pattern}")


def _bound(limit: float | str, type_: Type) -> str:
    if isinstance(limit, str):
        return f"{literal(limit)}::{type_.value}"
    return repr(limit)


def _of_column(table: Table, column: Column, check: str, sql: str, meaning: str) -> Check:
    return Check(
        id=f"{table.name}.{column.name}.{check}",
        table_name=table.name,
        column_name=column.name,
        meaning=f"{column.name} {meaning}.",
        severity="error",
        sql=sql,
        reads=frozenset({table.name}),
    )


def _key_check(table: Table) -> Check:
    keys = [f"{identifier(table.name)}.{identifier(name)}" for name in table.key]
    known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    order = f"{identifier(table.name)}.{ROW_NUMBER}"
    rows = f"row_number() OVER (PARTITION BY {', '.join(keys)} ORDER BY {order})"
    return Check(
        id=f"{table.name}.{'_'.join(table.key)}.unique",
        table_name=table.name,
        column_name=table.key[0] if len(table.key) == 1 else None,
        meaning=f"No earlier row has the same {' and '.join(table.key)}.",
        severity="error",
        sql=f"CASE WHEN {known} THEN {rows} = 1 END",
        reads=frozenset({table.name}),
    )


def _reference_check(table: Table, reference: Reference) -> Check:
    columns = [f"{identifier(table.name)}.{identifier(name)}" for name in reference.columns]
    targets = [identifier(name) for name in reference.table_columns]
    # Without these conditions a null on either side would make the answer null: nothing to see.
    known, whole = (" AND ".join(f"{c} IS NOT NULL" for c in names) for names in (columns, targets))
    verb = "names" if len(columns) == 1 else "name"
    return Check(
        id=f"{table.name}.{reference.columns[-1]}.exists",
        table_name=table.name,
        column_name=reference.columns[-1],
        meaning=f"{' and '.join(reference.columns)} {verb} a row of {reference.table}.",
        severity="error",
        sql=f"CASE WHEN {known} THEN ({', '.join(columns)}) IN (SELECT ({', '.join(targets)}) "  # noqa: S608 -- every name is quoted
        f"FROM {identifier(reference.table)} WHERE {whole}) END",
        reads=frozenset({table.name, reference.table}),
    )
