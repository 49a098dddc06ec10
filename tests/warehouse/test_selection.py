"""The newest run that holds a thing says what it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from tests.warehouse.conftest import identity
from warehouse.lake import Manifest, read_manifests, scan, stream, write_manifest

if TYPE_CHECKING:
    from conftest import Article, Mill

    from warehouse.home import Home


def column(home: Home, table: str, name: str) -> list[object]:
    found = scan(home, read_manifests(home), table, [name]).column(name).to_pylist()
    streamed = stream(home, read_manifests(home), table, [name])
    assert Counter(found) == Counter(v for batch in streamed for v in batch[name].to_pylist())
    return found


def test_a_document_and_its_children_come_from_the_newest_run(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    text = "Talks\nRussia and Ukraine talk."
    before = article("a", text, mentions=[("Russia", "ORG"), ("Ukraine", "GPE")])
    after = article("a", text, mentions=[("Russia", "GPE")])
    mill.run("r2", after)
    mill.run("r1", before, article("b", "Other\nFrance talks.", mentions=[("France", "GPE")]))
    rows = scan(home, read_manifests(home), "entity_mentions", ["text", "label", "run_id"])
    assert sorted(map(tuple, (row.values() for row in rows.to_pylist()))) == [
        ("France", "GPE", "r1"),
        ("Russia", "GPE", "r2"),
    ]
    assert len(column(home, "documents", "document_id")) == 2


def test_within_a_run_the_first_item_wins_whatever_shard_it_fell_into(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    text = "Talks\nRussia talks."
    first = article("a", text, source_uri="1.txt", mentions=[("Russia", "GPE")])
    again = article("a", text, source_uri="2.txt", mentions=[("Russia", "ORG")])
    for run_id, pair in {"r1": (first, again), "r2": (again, first)}.items():
        manifest = mill.prepare_run(run_id, *pair, shards=2)
        assert scan(home, [manifest], "documents", ["source_uri"]).to_pylist() == [
            {"source_uri": "1.txt"}
        ]
        assert scan(home, [manifest], "entity_mentions", ["label"]).to_pylist() == [
            {"label": "GPE"}
        ]


def test_an_item_that_became_another_document_replaces_what_it_was(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    text = "Talks\nRussia talks. Leave a reply"
    before = [article(name, text) for name in "abc"]
    mill.run("r1", *before)
    again = article("a", "Talks\nRussia talks.", item={"content_hash": identity(text)})
    changed = article("b", "Talks\nRussia talks again.")
    mill.run("r2", again, changed)
    documents = set(column(home, "documents", "document_id"))
    assert documents == {d.document_id for d in (again, changed, *before[1:])}
    assert set(column(home, "passages", "document_id")) == documents


def test_a_document_stays_while_another_item_is_it(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    text = "Talks\nRussia talks. Leave a reply"
    mill.run("r0", article("a", text, source_uri="twin.txt"))
    mill.run("r1", article("a", text))
    mill.run("r2", article("a", "Talks\nRussia talks.", item={"content_hash": identity(text)}))
    assert len(column(home, "documents", "document_id")) == 2


def test_a_child_without_its_document_stays_in_sight(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    manifest = mill.prepare_run("r1", *articles)
    without = tuple(part for part in manifest.parts if part.table != "documents")
    write_manifest(home, Manifest("r1", without, "test"))
    assert len(column(home, "passages", "document_id")) == 8


def test_the_ledger_keeps_the_newest_row_of_a_key_and_every_run(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    mill.run("r2", article("a", "New\nThe text."))
    mill.run("r1", article("a", "Old\nThe text."), article("b", "Other\nThe text."))
    assert column(home, "source_items", "run_id") == ["r2", "r1"]
    assert column(home, "sources", "run_id") == ["r2", "r1"]
    assert column(home, "runs", "run_id") == ["r1", "r2"]


def test_only_the_newest_linking_counts(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles, links={"entities": [entity("old")], "stories": [story("s")]})
    mill.run("r2", *articles, links={"entities": [entity("new")]})
    mill.run("r3")
    assert column(home, "entities", "entity_id") == ["new"]
    assert column(home, "stories", "story_id") == []


def test_parts_of_an_older_version_lack_columns(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    [old] = mill.prepare_run("r1", *articles).of("documents")
    path = home.root / old.path
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["dateline"]), path)
    [new] = mill.prepare_run("r2", articles[0]).of("documents")
    manifests = [Manifest("r1", (old,), "old"), Manifest("r2", (new,), "new")]
    for known in (manifests, manifests[:1]):
        rows = scan(home, known, "documents", ["dateline"])
        assert rows.column("dateline").to_pylist() == [None, None, None]


def entity(entity_id: str) -> dict[str, object]:
    return {
        "entity_id": entity_id,
        "name": entity_id,
        "label": "ORG",
        "aliases": [],
        "document_count": 1,
        "mention_count": 1,
    }


def story(story_id: str) -> dict[str, object]:
    return {"story_id": story_id, "document_count": 1, "independent_count": 1, "sites": []}
