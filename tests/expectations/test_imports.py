"""What an import is kept from loading is there when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from expectations.imports import absent, later

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that imports another one, and a name from it."""
    (tmp_path / "heavy_part.py").write_text("def answer(number):\n    return number + 1\n", "utf-8")
    (tmp_path / "light_part.py").write_text(
        "try:\n"
        "    import heavy_part\n"
        "    from heavy_part import answer\n"
        "except ImportError:\n"
        "    heavy_part = None\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("heavy_part", "light_part"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "light_part"


def test_what_is_for_later_is_imported_when_it_is_used(package: str) -> None:
    with later("heavy_part"):
        light = import_module(package)
    assert "heavy_part" not in sys.modules
    assert light.answer(1) == 2
    assert light.heavy_part.answer(2) == 3
    assert "heavy_part" in sys.modules


def test_what_is_absent_is_taken_for_not_installed(package: str) -> None:
    with absent("heavy_part"):
        light = import_module(package)
    assert light.heavy_part is None
    assert import_module("heavy_part").answer(1) == 2


def test_what_is_imported_already_stays(package: str) -> None:
    heavy = import_module("heavy_part")
    with later("heavy_part"), absent("heavy_part"):
        light = import_module(package)
    assert light.heavy_part is heavy
    assert sys.modules["heavy_part"] is heavy
