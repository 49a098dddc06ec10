"""How sources are cut into shards: evenly, with nothing lost and nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read.sources import Slice, Source, plan_shards

if TYPE_CHECKING:
    from transforms.read.item import SourceKind

RECORD = 1_300


def source(path: Path, kind: SourceKind, size: int) -> Source:
    return Source(str(path), path.name, kind, is_compressed=False, size_bytes=size, modified_ns=0)


def page(size: int) -> Slice:
    return Slice.whole(source(Path("/news/a.html"), "html", size))


def records(folder: Path, count: int) -> Slice:
    path = folder / "news.jsonl"
    path.write_bytes((b"x" * (RECORD - 1) + b"\n") * count)
    return Slice.whole(source(path, "jsonl", count * RECORD))


@pytest.mark.parametrize(
    ("count", "shards"), [(0, 1), (5, 1), (300, 1), (600, 2), (5_000, 8), (8_500, 8), (21_000, 16)]
)
def test_a_file_of_records_is_cut_up_evenly(tmp_path: Path, count: int, shards: int) -> None:
    planned = list(plan_shards([records(tmp_path, count)]))
    sizes = [(part.end or 0) - part.start for shard in planned for part in shard.slices]
    assert (len(planned), len(sizes)) == (shards, shards)
    assert sum(sizes) == count * RECORD or shards == 1
    assert max(sizes) - min(sizes) <= 1


def test_as_many_pages_are_in_each_shard() -> None:
    planned = list(plan_shards([page(174_000)] * 2_000))
    assert {len(shard.slices) for shard in planned} == {125}
    assert len(planned) == 16


def test_a_long_page_counts_as_a_page() -> None:
    planned = list(plan_shards([page(50_000), page(300_000), page(172_000)] * 800))
    assert {len(shard.slices) for shard in planned} == {150}


def test_no_sources_are_no_shards() -> None:
    assert list(plan_shards([])) == []


@given(st.lists(st.integers(0, 3_000_000), min_size=1), st.integers(1, 20))
def test_every_file_is_in_one_shard(sizes: list[int], most_documents: int) -> None:
    pages = [page(size) for size in sizes]
    planned = list(plan_shards(pages, most_documents))
    assert [part for shard in planned for part in shard.slices] == pages
    assert [shard.shard_id for shard in planned] == [f"{n:06d}" for n in range(len(planned))]
