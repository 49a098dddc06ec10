"""Order in the home folder: what no manifest names goes, what one names is whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from warehouse import ledger
from warehouse.copies import copies_of
from warehouse.durable import TEMPORARY
from warehouse.errors import PartError
from warehouse.manifests import read_manifests
from warehouse.parts import checksum
from warehouse.selection import LAKE_TABLES, link_parts, newest_links
from warehouse.storage import LAKE, MANIFESTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.parts import Part


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep removed: paths relative to the home folder, sorted, and their size."""

    paths: tuple[str, ...]
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PartFault:
    """A part that is not what its manifest says."""

    run_id: str
    path: str
    problem: str


def sweep(home: Home) -> Swept:
    """Removes what killed runs left behind; the caller holds the lock.

    That is parts that no manifest names, files still being written, and staging folders.

    Raises:
        PartError: A manifest of a published run is missing: its parts would look like rubbish.
    """
    manifests = read_manifests(home)
    if lost := sorted(set(ledger.runs(home)) - {manifest.run_id for manifest in manifests}):
        raise PartError(
            f"the manifests of published runs are missing in {home.lake.place(MANIFESTS)}: "
            f"{', '.join(lost)}; restore them from a backup, nothing was removed"
        )
    parts = [part for manifest in manifests for part in manifest.parts]
    named = {part.path for part in parts}
    unnamed = {
        path: size for path, size in home.lake.sizes(LAKE).items() if _is_rubbish(path, named)
    }
    home.lake.remove(unnamed)
    strays = {path: _size(path) for path in _stray_files(home, parts)}
    for path in strays:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    removed = {*unnamed, *(path.relative_to(home.root).as_posix() for path in strays)}
    return Swept(tuple(sorted(removed)), sum(unnamed.values()) + sum(strays.values()))


def verify_parts(home: Home) -> list[PartFault]:
    """The parts that are missing or damaged, by run and path.

    Link parts that a later run has replaced may have been pruned: they are no fault.
    """
    manifests = read_manifests(home)
    current = newest_links(manifests)
    sizes = home.lake.sizes(LAKE)
    faults = []
    for manifest in manifests:
        prunable = () if manifest in current else link_parts(manifest)
        for part in manifest.parts:
            size = sizes.get(part.path)
            if size is None:
                problem = None if part in prunable else "is missing"
            elif size != part.size_bytes:
                problem = f"has {size} bytes instead of {part.size_bytes}"
            else:
                damaged = checksum(home.lake.read(part.path)) != part.checksum
                problem = "has another checksum: its bytes have changed" if damaged else None
            if problem:
                faults.append(PartFault(manifest.run_id, part.path, problem))
    return faults


def prune_links(home: Home) -> tuple[str, ...]:
    """Removes link parts that a later run has replaced, and returns their paths."""
    manifests = read_manifests(home)
    current = newest_links(manifests)
    linked = (table.name for table in LAKE_TABLES.values() if table.layer == "link")
    there = home.lake.sizes(*(f"{LAKE}/{name}" for name in linked))
    replaced = [
        part
        for manifest in manifests
        if manifest not in current
        for part in link_parts(manifest)
        if part.path in there
    ]
    paths = tuple(part.path for part in replaced)
    home.lake.remove(paths)
    for part in replaced:
        shutil.rmtree(copies_of(home, part), ignore_errors=True)
    return paths


def _is_rubbish(path: str, named: Collection[str]) -> bool:
    if path.endswith(TEMPORARY):
        return True
    return PurePosixPath(path).match(f"{LAKE}/*/*/*.parquet") and path not in named


def _stray_files(home: Home, parts: Iterable[Part]) -> Iterator[Path]:
    yield from home.root.glob(f".*{TEMPORARY}")
    yield from home.copies.rglob(f"*{TEMPORARY}")
    yield from set(home.copies.glob("*/*/*/*")) - {copies_of(home, part) for part in parts}
    yield from home.runs.glob("*/staging")
    yield from (path for path in home.versions.glob("*") if path.suffix != ".duckdb")


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
