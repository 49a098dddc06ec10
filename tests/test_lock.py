"""The lock file: whole, hashed, and without the address of any registry."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_the_lock_names_no_registry_and_hashes_every_package(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    assert not re.search(r"--(index|extra-index|find-links|trusted)", lock)
    pinned = re.split(r"\n(?=\S)", lock.strip())
    assert len(pinned) > 100
    assert all("==" in entry and "--hash=sha256:" in entry for entry in pinned)


def test_the_lock_pins_every_dependency(root: Path) -> None:
    lock = (root / "requirements.lock").read_text("utf-8").lower()
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wanted = declared["project"]["dependencies"] + declared["dependency-groups"]["dev"]
    for requirement in wanted:
        name = re.split(r"[<>=\[;]", requirement)[0].strip().lower()
        assert re.search(rf"^{re.escape(name)}==", lock, re.MULTILINE), name
