"""Records of JSONL: what becomes of each line, and of the ranges that a file is cut into."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.errors import ItemError
from transforms.read.item import Item, Unreadable
from transforms.read.items import ReadOptions, read_slice
from transforms.read.records import RecordOptions, parse_record
from transforms.read.sources import Slice, find_sources, plan_shards

if TYPE_CHECKING:
    from pathlib import Path


def parse(record: object, **names: str) -> Item:
    line = json.dumps(record).encode()
    return parse_record(line, "/a.jsonl", "a.jsonl", RecordOptions(names))


def test_fields_are_taken_as_they_are_printed() -> None:
    item = parse(
        {
            "id": 7,
            "text": "Talks resume.",
            "url": "https://example.org/a",
            "authors": ["Anna Bauer", " ", "John Smith"],
            "tags": "war",
            "published_at": 1715938200,
            "modified_at": 1715938200000,
            "title": " ",
        }
    )
    assert (item.source_id, item.content, item.is_html) == ("7", "Talks resume.", False)
    assert item.fields.authors == ("Anna Bauer", "John Smith")
    assert item.fields.tags == ("war",)
    assert item.fields.published_at == item.fields.modified_at == "2024-05-17T09:30:00+00:00"
    assert item.fields.title is None


def test_names_of_fields_can_be_given() -> None:
    item = parse(
        {"body": "Talks resume.", "link": "https://example.org/a"}, text="body", url="link"
    )
    assert (item.content, item.fields.url) == ("Talks resume.", "https://example.org/a")
    with pytest.raises(ValueError, match="no field is called 'headline'"):
        RecordOptions({"headline": "title"})


def test_html_goes_before_text() -> None:
    item = parse({"html": "<p>Talks</p>", "text": "Talks"})
    assert (item.content, item.is_html) == ("<p>Talks</p>", True)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not_json"),
        (b"[1, 2]", "not_json"),
        (b'"text"', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"id": 1}', "no_text"),
        (b'{"text": null}', "no_text"),
        (b'{"text": "  "}', "no_text"),
        (b'{"text": true}', "no_text"),
    ],
)
def test_a_line_that_holds_no_article_is_refused(line: bytes, reason: str) -> None:
    with pytest.raises(ItemError) as caught:
        parse_record(line, "/a.jsonl", "a.jsonl")
    assert caught.value.reason == reason


def test_half_a_surrogate_pair_becomes_one_sign() -> None:
    item = parse_record(b'{"text": "A half \\ud83d of a pair"}', "/a.jsonl", "a.jsonl")
    item.content.encode()


def items_of(path: Path, options: ReadOptions | None = None, size: int = 8_000_000) -> list[Any]:
    [source] = find_sources([str(path)]).sources
    shards = plan_shards([Slice.whole(source)], most_bytes=size)
    return [item for shard in shards for one in shard.slices for item in read_slice(one, options)]


def test_one_bad_line_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "One"}\n\n{broken\n{"id": 2, "text": "Two"}')
    first, bad, second = items_of(path)
    assert (first.source_id, second.source_id) == ("1", "2")
    assert isinstance(bad, Unreadable)
    assert (bad.reason, bad.payload) == ("not_json", "{broken\n")


def test_a_line_over_the_cap_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    long = json.dumps({"id": 1, "text": "x" * 5_000})
    path.write_text(f'{long}\n{{"id": 2, "text": "Two"}}\n', "utf-8")
    bad, second = items_of(path, ReadOptions(most_item_bytes=1_000))
    assert (bad.reason, second.source_id) == ("too_large", "2")


def test_a_broken_archive_gives_what_can_be_read_and_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    lines = "".join(f'{{"id": {n}, "text": "Number {n * n}"}}\n' for n in range(2_000))
    path.write_bytes(gzip.compress(lines.encode())[:-2_000])
    *read, last = items_of(path)
    assert all(isinstance(item, Item) for item in read)
    assert isinstance(last, Unreadable)
    assert last.reason == "broken_archive"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), max_size=12),
    st.integers(1, 200),
)
def test_ranges_hold_every_line_once(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int
) -> None:
    path = tmp_path_factory.mktemp("ranges") / "news.jsonl"
    lines = [
        json.dumps({"id": n, "text": f"a{text}"}, ensure_ascii=False)
        for n, text in enumerate(texts)
    ]
    path.write_bytes("\n".join(lines).encode())
    assert [item.content for item in items_of(path, size=size)] == [f"a{text}" for text in texts]
