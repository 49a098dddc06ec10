"""The lake: Parquet parts, the manifests that name them, and the rows of them that count."""

from __future__ import annotations

from warehouse.manifests import Manifest, read_manifests, write_manifest
from warehouse.parts import Part, write_part
from warehouse.selection import scan, stream
from warehouse.upkeep import PartFault, Swept, prune_links, sweep, verify_parts

__all__ = [
    "Manifest",
    "Part",
    "PartFault",
    "Swept",
    "prune_links",
    "read_manifests",
    "scan",
    "stream",
    "sweep",
    "verify_parts",
    "write_manifest",
    "write_part",
]
