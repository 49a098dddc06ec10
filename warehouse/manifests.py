"""Manifests: which parts a run has. A part that no manifest names does not exist."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from warehouse.durable import sync_folder, write_whole
from warehouse.errors import PartError
from warehouse.parts import Part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from warehouse.home import Home

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of one run.

    Args:
        run_id: The run; run ids sort by time.
        parts: Its parts.
        created_by: The version of newsmill that wrote them.
    """

    run_id: str
    parts: tuple[Part, ...]
    created_by: str

    def of(self, *tables: str) -> tuple[Part, ...]:
        """The parts of some tables."""
        return tuple(part for part in self.parts if part.table in tables)


def write_manifest(home: Home, manifest: Manifest) -> Path:
    """Makes the parts of a run exist, and returns the file that says so.

    Raises:
        PartError: A part is not there, or not of the size that the manifest gives.
    """
    for part in manifest.parts:
        path = home.root / part.path
        size = path.stat().st_size if path.is_file() else None
        if size != part.size_bytes:
            raise PartError(f"{part.path}: expected {part.size_bytes} bytes, found {size}")
    _sync_folders(home, {home.root / part.path for part in manifest.parts})
    path = home.manifests / f"{manifest.run_id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, _encoded(manifest))
    sync_folder(path.parent)
    return path


def read_manifests(home: Home) -> list[Manifest]:
    """The manifests of all runs, oldest first.

    Raises:
        PartError: A manifest cannot be read.
    """
    manifests = [_decoded(path) for path in home.manifests.glob("*.json")]
    return sorted(manifests, key=lambda manifest: manifest.run_id)


def _sync_folders(home: Home, files: Iterable[Path]) -> None:
    folders = {folder for file in files for folder in file.parents if home.lake in folder.parents}
    for folder in sorted({*folders, home.lake}):
        sync_folder(folder)


def _encoded(manifest: Manifest) -> bytes:
    parts = sorted(manifest.parts, key=lambda part: part.path)
    content = {
        "format": _FORMAT,
        "run_id": manifest.run_id,
        "created_by": manifest.created_by,
        "parts": [asdict(part) for part in parts],
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def _decoded(path: Path) -> Manifest:
    try:
        content = json.loads(path.read_bytes())
        if content["format"] != _FORMAT:
            raise PartError(
                f"{path} has format {content['format']!r}, and this newsmill reads {_FORMAT}; "
                f"it was written by {content['created_by']}"
            )
        parts = tuple(Part(**part) for part in content["parts"])
        return Manifest(content["run_id"], parts, content["created_by"])
    except (ValueError, KeyError, TypeError) as error:
        raise PartError(f"{path} is damaged ({error}); restore it from a backup") from error
