"""A file is there whole or not at all, whoever else writes it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from warehouse.durable import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_several_may_write_the_same_file_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "part"
    contents = [bytes([number]) * 10_000 for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda data: write_whole(path, data), contents))
    assert path.read_bytes() in contents
    assert list(tmp_path.iterdir()) == [path]
