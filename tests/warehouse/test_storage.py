"""Files of a lake in a folder and in an object store, and what is told where it is unreachable."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pytest

from tests.warehouse.conftest import Mill
from warehouse.copies import local_files
from warehouse.errors import LakeError, OtherLakeError, PartError
from warehouse.home import Home, find_home
from warehouse.lake import prune_links, read_manifests, scan, sweep, verify_parts
from warehouse.storage import Lake

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Article

    from tests.conftest import ObjectStore

ONE, TWO = "lake/documents/run_id=r1/part-0.parquet", "lake/documents/run_id=r1/part-1.parquet"


@pytest.fixture
def home(either_home: Home) -> Home:
    """Each test is run over a folder and over an object store."""
    return either_home


@pytest.fixture
def remote(root: Path, object_store: ObjectStore) -> Home:
    home = Home(root, object_store.lake())
    home.prepare()
    return home


def test_files_are_written_listed_read_and_removed(home: Home) -> None:
    lake = home.lake
    assert lake.sizes("lake") == {}
    lake.write(ONE, b"one")
    lake.write(TWO, b"two, longer")
    lake.write(ONE, b"again")
    assert lake.sizes("lake") == {ONE: 5, TWO: 11}
    assert lake.sizes("lake/documents/run_id=r1", "lake/manifests") == {ONE: 5, TWO: 11}
    assert lake.read_all([TWO, ONE]) == [b"two, longer", b"again"]
    lake.remove([ONE])
    assert lake.sizes("lake") == {TWO: 11}
    with pytest.raises(FileNotFoundError):
        lake.read(ONE)


def test_a_file_of_many_megabytes_comes_back_as_it_was(home: Home) -> None:
    data = bytes(range(256)) * 50_000
    home.lake.write(ONE, data)
    assert home.lake.read(ONE) == data


def test_what_is_written_to_one_prefix_is_not_in_the_one_beside(remote: Home) -> None:
    beside = Lake(remote.lake.address.replace("/mill", "/mill-2"))
    beside.write(ONE, b"one")
    assert remote.lake.sizes("lake") == {}
    assert beside.sizes("lake") == {ONE: 3}


def test_parts_are_copied_once_and_replaced_ones_go(
    remote: Home, articles: tuple[Article, ...]
) -> None:
    mill = Mill(remote)
    first = mill.run("r1", *articles)
    paths = [part.path for part in first.parts]
    copies = local_files(remote, first.parts)
    assert [copy.read_bytes() for copy in copies] == remote.lake.read_all(paths)
    remote.lake.remove(paths)
    assert local_files(remote, first.parts) == copies
    for path, copy in zip(paths, copies, strict=True):
        remote.lake.write(path, copy.read_bytes())

    second = mill.run("r2", *articles)
    local_files(remote, second.parts)
    killed = mill.prepare_run("r3", articles[0])
    local_files(remote, killed.parts)
    prune_links(remote)
    sweep(remote)
    pruned = {part.path for part in first.of("entities", "mention_links")}
    kept = {part.path for part in (*first.parts, *second.parts)} - pruned
    copied = [path for path in remote.copies.rglob("part-*") if path.is_file()]
    assert {path.parent.parent.relative_to(remote.copies).as_posix() for path in copied} == kept


def test_a_part_that_is_missing_or_changed_in_the_store_is_named(
    remote: Home, articles: tuple[Article, ...]
) -> None:
    (part,) = Mill(remote).run("r1", *articles).of("documents")
    remote.lake.write(part.path, b"PAR1")
    with pytest.raises(PartError, match=r"s3://.*/mill/documents/.* is damaged"):
        local_files(remote, [part])
    remote.lake.remove([part.path])
    with pytest.raises(PartError, match=r"s3://.*/mill/documents/.* is missing"):
        scan(remote, read_manifests(remote), "documents", ["title"])


def test_keys_that_are_not_let_in_are_told_with_the_way_out(
    root: Path, object_store: ObjectStore
) -> None:
    home = Home(root, object_store.lake())
    object_store.let_in("0")
    try:
        with pytest.raises(LakeError, match=r"ACCESS_DENIED.* see to AWS_ACCESS_KEY_ID") as caught:
            home.prepare()
    finally:
        object_store.let_in("inf")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 ours
    assert not home.lake_note.exists()


@pytest.mark.trust  # the client tries for six seconds
def test_a_server_that_does_not_answer_is_told_with_the_way_out(object_store: ObjectStore) -> None:
    address = f"{object_store.lake()}?scheme=http&region=us-east-1&endpoint_override=127.0.0.1:1"
    with pytest.raises(LakeError, match=r"NETWORK_CONNECTION: .*; see to AWS_ENDPOINT_URL"):
        Lake(address).prepare()


def test_a_home_keeps_to_the_lake_that_has_its_runs(
    root: Path, object_store: ObjectStore, articles: tuple[Article, ...]
) -> None:
    lake, other = object_store.lake(), object_store.lake()
    assert find_home(root) == Home(root)
    assert find_home(root, str(root / "lake")) == Home(root)
    find_home(root, other).prepare()
    find_home(root, lake).prepare()  # nothing is in the other one yet
    home = find_home(root)
    assert home == Home(root, lake)
    home.staging("r1").mkdir(parents=True)
    for address in (other, str(root / "lake")):
        with pytest.raises(OtherLakeError, match=re.escape(f"are in another one, {Lake(lake)};")):
            find_home(root, address)
    # Where the server is may change; its bucket and prefix say which lake it is.
    server = object_store.url.removeprefix("http://")
    elsewhere = f"{lake}/?scheme=http&region=us-east-1&endpoint_override={server}"
    find_home(root, elsewhere).prepare()
    assert find_home(root) == Home(root, elsewhere)
    assert find_home(root).lake.sizes("lake") == {}

    grown = Home(root.with_name("grown"))
    Mill(grown).run("r1", *articles)
    with pytest.raises(OtherLakeError, match="to move the lake, copy all of it"):
        find_home(grown.root, lake)
    for path in grown.lake.sizes("lake"):
        Lake(lake).write(path, grown.lake.read(path))
    grown.lake_note.write_text(lake)
    moved = find_home(grown.root)
    assert read_manifests(moved) == read_manifests(grown)
    assert verify_parts(moved) == []
