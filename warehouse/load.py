"""From the lake to a published version: a new DuckDB file beside the old one, then one rename."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from expectations.contracts import identifier
from expectations.tables import TABLES
from warehouse import ledger
from warehouse.catalog import create_macros, create_views
from warehouse.connection import OFFLINE, bounded, spill_folder
from warehouse.durable import TEMPORARY, sync_file, sync_folder
from warehouse.errors import PublishError
from warehouse.manifests import read_manifests
from warehouse.selection import JOURNAL_TABLES, attach_lake, tables_read
from warehouse.upkeep import prune_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from expectations.contracts import Table
    from warehouse.home import Home
    from warehouse.manifests import Manifest

_TABLE_SQL = Path(__file__).parent / "tables"
_MEMORY_LIMIT = "256MB"
# What is sorted at a time takes some hundred MB. Much smaller pieces would cost time: each has the
# parts read anew, and an unfinished group of 122,880 rows is written again with the next piece.
_BYTES_AT_A_TIME = 7_000_000
# Files of this version are 40 % smaller than by default, and DuckDB 1.2 and later read them.
_STORAGE_VERSION = "v1.2.0"


def build_candidate(
    home: Home, manifests: Sequence[Manifest], path: Path, *, memory_limit: str = _MEMORY_LIMIT
) -> dict[str, int]:
    """Builds a whole warehouse file from the lake, and returns the row count of each table.

    Args:
        home: The home folder.
        manifests: The runs to load: all of them, the new one included.
        path: The file; one that is there is replaced.
        memory_limit: What DuckDB may hold in memory; the rest goes to a folder beside the file.

    Raises:
        PartError: A part is missing.
    """
    define_candidate(path)
    fill_candidate(home, manifests, path, TABLES, memory_limit=memory_limit)
    return complete_candidate(path, memory_limit=memory_limit)


def define_candidate(path: Path) -> None:
    """Makes a warehouse file with all tables, macros and views, and no rows."""
    discard(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _candidate(path, _MEMORY_LIMIT) as connection:
        # One transaction for all definitions: hundreds of comments are hundreds of commits else.
        connection.begin()
        for table in TABLES.values():
            connection.execute(table.ddl())
        create_macros(connection)
        create_views(connection)
        connection.commit()


def fill_candidate(
    home: Home,
    manifests: Sequence[Manifest],
    path: Path,
    tables: Collection[str],
    *,
    memory_limit: str = _MEMORY_LIMIT,
) -> None:
    """Fills tables of a warehouse file that was defined.

    The arguments are those of ``build_candidate``; the manifests need only have the parts that
    these tables are made of.
    """
    wanted = [table for table in TABLES.values() if table.name in tables]
    with _candidate(path, memory_limit) as connection:
        attach_lake(connection, home, manifests, map(_select, wanted))
        for table in wanted:
            _insert(connection, table, manifests)
        connection.execute("DETACH lake")


def complete_candidate(path: Path, *, memory_limit: str = _MEMORY_LIMIT) -> dict[str, int]:
    """Completes a warehouse file that was filled, and returns the row count of each table."""
    with _candidate(path, memory_limit) as connection:
        connection.execute("CHECKPOINT")
        counts = {name: _count(connection, name) for name in TABLES}
    shutil.rmtree(spill_folder(path), ignore_errors=True)
    return counts


def made_of(*lake_tables: str) -> frozenset[str]:
    """The tables of the warehouse that are made of any of these tables of the lake.

    >>> sorted(made_of("mention_links"))
    ['entity_mentions', 'quotes']
    """
    wanted = frozenset(lake_tables)
    return frozenset(name for name, t in TABLES.items() if wanted & tables_read(_select(t)))


@contextmanager
def _candidate(path: Path, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    config = bounded(memory_limit, path) | {"storage_compatibility_version": _STORAGE_VERSION}
    with closing(duckdb.connect(path, config=config)) as connection:
        yield connection


def load_journal(home: Home, candidate: Path, manifest: Manifest) -> None:
    """Puts what a run says of itself into a candidate that was built before it was known.

    The run's rows of ``runs``, ``quality_results`` and ``quality_metrics`` are replaced by those
    of the manifest.
    """
    journal = [TABLES[name] for name in JOURNAL_TABLES]
    with closing(duckdb.connect(candidate, config=OFFLINE)) as connection:
        attach_lake(connection, home, [manifest], map(_select, journal))
        connection.begin()
        for table in journal:
            connection.execute(
                f"DELETE FROM {identifier(table.name)} WHERE run_id = $run_id",  # noqa: S608 ours
                {"run_id": manifest.run_id},
            )
            _insert(connection, table, [manifest])
        connection.commit()


def publish(home: Home, candidate: Path, run_id: str, keep: int = 2) -> Path:
    """Makes a candidate the version that everybody reads, and returns its place.

    The rename onto ``warehouse.duckdb`` is the commit: before it nothing has happened, after it
    everything has. Readers that hold the former version keep it.

    Args:
        home: The home folder.
        candidate: The file that ``build_candidate`` made, in the home folder.
        run_id: The run that it is the version of.
        keep: How many versions to keep, this one included.

    Raises:
        PublishError: The candidate does not hold the run.
    """
    with closing(duckdb.connect(candidate, config=OFFLINE)) as connection:
        connection.execute("CHECKPOINT")
        held = connection.execute("SELECT count(*) FROM runs WHERE run_id = ?", [run_id]).fetchone()
    if held == (0,):
        raise PublishError(f"{candidate} does not hold run {run_id!r}: load its journal first")
    sync_file(candidate)
    version = home.version(run_id)
    version.parent.mkdir(parents=True, exist_ok=True)
    candidate.replace(version)
    sync_folder(version.parent)
    _commit(home, version)
    for old in sorted(home.versions.glob("*.duckdb"))[: -max(keep, 1)]:
        if old != version:
            old.unlink()
    prune_links(home)
    return version


def unfinished(home: Home) -> list[Manifest]:
    """The runs that have rows to publish and were killed before they did, oldest first.

    A run that has only its journal to tell (nothing was new, or the gate failed) waits for the
    next publish, and is not among them.
    """
    published = ledger.runs(home)
    return [
        manifest
        for manifest in read_manifests(home)
        if manifest.run_id not in published
        and len(manifest.of(*JOURNAL_TABLES)) < len(manifest.parts)
    ]


def finish(home: Home, keep: int = 2, *, memory_limit: str = _MEMORY_LIMIT) -> list[Manifest]:
    """Publishes what killed runs left unpublished, and returns their manifests.

    The caller holds the lock. A manifest is written when its rows have passed the gate, so that
    nothing is left to be decided.
    """
    left = unfinished(home)
    if left:
        run_id = left[-1].run_id
        candidate = home.candidate(run_id)
        build_candidate(home, read_manifests(home), candidate, memory_limit=memory_limit)
        publish(home, candidate, run_id, keep)
        shutil.rmtree(home.staging(run_id))
    return left


def discard(candidate: Path) -> None:
    """Removes a candidate and what DuckDB keeps beside it."""
    candidate.unlink(missing_ok=True)
    candidate.with_name(f"{candidate.name}.wal").unlink(missing_ok=True)
    shutil.rmtree(spill_folder(candidate), ignore_errors=True)


def _insert(
    connection: duckdb.DuckDBPyConnection, table: Table, manifests: Iterable[Manifest]
) -> None:
    insert = f"INSERT INTO {identifier(table.name)} BY NAME"
    if table.layer != "shard":
        connection.execute(f"{insert} {_select(table)}")
        return
    # All that is made of documents is sorted by them, so that it can be loaded range by range.
    pieces = _pieces(table, manifests)
    for lowest, next_lowest in pairwise(_id_ranges(pieces)):
        connection.execute(
            f"{insert} FROM ({_select(table)}) "
            "WHERE document_id >= $lowest AND document_id < $next_lowest",
            {"lowest": lowest, "next_lowest": next_lowest},
        )
        if pieces > 1:
            # Gives the next piece the room of what is written again.
            connection.execute("CHECKPOINT")


def _pieces(table: Table, manifests: Iterable[Manifest]) -> int:
    parts = [part for manifest in manifests for part in manifest.of(table.name)]
    return max(1, sum(part.size_bytes for part in parts) // _BYTES_AT_A_TIME)


def _id_ranges(count: int) -> list[str]:
    """Where so many ranges of ids begin, and what lies behind the last one: ids are hexadecimal.

    >>> _id_ranges(4)[:-1]
    ['', '4000', '8000', 'c000']
    """
    starts = (f"{number * 0x10000 // count:04x}" for number in range(1, count))
    return ["", *starts, chr(sys.maxunicode)]


def _select(table: Table) -> str:
    special = _TABLE_SQL / f"{table.name}.sql"
    if special.exists():
        return special.read_text(encoding="utf-8")
    columns = ", ".join(identifier(column) for column in table.column_names)
    key = ", ".join(identifier(column) for column in table.key)
    return f"SELECT {columns} FROM lake.{identifier(table.name)} ORDER BY {key}"  # noqa: S608 ours


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {identifier(table)}").fetchone()  # noqa: S608 ours
    return int(row[0]) if row else 0


def _commit(home: Home, version: Path) -> None:
    aside = home.root / f".{home.warehouse.name}{TEMPORARY}"
    aside.unlink(missing_ok=True)
    try:
        os.link(version, aside)
    except OSError:  # a file system without hard links
        shutil.copyfile(version, aside)
        sync_file(aside)
    # Left by a client that opened the public file to write: DuckDB would replay it on the new one.
    home.warehouse.with_name(f"{home.warehouse.name}.wal").unlink(missing_ok=True)
    aside.replace(home.warehouse)
    sync_folder(home.root)
