"""Read-only access to the published versions, with errors that say the way out."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.connection import OFFLINE
from warehouse.errors import NoVersionError, QueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from warehouse.home import Home

__all__ = ["OFFLINE", "Parameter", "connect", "current_version", "query", "versions"]

Parameter = str | int | float | bool | None | list[str]
"""What can be bound to a placeholder of a query."""


def connect(home: Home, as_of: str | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published version, or to the one of a run.

    Raises:
        NoVersionError: Nothing is published yet, or not the version asked for.
    """
    if as_of is not None:
        return _open(home, _version_of(home, as_of))
    path = current_version(home)
    try:
        return _open(home, path)
    except duckdb.IOException:
        # A publish may have removed this version just now.
        newer = current_version(home)
        if newer == path:
            raise
        return _open(home, newer)


def current_version(home: Home) -> Path:
    """The file that holds the published version.

    It is found under ``versions/`` where it has a name there that no later version takes over: a
    process that holds an old connection to ``warehouse.duckdb`` would be given the old file again.

    Raises:
        NoVersionError: Nothing is published yet.
    """
    try:
        public = home.warehouse.stat()
    except FileNotFoundError:
        raise NoVersionError(
            f"{home.warehouse} does not exist: nothing is published there yet; "
            "run 'newsmill run SOURCE' first, or name another folder with --home"
        ) from None
    for version in sorted(home.versions.glob("*.duckdb"), reverse=True):
        if os.path.samestat(version.stat(), public):
            return version
    return home.warehouse


def versions(home: Home) -> list[str]:
    """The runs whose versions are kept, newest first."""
    return sorted((path.stem for path in home.versions.glob("*.duckdb")), reverse=True)


def query(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    parameters: Sequence[Parameter] | Mapping[str, Parameter] | None = None,
) -> pa.Table:
    """The result of a query.

    Raises:
        QueryError: DuckDB refuses it; names what it may have meant.
    """
    _refuse_lone_surrogates(sql, parameters)
    try:
        return connection.execute(sql, parameters).to_arrow_table()
    except duckdb.Error as error:
        raise QueryError(_explained(connection, error)) from error


def _version_of(home: Home, run_id: str) -> Path:
    kept = versions(home)
    if run_id not in kept:
        known = f"kept are {', '.join(kept)}" if kept else "nothing is published there yet"
        raise NoVersionError(f"{home.versions} holds no version of run {run_id!r}; {known}")
    return home.version(run_id)


def _open(home: Home, path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(path, read_only=True, config=OFFLINE)
    except duckdb.IOException as error:
        if "Could not set lock" not in str(error):
            raise
        return _connect_to_copy(home, path)


def _connect_to_copy(home: Home, path: Path) -> duckdb.DuckDBPyConnection:
    """A client has opened the file to write, which locks all others out: reads a copy."""
    folder = home.runs if os.access(home.runs, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="copy-", dir=folder) as copies:
        copy = Path(copies) / path.name
        shutil.copyfile(path, copy)
        # The open file outlives its name, and ends with the connection.
        return duckdb.connect(copy, read_only=True, config=OFFLINE)


def _refuse_lone_surrogates(
    sql: str, parameters: Sequence[Parameter] | Mapping[str, Parameter] | None
) -> None:
    values = parameters.values() if isinstance(parameters, Mapping) else parameters or ()
    flat = chain.from_iterable(value if isinstance(value, list) else [value] for value in values)
    try:
        for text in (sql, *flat):
            if isinstance(text, str):
                text.encode()
    except UnicodeEncodeError as error:
        raise QueryError(f"the query or its values are not Unicode: {error}") from error


_MISSING_TABLE = re.compile(r"Table with name (\S+) does not exist")
_MISSING_COLUMN = re.compile(r'(?:Referenced column|column named|Column) "([^"]+)"')


def _explained(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    message = str(error).strip()
    if found := _MISSING_TABLE.search(message):
        return _suggestion("table", found[1], list(_columns_by_table(connection)))
    if isinstance(error, duckdb.BinderException) and (found := _MISSING_COLUMN.search(message)):
        by_table = _columns_by_table(connection)
        holders = [table for table, columns in by_table.items() if found[1] in columns]
        if holders:
            return f"column {found[1]!r} is not in this query's tables; {', '.join(holders)} has it"
        return _suggestion("column", found[1], sorted({*chain(*by_table.values())}))
    return message


def _suggestion(what: str, name: str, known: list[str]) -> str:
    near = get_close_matches(name.lower(), known, n=3)
    way_out = (
        f"did you mean {' or '.join(repr(other) for other in near)}?"
        if near
        else "'newsmill schema' shows what there is"
    )
    return f"there is no {what} {name!r}; {way_out}"


def _columns_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE NOT internal "
        "GROUP BY table_name ORDER BY table_name"
    ).fetchall()
    return dict(rows)
