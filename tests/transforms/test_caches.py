"""What is kept for later runs is what was made, and a damaged file is made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from transforms.caches import kept

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "newsmill"


def test_a_second_process_need_not_make_it_again(folder: Path) -> None:
    assert kept("word", lambda: ["made"]) == ["made"]
    assert kept("word", lambda: ["again"]) == ["made"]
    assert [path.name for path in folder.iterdir()] == ["word"]


@pytest.mark.parametrize("damage", [b"", b"no pickle", b"\x80\x05."])
def test_a_damaged_file_is_made_anew(folder: Path, damage: bytes) -> None:
    folder.mkdir()
    (folder / "word").write_bytes(damage)
    assert kept("word", lambda: ["made"]) == ["made"]
    assert kept("word", lambda: ["again"]) == ["made"]


def test_it_is_made_where_nothing_can_be_kept(folder: Path) -> None:
    folder.write_text("a file in its place", "utf-8")
    assert kept("word", lambda: ["made"]) == ["made"]
