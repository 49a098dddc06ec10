"""What all supported versions of Python must read alike, seen in the sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("expectations", "flows", "transforms", "warehouse")
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{+[\d,]+\}+)\+")


def test_no_group_is_possessive(root: Path) -> None:
    """Up to Python 3.11.4 it takes too much or too little: python/cpython#106052."""
    assert POSSESSIVE_GROUP.search(r"(?:,\d{3})++")
    assert POSSESSIVE_GROUP.search(r"(a){{1,2}}+")
    sources = [path for name in PACKAGES for path in (root / name).rglob("*.*")]
    sources = [path for path in sources if path.suffix in {".py", ".toml", ".txt"}]
    assert len(sources) > 100
    found = [path for path in sources if POSSESSIVE_GROUP.search(path.read_text("utf-8"))]
    assert found == []
