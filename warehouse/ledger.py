"""What earlier runs know: asked first by every run, before anything heavy is loaded."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from warehouse.errors import NoVersionError
from warehouse.read import connect

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.home import Home
    from warehouse.read import Parameter

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source as the last run that read it left it."""

    fingerprint: str
    size_bytes: int
    modified_at: datetime | None
    item_count: int
    status: str
    first_run_id: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item of a source as the last run that read it left it."""

    content_hash: str
    document_id: str | None
    status: str


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """A row of the quarantine."""

    source_uri: str
    source_id: str
    table_name: str | None
    row_key: str | None
    stage: str
    reason: str
    detail: str | None
    payload: str | None
    attempts: int
    first_run_id: str
    last_run_id: str
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class KnownRun:
    """A run that is part of the published version."""

    started_at: datetime
    finished_at: datetime | None
    status: str
    code_version: str
    config_fingerprint: str
    model: str
    items_read: int
    items_loaded: int
    items_unchanged: int
    items_duplicate: int
    items_quarantined: int
    items_deferred: int
    rows_quarantined: int


def sources(home: Home) -> dict[str, KnownSource]:
    """The sources read so far, by URI; empty where nothing is published yet."""
    rows = _rows(
        home,
        "SELECT source_uri, fingerprint, size_bytes, epoch_us(modified_at), item_count, status, "
        "first_run_id, name FROM sources ORDER BY source_uri",
    )
    return {
        uri: KnownSource(fingerprint, size, _moment(modified), count, status, first, name)
        for uri, fingerprint, size, modified, count, status, first, name in rows
    }


def items(home: Home, source_uris: Iterable[str]) -> dict[tuple[str, str], KnownItem]:
    """The items of some sources, by source URI and source id."""
    rows = _rows(
        home,
        "SELECT source_uri, source_id, content_hash, document_id, status FROM source_items "
        "WHERE source_uri IN (SELECT unnest($wanted)) ORDER BY source_uri, source_id",
        {"wanted": sorted(set(source_uris))},
    )
    return {(uri, source_id): KnownItem(*known) for uri, source_id, *known in rows}


def known_documents(home: Home, ids: Iterable[str]) -> set[str]:
    """Those of the document ids that the published version holds."""
    rows = _rows(
        home,
        "SELECT document_id FROM documents WHERE document_id IN (SELECT unnest($wanted))",
        {"wanted": sorted(set(ids))},
    )
    return {document_id for (document_id,) in rows}


def quarantined(home: Home) -> dict[str, KnownFailure]:
    """All that is or was in quarantine, by quarantine id."""
    rows = _rows(
        home,
        "SELECT quarantine_id, source_uri, source_id, table_name, row_key, stage, reason, detail, "
        "payload, attempts, first_run_id, last_run_id, status, note FROM quarantine "
        "ORDER BY quarantine_id",
    )
    return {quarantine_id: KnownFailure(*known) for quarantine_id, *known in rows}


def runs(home: Home) -> dict[str, KnownRun]:
    """The runs that are part of the published version, by run id, oldest first."""
    rows = _rows(
        home,
        "SELECT run_id, epoch_us(started_at), epoch_us(finished_at), status, code_version, "
        "config_fingerprint, model, items_read, items_loaded, items_unchanged, items_duplicate, "
        "items_quarantined, items_deferred, rows_quarantined FROM runs ORDER BY run_id",
    )
    return {
        run_id: KnownRun(_EPOCH + timedelta(microseconds=started), _moment(finished), *known)
        for run_id, started, finished, *known in rows
    }


def link_fingerprint(home: Home) -> str | None:
    """What the links of the published version depended on, the mentions aside, as a hash."""
    rows = _rows(
        home,
        "SELECT link_fingerprint FROM runs WHERE status IN ('published', 'forced') "
        "ORDER BY run_id DESC LIMIT 1",
    )
    return rows[0][0] if rows else None


def _rows(
    home: Home, sql: str, parameters: dict[str, Parameter] | None = None
) -> list[tuple[Any, ...]]:
    try:
        connection = connect(home)
    except NoVersionError:
        return []
    with closing(connection):
        return connection.execute(sql, parameters).fetchall()


def _moment(microseconds: int | None) -> datetime | None:
    # DuckDB would make the datetime itself, but asks for a package of time zones to do so.
    return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
