"""A small corpus as the shards, the linking and the ledger would write it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from expectations.tables import TABLES
from expectations.tables.links import LINK_TABLES
from warehouse.home import Home
from warehouse.lake import Manifest, Part, read_manifests, write_manifest, write_part
from warehouse.load import build_candidate, publish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Rows = dict[str, list[dict[str, Any]]]

CONTRACTS = TABLES | LINK_TABLES
NOON = datetime(2025, 5, 17, 12, tzinfo=UTC)


def identity(*parts: object) -> str:
    return blake2b("|".join(map(str, parts)).encode(), digest_size=10).hexdigest()


@dataclass
class Article:
    """One item of a source; its sentences are the lines of its text.

    Mentions are (text, label); quantities (text, columns); quotes (text, speaker). ``columns`` of
    its row in ``documents`` and ``item`` of that in ``source_items`` replace the usual ones.
    """

    name: str
    text: str
    site: str = "example.org"
    modified_at: datetime | None = None
    published_at: datetime | None = NOON
    stub_reason: str | None = None
    source_uri: str | None = None
    mentions: Sequence[tuple[str, str]] = ()
    quantities: Sequence[tuple[str, Mapping[str, object]]] = ()
    quotes: Sequence[tuple[str, str]] = ()
    columns: Mapping[str, object] = field(default_factory=dict)
    item: Mapping[str, object] = field(default_factory=dict)

    @property
    def article_id(self) -> str:
        return identity(self.name)

    @property
    def document_id(self) -> str:
        return identity(self.name, self.text)

    @property
    def source(self) -> str:
        return self.source_uri or f"{self.name}.txt"

    def rows(self) -> Rows:
        rows: Rows = defaultdict(list)
        rows["documents"].append(self._document())
        for index, (start, end) in enumerate(self._lines()):
            place = {"document_id": self.document_id, "start_offset": start, "end_offset": end}
            source = {"source_start": start, "source_end": end, "kind": "body"}
            rows["passages"].append({**place, **source, "passage_index": index})
            rows["sentences"].append({**place, "passage_index": index, "sentence_index": index})
        for text, label in self.mentions:
            row = self._placed("mention_id", text)
            rows["entity_mentions"].append({**row, "text": text, "name": text, "label": label})
        for text, columns in self.quantities:
            row = self._placed("quantity_id", text)
            rows["quantities"].append({**row, "text": text, "rule_id": "test", **columns})
        for text, speaker in self.quotes:
            said = self._placed("mention_id", speaker)
            rows["quotes"].append(
                {
                    **self._placed("quote_id", text),
                    "part_index": 0,
                    "text": text,
                    "kind": "direct",
                    "speaker_text": speaker,
                    "speaker_start_offset": said["start_offset"],
                    "speaker_end_offset": said["end_offset"],
                    "speaker_mention_id": said["mention_id"],
                    "cue_text": "said",
                    "rule_id": "test",
                }
            )
        return rows

    def _document(self) -> dict[str, Any]:
        return {
            "document_id": self.document_id,
            "article_id": self.article_id,
            "source_uri": self.source,
            "source_id": self.name,
            "source_kind": "text",
            "url": f"https://{self.site}/{self.name}",
            "site": self.site,
            "title": self.text.splitlines()[0],
            "published_at": self.published_at,
            "published_date": self.published_at and self.published_at.date(),
            "modified_at": self.modified_at,
            "language": "en",
            "text": self.text,
            "character_count": len(self.text),
            "word_count": len(self.text.split()),
            "content_hash": identity(self.text),
            "fingerprint": "test",
            "is_stub": self.stub_reason is not None,
            "stub_reason": self.stub_reason,
            "is_truncated": False,
            "extractor": "test",
            "extraction_status": "full",
            **self.columns,
        }

    def _lines(self) -> list[tuple[int, int]]:
        breaks = [-1, *(i for i, char in enumerate(self.text) if char == "\n"), len(self.text)]
        return [(before + 1, after) for before, after in pairwise(breaks)]

    def _placed(self, key: str, text: str) -> dict[str, Any]:
        start = self.text.index(text)
        return {
            key: identity(key, self.document_id, text),
            "document_id": self.document_id,
            "sentence_index": self.text.count("\n", 0, start),
            "start_offset": start,
            "end_offset": start + len(text),
        }


class Mill:
    """Writes runs into a home folder the way the flow does, with toy linking."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.seen: dict[str, Article] = {}

    def part(self, table: str, run_id: str, rows: list[dict[str, Any]], shard: str = "0") -> Part:
        contract = CONTRACTS[table]
        given = {name for row in rows for name in row}
        fields = [pa.field(f.name, f.type) for f in contract.schema() if f.name in given]
        data = pa.Table.from_pylist(rows, schema=pa.schema(fields))
        return write_part(self.home, contract, run_id, shard, data)

    def prepare_run(
        self, run_id: str, *articles: Article, links: Rows | None = None, shards: int = 1
    ) -> Manifest:
        """The parts of a run, its manifest not yet written."""
        parts = []
        for shard in range(shards):
            rows: Rows = defaultdict(list)
            for article in articles[shard::shards]:
                for table, more in article.rows().items():
                    rows[table] += more
            parts += [self.part(table, run_id, rows[table], str(shard)) for table in rows]
        merged = (self._links(articles) if articles else {}) | (links or {})
        ledger = self._ledger(run_id, articles)
        parts += [self.part(table, run_id, rows) for table, rows in (merged | ledger).items()]
        parts.sort(key=lambda part: part.path)
        return Manifest(run_id, tuple(parts), "newsmill test")

    def run(self, run_id: str, *articles: Article, links: Rows | None = None) -> Manifest:
        """A run up to its manifest: written, not published."""
        manifest = self.prepare_run(run_id, *articles, links=links)
        write_manifest(self.home, manifest)
        return manifest

    def replace(self, manifest: Manifest, table: str, rows: list[dict[str, Any]]) -> None:
        """Writes a prepared run with other rows in one of its tables."""
        others = tuple(part for part in manifest.parts if part.table != table)
        part = self.part(table, manifest.run_id, rows)
        write_manifest(self.home, Manifest(manifest.run_id, (*others, part), "newsmill test"))

    def publish(self, run_id: str, keep: int = 2) -> Path:
        candidate = self.home.candidate(run_id)
        build_candidate(self.home, read_manifests(self.home), candidate)
        return publish(self.home, candidate, run_id, keep)

    def _links(self, articles: Sequence[Article]) -> Rows:
        """One entity a name, over everything that the lake and this run hold."""
        self.seen |= {article.document_id: article for article in articles}
        held = [article.rows()["entity_mentions"] for article in self.seen.values()]
        mentions = [mention for rows in held for mention in rows]
        links = [
            {"mention_id": mention["mention_id"], "entity_id": identity("entity", mention["name"])}
            for mention in mentions
        ]
        names = {mention["name"]: mention["label"] for mention in mentions}
        entities = [
            {
                "entity_id": identity("entity", name),
                "name": name,
                "label": label,
                "aliases": [],
                "document_count": len({m["document_id"] for m in mentions if m["name"] == name}),
                "mention_count": sum(m["name"] == name for m in mentions),
            }
            for name, label in names.items()
        ]
        return {"mention_links": links, "entities": entities}

    def _ledger(self, run_id: str, articles: Sequence[Article]) -> Rows:
        sources = [
            {
                "source_uri": article.source,
                "name": article.source,
                "fingerprint": identity(article.text),
                "size_bytes": len(article.text),
                "modified_at": NOON,
                "item_count": 1,
                "status": "loaded",
                "first_run_id": run_id,
                "last_run_id": run_id,
            }
            for article in articles
        ]
        items = [
            {
                "source_uri": article.source,
                "source_id": article.name,
                "content_hash": identity(article.text),
                "document_id": article.document_id,
                "status": "loaded",
                **article.item,
            }
            for article in articles
        ]
        ledger: Rows = {"runs": self.journal_row(run_id, articles)}
        if articles:
            ledger |= {"sources": sources, "source_items": items}
        return ledger

    def journal_row(self, run_id: str, articles: Sequence[Article]) -> list[dict[str, Any]]:
        counts = ("unchanged", "duplicate", "quarantined", "deferred")
        return [
            {
                "run_id": run_id,
                "started_at": NOON,
                "finished_at": NOON,
                "status": "published" if articles else "unchanged",
                "code_version": "test",
                "config_fingerprint": "test",
                "model": "none",
                "items_read": len(articles),
                "items_loaded": len(articles),
                **{f"items_{name}": 0 for name in counts},
                "rows_quarantined": 0,
                "cpu_seconds": 1.0,
                "wall_seconds": 1.0,
            }
        ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "it's [a] {home}"


@pytest.fixture
def home(root: Path) -> Home:
    home = Home(root)
    home.prepare()
    return home


@pytest.fixture(params=["folder", "object store"])
def either_home(root: Path, request: pytest.FixtureRequest) -> Home:
    """A home with its lake in a folder, then one with its lake in an object store."""
    remote = request.param == "object store"
    home = Home(root, request.getfixturevalue("object_store").lake() if remote else None)
    home.prepare()
    return home


@pytest.fixture
def mill(home: Home) -> Mill:
    return Mill(home)


TALKS = Article(
    "talks",
    "Talks open in Istanbul\nVladimir Putin did not meet Volodymyr Zelensky in Istanbul.\n"
    '"We are ready," Volodymyr Zelensky said.\nRussia pledged $50 million on May 16.',
    mentions=[
        ("Istanbul", "GPE"),
        ("Vladimir Putin", "PERSON"),
        ("Volodymyr Zelensky", "PERSON"),
        ("Russia", "GPE"),
    ],
    quantities=[
        ("$50 million", {"kind": "money", "value": 50_000_000, "unit": "USD"}),
        (
            "May 16",
            {
                "kind": "date",
                "iso": "2025-05-16",
                "date_start": date(2025, 5, 16),
                "date_end": date(2025, 5, 16),
            },
        ),
    ],
    quotes=[("We are ready,", "Volodymyr Zelensky")],
)
SWAP = Article(
    "swap",
    "Prisoners are swapped\nRussia and Ukraine swapped 1,000 prisoners.",
    site="example.net",
    mentions=[("Russia", "GPE"), ("Ukraine", "GPE")],
    quantities=[("1,000", {"kind": "count", "value": 1000, "counted": "prisoners"})],
)
STUB = Article("paywall", "Subscribe to read\nThis story is for members.", stub_reason="paywall")


@pytest.fixture
def articles() -> tuple[Article, ...]:
    """Two whole articles and a stub."""
    return replace(TALKS), replace(SWAP), replace(STUB)


@pytest.fixture
def article() -> type[Article]:
    """Makes an article."""
    return Article


@pytest.fixture(scope="session")
def sound_candidate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse file without a fault; to be copied, not changed."""
    home = Home(tmp_path_factory.mktemp("sound"))
    home.prepare()
    Mill(home).run("r1", TALKS, SWAP, STUB)
    path = home.candidate("r1")
    build_candidate(home, read_manifests(home), path)
    return path
