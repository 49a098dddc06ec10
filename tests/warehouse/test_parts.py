from __future__ import annotations

import io
import os
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from expectations.tables import TABLES
from warehouse.errors import PartError
from warehouse.home import Home
from warehouse.lake import Manifest, read_manifests, scan, write_manifest, write_part

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.lake import Part

REMOVED = TABLES["removed_passages"]


@pytest.fixture
def home(either_home: Home) -> Home:
    """Each test is run over a folder and over an object store."""
    return either_home


def removed(*texts: str) -> pa.Table:
    return pa.table(
        {
            "text": list(texts),
            "removed_index": list(range(len(texts))),
            "document_id": ["d"] * len(texts),
            "kind": ["other"] * len(texts),
            "rule_id": ["rule"] * len(texts),
        }
    )


def parquet(home: Home, part: Part) -> pa.Table:
    return pq.read_table(io.BytesIO(home.lake.read(part.path)))


def test_a_part_holds_the_rows_in_the_schema_of_the_contract(home: Home) -> None:
    part = write_part(home, REMOVED, "r1", "0", removed("one", "two"))
    data = parquet(home, part)
    assert data.schema.equals(REMOVED.schema())
    assert data.column("text").to_pylist() == ["one", "two"]
    assert data.column("source_start").null_count == 2
    assert data.column("run_id").to_pylist() == ["r1", "r1"]
    assert part.path == "lake/removed_passages/run_id=r1/part-0.parquet"
    assert (part.row_count, part.size_bytes) == (2, len(home.lake.read(part.path)))


def test_the_same_rows_give_the_same_bytes(home: Home) -> None:
    whole = removed("one", "two", "three")
    pieces = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])
    shuffled = pieces.select(sorted(pieces.column_names))
    checksums = {
        write_part(home, REMOVED, "r1", "0", rows).checksum for rows in (whole, pieces, shuffled)
    }
    assert len(checksums) == 1


def test_many_rows_are_written_group_by_group(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.parts._ROWS_A_GROUP", 2)
    part = write_part(home, REMOVED, "r1", "0", removed("one", "two", "three"))
    file = pq.ParquetFile(io.BytesIO(home.lake.read(part.path)))
    assert [file.metadata.row_group(group).num_rows for group in range(2)] == [2, 1]
    assert file.read()["text"].to_pylist() == ["one", "two", "three"]


def test_a_part_without_rows_needs_no_columns(home: Home) -> None:
    part = write_part(home, REMOVED, "r1", "0", pa.table({}))
    assert parquet(home, part).schema.equals(REMOVED.schema())


def test_only_linked_columns_are_missing_from_a_part() -> None:
    assert "is_latest" not in TABLES["documents"].schema().names
    assert "entity_id" not in TABLES["entity_mentions"].schema().names


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            removed("a").append_column("txt", [["a"]]),
            "'txt' is not in .*did you mean 'text'",
        ),
        (removed("a").drop_columns(["text"]), "column 'text' is missing"),
        (
            removed("a").set_column(0, "text", pa.array([None], pa.string())),
            "column 'text' is null in 1 rows",
        ),
        (
            removed("a").set_column(1, "removed_index", pa.array(["first"])),
            "column 'removed_index': string does not fit int64",
        ),
        (removed("a").append_column("run_id", [["r2"]]), "names another run than 'r1'"),
        (removed("a").append_column("text", [["b"]]), "a column twice"),
    ],
)
def test_rows_that_break_the_schema_are_refused(home: Home, rows: pa.Table, message: str) -> None:
    with pytest.raises(PartError, match=message):
        write_part(home, REMOVED, "r1", "0", rows)
    assert home.lake.sizes("lake") == {}


def test_a_value_with_more_digits_than_the_contract_is_refused(home: Home) -> None:
    quantities = TABLES["quantities"]
    rows = pa.table(
        {
            "quantity_id": ["q"],
            "document_id": ["d"],
            "sentence_index": [0],
            "start_offset": [0],
            "end_offset": [1],
            "text": ["1"],
            "kind": ["count"],
            "rule_id": ["rule"],
            "value": pa.array([Decimal("0.0000000001")]),
        }
    )
    with pytest.raises(PartError, match="table 'quantities', column 'value'"):
        write_part(home, quantities, "r1", "0", rows)


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a b", "a\0"])
def test_a_name_that_is_no_file_name_is_refused(home: Home, name: str) -> None:
    with pytest.raises(PartError, match="cannot be part of a file's name"):
        write_part(home, REMOVED, name, "0", removed("a"))
    with pytest.raises(PartError, match="cannot be part of a file's name"):
        write_part(home, REMOVED, "r1", name, removed("a"))


def test_lone_surrogates_are_refused(home: Home) -> None:
    smuggled = pa.array([b"\xed\xa0\x80"]).view(pa.string())
    with pytest.raises(PartError, match="removed_passages"):
        write_part(home, REMOVED, "r1", "0", removed("a").set_column(0, "text", smuggled))


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8))
def test_every_text_comes_back_as_it_was(home: Home, texts: list[str]) -> None:
    part = write_part(home, REMOVED, "r1", "0", removed(*texts))
    rows = scan(home, [Manifest("r1", (part,), "test")], "removed_passages", ["text"])
    assert rows.column("text").to_pylist() == texts


def test_nothing_half_written_is_left_when_the_disk_fails(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(root)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_part(home, REMOVED, "r1", "0", removed("a"))
    assert [path.name for path in root.rglob("*part*")] == []


def test_a_manifest_comes_back_as_it_was(home: Home) -> None:
    parts = [write_part(home, REMOVED, run, "0", removed("a")) for run in ("r2", "r1")]
    manifests = [
        Manifest(run, (part,), "0.1.0") for run, part in zip(("r2", "r1"), parts, strict=True)
    ]
    for manifest in manifests:
        write_manifest(home, manifest)
    assert read_manifests(home) == manifests[::-1]


def test_a_manifest_names_only_parts_that_are_there(home: Home) -> None:
    part = write_part(home, REMOVED, "r1", "0", removed("a"))
    home.lake.write(part.path, b"PAR1")
    with pytest.raises(PartError, match=f"expected {part.size_bytes} bytes, found 4"):
        write_manifest(home, Manifest("r1", (part,), "0.1.0"))
    assert read_manifests(home) == []


@pytest.mark.parametrize("content", ["", "{}", '{"format": 1}', '{"format": 1, "parts": [1]}'])
def test_a_damaged_manifest_is_named(home: Home, content: str) -> None:
    home.lake.write("lake/manifests/r1.json", content.encode())
    with pytest.raises(PartError, match=r"r1\.json is damaged"):
        read_manifests(home)


def test_a_manifest_of_a_later_format_says_who_wrote_it(home: Home) -> None:
    content = b'{"format": 9, "created_by": "newsmill 7"}'
    home.lake.write("lake/manifests/r1.json", content)
    with pytest.raises(PartError, match=r"format 9.*written by newsmill 7"):
        read_manifests(home)
