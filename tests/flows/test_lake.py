"""A lake in an object store gives the tables of one in a folder, and is not lost sight of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flows.cli.exits import ExitCode, exit_code
from flows.settings import SettingsError, load_settings
from tests.flows.conftest import Newsmill
from tests.flows.test_cluster import cluster
from tests.flows.test_reprocess import content
from warehouse.errors import LakeError, OtherLakeError
from warehouse.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport
    from tests.conftest import ObjectStore


def with_settings(newsmill: Newsmill, **settings: str) -> Newsmill:
    chosen = {f"NEWSMILL_{name}": value for name, value in settings.items()}
    return replace(newsmill, environment=newsmill.environment | chosen)


def test_a_lake_in_an_object_store_gives_the_same_tables(
    ingest: Callable[..., RunReport],
    published: Newsmill,
    seeds: Path,
    tmp_path: Path,
    object_store: ObjectStore,
) -> None:
    home, lake = tmp_path / "home", object_store.lake()
    ingest(home, seeds, published="2025-05-17", lake=lake)
    assert Newsmill(home).tables() == published.tables()
    assert Home(home, lake).lake.sizes("lake/documents")
    assert not (home / "lake").exists()
    # The home knows where its lake is: it need not be said again.
    assert ingest(home, seeds).status == "unchanged"
    with pytest.raises(OtherLakeError, match=r"are in another one, s3://.*to move the lake, copy"):
        ingest(home, seeds, lake=str(tmp_path / "lake"))
    with pytest.raises(OtherLakeError, match=r"are in another one, .*/lake;") as caught:
        ingest(published.home, seeds, lake=lake)
    assert exit_code(caught.value) == ExitCode.WRONG_USE
    # Where the home is lost, the lake gives it back.
    assert ingest(tmp_path / "new", seeds, lake=lake).status == "unchanged"
    assert content(Newsmill(tmp_path / "new")) == content(published)


def test_a_bucket_that_is_not_there_is_named_with_the_way_out(
    ingest: Callable[..., RunReport], seeds: Path, tmp_path: Path, object_store: ObjectStore
) -> None:
    lake = object_store.lake().replace("/mill", "-gone/mill")
    with pytest.raises(LakeError, match=r"no bucket 'news-\d+-gone'; make the bucket") as caught:
        ingest(tmp_path / "home", seeds, lake=lake)
    assert exit_code(caught.value) == ExitCode.ENVIRONMENT
    assert not (tmp_path / "home" / "lake.address").exists()


@pytest.mark.parametrize(
    "lake", ["s3://key:secret@news/mill", "gs://news/mill", "s3:///mill", "s3://news/mill#part"]
)
def test_an_address_that_is_not_understood_or_holds_keys_is_refused(lake: str) -> None:
    with pytest.raises(SettingsError, match="keys are not part of it") as caught:
        load_settings(lake=lake)
    assert "secret" not in str(caught.value)


@pytest.mark.trust
def test_a_cluster_with_its_lake_in_an_object_store_gives_the_same_tables(
    newsmill: Newsmill,
    ingest: Callable[..., RunReport],
    published: Newsmill,
    seeds: Path,
    tmp_path: Path,
    object_store: ObjectStore,
) -> None:
    lake = object_store.lake()
    newsmill.environment["NEWSMILL_SHARD_DOCUMENTS"] = "1"
    with cluster(tmp_path) as (address, workers):
        onto = ("--dask-address", address, "--workers", 2)
        dated = ("--published", "2025-05-17")
        gone = newsmill("run", seeds, *dated, *onto, "--lake", "s3://gone/mill", expect=4)
        assert "lake s3://gone/mill: there is no bucket 'gone'; make the bucket" in gone.stderr
        gone = with_settings(newsmill, LAKE="s3://gone/mill")("doctor", expect=4)
        assert "BAD  lake                s3://gone/mill: there is no bucket" in gone.stdout
        newsmill("run", seeds, *dated, *onto, "--lake", lake)
        assert newsmill.tables() == published.tables()
        assert len(Home(newsmill.home, lake).lake.sizes("lake/documents")) == 5
        assert not (newsmill.home / "lake").exists()
        assert "Nothing new" in newsmill("run", seeds, *onto).stdout
        assert f"ok   lake                {lake}, 2 runs" in newsmill("doctor").stdout
        on_site = {"SITE": "example.org", "ENGINE": "dask", "DASK_ADDRESS": address}
        with_settings(newsmill, **on_site)("reprocess")
        assert [worker.poll() for worker in workers] == [None, None]
    ingest(tmp_path / "at-once", seeds, published="2025-05-17", site="example.org")
    assert content(newsmill) == content(Newsmill(tmp_path / "at-once"))
