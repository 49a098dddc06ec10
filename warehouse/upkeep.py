"""Order in the home folder: what no manifest names goes, what one names is whole."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse import ledger
from warehouse.durable import TEMPORARY
from warehouse.errors import PartError
from warehouse.manifests import read_manifests
from warehouse.parts import checksum
from warehouse.selection import link_parts, newest_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.home import Home


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
            f"the manifests of published runs are missing in {home.manifests}: {', '.join(lost)}; "
            "restore them from a backup, nothing was removed"
        )
    named = {home.root / part.path for manifest in manifests for part in manifest.parts}
    rubbish = sorted({*_stray_files(home), *(set(home.lake.glob("*/*/*.parquet")) - named)})
    size = 0
    for path in rubbish:
        size += _size(path)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in home.lake.glob("*/run_id=*"):
        if not any(folder.iterdir()):
            folder.rmdir()
    return Swept(tuple(path.relative_to(home.root).as_posix() for path in rubbish), size)


def verify_parts(home: Home) -> list[PartFault]:
    """The parts that are missing or damaged, by run and path.

    Link parts that a later run has replaced may have been pruned: they are no fault.
    """
    manifests = read_manifests(home)
    current = newest_links(manifests)
    faults = []
    for manifest in manifests:
        prunable = () if manifest in current else link_parts(manifest)
        for part in manifest.parts:
            path = home.root / part.path
            if not path.is_file():
                problem = None if part in prunable else "is missing"
            elif path.stat().st_size != part.size_bytes:
                problem = f"has {path.stat().st_size} bytes instead of {part.size_bytes}"
            else:
                damaged = checksum(path.read_bytes()) != part.checksum
                problem = "has another checksum: its bytes have changed" if damaged else None
            if problem:
                faults.append(PartFault(manifest.run_id, part.path, problem))
    return faults


def prune_links(home: Home) -> tuple[str, ...]:
    """Removes link parts that a later run has replaced, and returns their paths."""
    manifests = read_manifests(home)
    current = newest_links(manifests)
    replaced = [
        part.path
        for manifest in manifests
        if manifest not in current
        for part in link_parts(manifest)
        if (home.root / part.path).is_file()
    ]
    for path in replaced:
        (home.root / path).unlink()
    return tuple(replaced)


def _stray_files(home: Home) -> Iterator[Path]:
    yield from home.root.glob(f".*{TEMPORARY}")
    yield from home.lake.rglob(f"*{TEMPORARY}")
    yield from home.runs.glob("*/staging")
    yield from (path for path in home.versions.glob("*") if path.suffix != ".duckdb")


def _size(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
