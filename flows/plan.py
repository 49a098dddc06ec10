"""What a run has to do: which sources are new or changed. Asked first, before anything heavy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from transforms.read.sources import SourceNotFoundError, find_sources, source_again
from warehouse import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transforms.read.sources import Source
    from warehouse.home import Home
    from warehouse.ledger import KnownSource

Again: TypeAlias = "Mapping[str, frozenset[str]]"
"""Items to take up again: their ids, by source URI."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """The sources of a run.

    Args:
        taken: New, changed or partly loaded sources, sorted by uri; to be read.
        unchanged: Sources that are as the ledger knows them; not to be read.
        waiting: Sources beyond the limit; left for a later run.
        known: What the ledger knows of all of them.
        skipped: How many files are of a format that is not read, by suffix.
        again: The items that are taken up though the ledger knows them, by source: their ids. Where
            there are any, nothing else that failed before is tried again.
        renewed: The documents of those items, which are made anew.
        missing: Sources of such items that are not there any more.
    """

    taken: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    waiting: tuple[Source, ...]
    known: Mapping[str, KnownSource]
    skipped: Mapping[str, int]
    again: Again = field(default_factory=dict)
    renewed: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()

    @property
    def unchanged_items(self) -> int:
        """The items of the sources that are not read."""
        return sum(self.known[source.uri].item_count for source in self.unchanged)

    @property
    def takes_new(self) -> bool:
        """Whether it takes in what is new, as most runs do; then its figures can be compared."""
        return bool(self.taken) and not self.again

    def takes_up(self, uri: str, source_id: str, status: str, *, given_up: bool) -> bool:
        """Whether an item that the ledger knows is taken up though it is what it was."""
        if status == "quarantined" and not self.again:
            return not given_up
        return status == "deferred" or source_id in self.again.get(uri, ())


def plan_run(home: Home, arguments: Iterable[str], limit: int | None = None) -> Plan:
    """What there is to do for the SOURCE arguments, given what the ledger knows.

    Raises:
        SourceNotFoundError: Where an argument names nothing.
    """
    found = find_sources(arguments)
    known = ledger.sources(home) if home.warehouse.exists() else {}
    taken: list[Source] = []
    unchanged: list[Source] = []
    for source in found.sources:
        (unchanged if _is_unchanged(source, known.get(source.uri)) else taken).append(source)
    # A record file may hold any number of items, which are counted when they have been read.
    files = [source for source in taken if source.kind != "jsonl"]
    waiting = set(files[limit:]) if limit is not None else set()
    return Plan(
        taken=tuple(source for source in taken if source not in waiting),
        unchanged=tuple(unchanged),
        waiting=tuple(sorted(waiting, key=lambda source: source.uri)),
        known={source.uri: known[source.uri] for source in found.sources if source.uri in known},
        skipped=found.skipped,
    )


def plan_again(home: Home, again: Again) -> Plan:
    """What there is to do to take up items again, whatever the ledger knows of them.

    Their sources are read as in any run, so that what is new in them is taken up too. What becomes
    of an item takes the place of what became of it before.

    Raises:
        SourceNotFoundError: Where none of the sources is there any more.
    """
    known = ledger.sources(home)
    taken, missing = [], []
    for uri in sorted(again):
        try:
            taken.append(source_again(uri, known[uri].name))
        except SourceNotFoundError:
            missing.append(uri)
    if missing and not taken:
        raise SourceNotFoundError(missing[0])
    items = ledger.items(home, (source.uri for source in taken))
    return Plan(
        taken=tuple(taken),
        unchanged=(),
        waiting=(),
        known={source.uri: known[source.uri] for source in taken},
        skipped={},
        again=again,
        renewed=frozenset(
            item.document_id
            for (uri, source_id), item in items.items()
            if source_id in again[uri] and item.status == "loaded" and item.document_id
        ),
        missing=tuple(missing),
    )


def fingerprint(path: Path) -> str:
    """The hash of a file's bytes; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=10)).hexdigest()
    except OSError:
        return ""


def fingerprint_as_found(source: Source) -> str:
    """The fingerprint of a source as it was found; empty where it has changed since.

    What was read of it may be its old text: with no fingerprint the next run reads it again.
    """
    path = Path(source.uri)
    found = fingerprint(path)
    try:
        is_as_found = path.stat().st_mtime_ns == source.modified_ns
    except OSError:
        return ""
    return found if is_as_found else ""


def modified_at(source: Source) -> datetime:
    """The source's own time of change."""
    return _EPOCH + timedelta(microseconds=source.modified_ns // 1_000)


def _is_unchanged(source: Source, known: KnownSource | None) -> bool:
    if known is None or known.status == "partial" or known.size_bytes != source.size_bytes:
        return False
    same_time = known.modified_at == modified_at(source)
    return same_time or known.fingerprint == fingerprint(Path(source.uri))
