"""Which rows of the lake count: the newest run that holds a thing says what it is."""

from __future__ import annotations

import re
from glob import escape
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import duckdb

from expectations.contracts import identifier, literal
from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES
from warehouse.connection import OFFLINE
from warehouse.copies import local_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from expectations.contracts import Table
    from warehouse.home import Home
    from warehouse.manifests import Manifest
    from warehouse.parts import Part

LAKE_TABLES: Mapping[str, Table] = MappingProxyType({**TABLES, **LINK_TABLES})
"""Every table that has parts in the lake, by name."""

JOURNAL_TABLES = ("runs", "quality_results", "quality_metrics")
"""What a run says of itself: appended, never replaced by a later run."""

_BATCH_ROWS = 50_000
_OF_LAKE = re.compile(r'\blake\.(?:part\.)?"?(\w+)')

_SUPERSEDED = Path(__file__).with_name("superseded.sql")


def scan(home: Home, manifests: Sequence[Manifest], table: str, columns: Sequence[str]) -> pa.Table:
    """The rows of a table that count, over some runs, ordered by key.

    Args:
        home: The home folder.
        manifests: The runs; one that is not written yet may be among them.
        table: A table of the lake.
        columns: The columns wanted: those that a part holds.

    Raises:
        PartError: A part is missing.
    """
    contract = LAKE_TABLES[table]
    wanted = ", ".join(identifier(column) for column in columns)
    key = ", ".join(identifier(column) for column in contract.key)
    query = f"SELECT {wanted} FROM lake.{identifier(table)} ORDER BY {key}"  # noqa: S608 ours
    with duckdb.connect(config=OFFLINE) as connection:
        attach_lake(connection, home, manifests, [query])
        return connection.execute(query).to_arrow_table()


def stream(
    home: Home, manifests: Sequence[Manifest], table: str, columns: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """The rows of a table that count, in any order, a batch at a time.

    The arguments are those of ``scan``.
    """
    wanted = ", ".join(identifier(column) for column in columns)
    query = f"SELECT {wanted} FROM lake.{identifier(table)}"  # noqa: S608 ours
    with duckdb.connect(config=OFFLINE | {"preserve_insertion_order": False}) as connection:
        attach_lake(connection, home, manifests, [query])
        yield from connection.execute(query).to_arrow_reader(_BATCH_ROWS)


def attach_lake(
    connection: duckdb.DuckDBPyConnection,
    home: Home,
    manifests: Sequence[Manifest],
    queries: Iterable[str],
) -> None:
    """Attaches a database ``lake`` that has a view for each table: its rows that count.

    ``lake.part`` holds the same tables with every row of every part. Only the tables that the
    queries read are there: a view opens all parts of its table.

    Raises:
        PartError: A part is missing.
    """
    connection.execute("ATTACH ':memory:' AS lake; CREATE SCHEMA lake.part")
    tables = [LAKE_TABLES[name] for name in sorted(tables_read(*queries))]
    made_of_documents = any(table.layer == "shard" for table in tables)
    superseded = _SUPERSEDED.read_text(encoding="utf-8") if made_of_documents else ""
    snapshot = newest_links(manifests)
    for name in sorted({table.name for table in tables} | tables_read(superseded)):
        table = LAKE_TABLES[name]
        counted = manifests if table.layer != "link" else snapshot
        parts = chain.from_iterable(manifest.of(name) for manifest in counted)
        connection.execute(_part_view(home, table, [part for part in parts if part.row_count]))
    some_superseded = False
    if made_of_documents:
        connection.execute(superseded)
        first = connection.execute("FROM lake.superseded LIMIT 1").fetchone()
        some_superseded = first is not None
    for table in tables:
        connection.execute(_counting_view(table, some_superseded=some_superseded))


def tables_read(*queries: str) -> frozenset[str]:
    """The tables of the lake that queries name.

    >>> sorted(tables_read('FROM lake."quotes" JOIN lake.part.documents USING (document_id)'))
    ['documents', 'quotes']
    """
    found = frozenset(name for query in queries for name in _OF_LAKE.findall(query))
    return found & LAKE_TABLES.keys()


def newest_links(manifests: Sequence[Manifest]) -> list[Manifest]:
    """The newest run that linked, alone: what linking writes is a snapshot of the whole corpus."""
    linked = [manifest for manifest in manifests if link_parts(manifest)]
    return [max(linked, key=lambda manifest: manifest.run_id)] if linked else []


def link_parts(manifest: Manifest) -> tuple[Part, ...]:
    """The parts of a run that linking wrote."""
    return manifest.of(*(table.name for table in LAKE_TABLES.values() if table.layer == "link"))


def _part_view(home: Home, table: Table, parts: Sequence[Part]) -> str:
    # An empty relation gives the types, and the columns that parts of older versions do not have.
    empty = ", ".join(
        f"NULL::{column.type.value} AS {identifier(column.name)}" for column in table.part_columns
    )
    view = f"CREATE VIEW lake.part.{identifier(table.name)} AS SELECT {empty}, NULL::VARCHAR AS "
    view += "filename WHERE false"
    if parts:
        files = ", ".join(literal(escape(str(path))) for path in local_files(home, parts))
        options = "filename = true, hive_partitioning = false, union_by_name = true"
        view += f" UNION ALL BY NAME FROM read_parquet([{files}], {options})"
    return view


def _counting_view(table: Table, *, some_superseded: bool) -> str:
    name = identifier(table.name)
    columns = ", ".join(f"part.{identifier(column.name)}" for column in table.part_columns)
    view = f"CREATE VIEW lake.main.{name} AS SELECT {columns} FROM lake.part.{name} AS part"  # noqa: S608
    if table.layer == "shard" and some_superseded:
        return (
            f"{view} ANTI JOIN lake.superseded AS old ON part.document_id = old.document_id"
            " AND part.run_id = old.run_id AND parse_filename(part.filename, true) = old.shard"
        )
    if table.layer == "ledger" and table.name not in JOURNAL_TABLES:
        key = ", ".join(f"part.{identifier(column)}" for column in table.key)
        return (
            f"{view} QUALIFY row_number() OVER "
            f"(PARTITION BY {key} ORDER BY part.run_id DESC, part.filename) = 1"
        )
    return view
