"""Manifests: which parts a run has. A part that no manifest names does not exist."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from warehouse.errors import PartError
from warehouse.parts import Part
from warehouse.storage import MANIFESTS

if TYPE_CHECKING:
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


def write_manifest(home: Home, manifest: Manifest) -> None:
    """Makes the parts of a run exist: its manifest is the commit.

    Raises:
        PartError: A part is not there, or not of the size that the manifest gives.
    """
    folders = sorted({str(PurePosixPath(part.path).parent) for part in manifest.parts})
    sizes = home.lake.sizes(*folders)
    for part in manifest.parts:
        size = sizes.get(part.path)
        if size != part.size_bytes:
            raise PartError(f"{part.path}: expected {part.size_bytes} bytes, found {size}")
    home.lake.settle(folders)
    home.lake.write(f"{MANIFESTS}/{manifest.run_id}.json", _encoded(manifest))
    home.lake.settle([MANIFESTS])


def read_manifests(home: Home) -> list[Manifest]:
    """The manifests of all runs, oldest first.

    Raises:
        PartError: A manifest cannot be read.
    """
    paths = [path for path in home.lake.sizes(MANIFESTS) if path.endswith(".json")]
    contents = zip(paths, home.lake.read_all(paths), strict=True)
    manifests = [_decoded(home.lake.place(path), content) for path, content in contents]
    return sorted(manifests, key=lambda manifest: manifest.run_id)


def _encoded(manifest: Manifest) -> bytes:
    parts = sorted(manifest.parts, key=lambda part: part.path)
    content = {
        "format": _FORMAT,
        "run_id": manifest.run_id,
        "created_by": manifest.created_by,
        "parts": [asdict(part) for part in parts],
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def _decoded(path: str, data: bytes) -> Manifest:
    try:
        content = json.loads(data)
        if content["format"] != _FORMAT:
            raise PartError(
                f"{path} has format {content['format']!r}, and this newsmill reads {_FORMAT}; "
                f"it was written by {content['created_by']}"
            )
        parts = tuple(Part(**part) for part in content["parts"])
        return Manifest(content["run_id"], parts, content["created_by"])
    except (ValueError, KeyError, TypeError) as error:
        raise PartError(f"{path} is damaged ({error}); restore it from a backup") from error
