from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.errors import PartError
from warehouse.lake import prune_links, read_manifests, sweep, verify_parts

if TYPE_CHECKING:
    from conftest import Article, Mill

    from warehouse.home import Home


@pytest.fixture
def home(either_home: Home) -> Home:
    """Each test is run over a folder and over an object store."""
    return either_home


def files(home: Home) -> set[str]:
    """Every file of the home folder, and of the lake wherever it is."""
    here = {path.relative_to(home.root).as_posix() for path in home.root.rglob("*")}
    return {path for path in here if (home.root / path).is_file()} | {*home.lake.sizes("lake")}


def test_a_sweep_removes_what_killed_runs_left_and_nothing_else(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    mill.run("r2", *articles)
    (home.run_folder("r1") / "run.json").write_text("{}")
    (home.quarantine / "raw").write_text("kept")
    kept = files(home)

    killed = mill.prepare_run("r3", *articles)
    half_written = [
        "lake/documents/run_id=r2/part-9.parquet.77.tmp",
        "lake/manifests/r3.json.77.tmp",
    ]
    for name in half_written:
        home.lake.write(name, b"rubbish")
    rubbish = [
        home.candidate("r3"),
        home.staging("r3") / "candidate.duckdb.spill" / "block.tmp",
        home.versions / "r3.duckdb.wal",
        home.root / ".warehouse.duckdb.tmp",
    ]
    for path in rubbish:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("rubbish")

    swept = sweep(home)
    assert files(home) == kept
    expected = {part.path for part in killed.parts}
    expected |= {path.relative_to(home.root).as_posix() for path in rubbish[2:]}
    assert {*swept.paths} == {*expected, *half_written, "runs/r3/staging", "runs/r1/staging"}
    assert swept.size_bytes == sum(p.size_bytes for p in killed.parts) + 7 * len(
        half_written + rubbish
    )
    assert not [path for path in home.lake.sizes("lake") if "r3" in path]
    assert not list(home.root.glob("lake/*/run_id=r3"))
    assert sweep(home).paths == ()


def test_a_sweep_refuses_where_the_manifest_of_a_published_run_is_gone(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    home.lake.remove(["lake/manifests/r1.json"])
    before = files(home)
    with pytest.raises(PartError, match=r"manifests of published runs are missing .*: r1;"):
        sweep(home)
    assert files(home) == before


def test_verify_names_every_part_that_is_missing_or_changed(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    manifest = mill.run("r1", *articles)
    assert verify_parts(home) == []
    documents, entities, passages = (
        manifest.of(table)[0].path for table in ("documents", "entities", "passages")
    )
    home.lake.remove([documents])
    content = bytearray(home.lake.read(entities))
    content[7] ^= 1
    home.lake.write(entities, bytes(content))
    home.lake.write(passages, b"PAR1")
    faults = {fault.path.split("/")[1]: fault.problem for fault in verify_parts(home)}
    assert faults.keys() == {"documents", "entities", "passages"}
    assert faults["documents"] == "is missing"
    assert "another checksum" in faults["entities"]
    assert "has 4 bytes instead of" in faults["passages"]


def test_replaced_links_can_be_pruned_and_are_no_fault(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", articles[0])
    mill.run("r2", *articles)
    mill.run("r3")
    pruned = prune_links(home)
    assert sorted(pruned) == [
        "lake/entities/run_id=r1/part-0.parquet",
        "lake/mention_links/run_id=r1/part-0.parquet",
    ]
    assert prune_links(home) == ()
    assert verify_parts(home) == []
    newest = read_manifests(home)[1].of("entities")[0]
    home.lake.remove([newest.path])
    assert [fault.path for fault in verify_parts(home)] == [newest.path]
