"""The stages of a run that work on its items, shard by shard; the flow calls them in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from flows import quarantine
from flows.cleaning import CleanTask
from flows.extracting import ExtractTask
from flows.plan import fingerprint_as_found
from flows.session import CODE_VERSION
from flows.staging import read_all_staged, staged_size, write_tables
from transforms.clean.documents import CleanOptions
from transforms.errors import ItemError
from transforms.extract.model import model_fingerprint
from transforms.ids import stable_id
from transforms.link.items import CLEANED_ITEMS, settle_items
from transforms.read.items import ReadOptions, spool
from transforms.read.records import RecordOptions
from transforms.read.sources import Slice, plan_shards
from warehouse import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from flows.cleaning import CleanedShard
    from flows.extracting import ExtractedShard
    from flows.session import Session
    from flows.settings import Settings
    from transforms.read.sources import Shard, Source

_KNOWN_ITEMS = pa.schema(
    [(name, pa.string()) for name in ("source_uri", "source_id", "content_hash")]
)


def split_into_shards(session: Session) -> list[Shard]:
    """The shards of the sources to read; leaves what is known of their items for the workers."""
    staging = session.home.staging(session.run_id)
    staging.mkdir(parents=True, exist_ok=True)
    write_tables(staging, {"known_items": _known_items(session)})
    slices = [_slice(source, staging) for source in session.plan.taken]
    settings = session.settings
    return list(plan_shards(slices, settings.shard_documents, settings.shard_bytes))


def _known_items(session: Session) -> pa.Table:
    """The items that are not taken up as long as they are what they were."""
    plan = session.plan
    changed = [source.uri for source in plan.taken if source.uri in plan.known]
    known = ledger.items(session.home, changed) if changed else {}
    failures = ledger.quarantined(session.home).values() if changed else ()
    given_up = quarantine.given_up(failures, session.settings.max_attempts)
    rows = [
        {"source_uri": uri, "source_id": source_id, "content_hash": item.content_hash}
        for (uri, source_id), item in known.items()
        if not plan.takes_up(uri, source_id, item.status, given_up=(uri, source_id) in given_up)
    ]
    return pa.Table.from_pylist(rows, _KNOWN_ITEMS)


def fingerprints(session: Session) -> dict[str, str]:
    """The fingerprint of each source that is read, of what it was when the run was planned."""
    return {source.uri: fingerprint_as_found(source) for source in session.plan.taken}


def _slice(source: Source, staging: Path) -> Slice:
    if source.kind == "jsonl" and source.is_compressed:
        try:
            return spool(source, staging / f"{stable_id(source.uri)}.jsonl")
        except (ItemError, OSError):
            # Read in one piece, as far as it goes: the worker quarantines the rest with its reason.
            pass
    return Slice.whole(source)


def clean_shard(session: Session, shard: Shard) -> CleanedShard:
    """Reads and cleans a shard in a worker."""
    settings = session.settings
    staging = session.home.staging(session.run_id)
    task = CleanTask(
        shard=shard,
        staging=staging,
        read=ReadOptions(records=RecordOptions(settings.map)),
        clean=CleanOptions(
            clean=settings.clean,
            fingerprint=row_fingerprint(settings),
            site=settings.site,
            published=settings.published,
            language=settings.language,
            read_at=session.started_at,
        ),
    )
    return session.workers.run(task, staging / f"{shard.shard_id}.clean.note")


def row_fingerprint(settings: Settings) -> str:
    """The hash of the code, settings and model that make the rows."""
    return stable_id(CODE_VERSION, settings.config_fingerprint(), model_fingerprint())


def settle(session: Session, cleaned: Iterable[CleanedShard]) -> pa.Table:
    """What becomes of each item of the run, by the schema ``CLEANED_ITEMS``."""
    staging = session.home.staging(session.run_id)
    items = read_all_staged([staging / shard.shard_id for shard in cleaned], "items", CLEANED_ITEMS)
    items = _without_payload(items)
    known = set()
    if session.home.warehouse.exists():
        ids = pc.unique(items["document_id"].drop_null()).to_pylist()
        known = ledger.known_documents(session.home, ids)
    return settle_items(items, known - session.plan.renewed, session.settings.limit)


def _without_payload(items: pa.Table) -> pa.Table:
    """The items, with the beginnings of those only that go to quarantine."""
    failed = pc.equal(items["status"], "quarantined")
    payload = pc.if_else(failed, items["payload"], pa.scalar(None, pa.string()))
    index = items.schema.get_field_index("payload")
    return items.set_column(index, items.schema.field(index), payload)


def items_by_shard(settled: pa.Table) -> dict[str, frozenset[int]]:
    """The items to load, by the shard that holds them: their numbers within it."""
    loaded = settled.filter(pc.equal(settled["status"], "loaded"))
    found: dict[str, set[int]] = {}
    for shard_id, row_index in zip(
        loaded["shard_id"].to_pylist(), loaded["row_index"].to_pylist(), strict=True
    ):
        found.setdefault(shard_id, set()).add(row_index)
    return {shard_id: frozenset(numbers) for shard_id, numbers in sorted(found.items())}


def longest_first(session: Session, by_shard: Mapping[str, object]) -> list[str]:
    """The shards by the length of their texts: in the end no worker waits for a long one."""
    staging = session.home.staging(session.run_id)
    sizes = {shard: staged_size(staging / shard, "documents") for shard in by_shard}
    return sorted(by_shard, key=lambda shard: (-sizes[shard], shard))


def extract_shard(session: Session, shard_id: str, row_indexes: frozenset[int]) -> ExtractedShard:
    """Extracts from the documents of a shard in a worker, checks the rows and writes the parts."""
    staging = session.home.staging(session.run_id)
    task = ExtractTask(
        shard_id, staging, session.home, session.run_id, row_indexes, session.started_at
    )
    return session.workers.run(task, staging / f"{shard_id}.extract.note")
