"""From an item to a document: cleaned text, metadata, publication date, language, ids."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from transforms.clean.authors import record_authors
from transforms.clean.language import detect_language
from transforms.clean.metadata import Metadata
from transforms.clean.published import DateEvidence, Published, resolve_published, url_dates
from transforms.clean.stubs import find_stub
from transforms.clean.text import clean_text, keep_text
from transforms.errors import ItemError
from transforms.extract.languages import extraction_status
from transforms.ids import stable_id

if TYPE_CHECKING:
    from transforms.clean.cleaned import Cleaned
    from transforms.read.item import Item


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """How items become documents.

    Args:
        clean: ``none`` keeps a text to the letter; HTML is cleaned all the same.
        fingerprint: The hash of the code, settings and model that make the rows.
        site: The outlet, for items that do not say.
        published: The publication date, for items that do not say.
        language: The language, for items that do not say.
        read_at: When they are read: no article is from after that.
    """

    clean: Literal["auto", "none"] = "auto"
    fingerprint: str = ""
    site: str | None = None
    published: date | None = None
    language: str | None = None
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document: the columns of ``documents`` that cleaning knows, all but ``run_id``."""

    document_id: str
    article_id: str
    source_uri: str
    source_id: str
    source_kind: str
    url: str | None
    site: str | None
    title: str | None
    authors: tuple[str, ...]
    section: str | None
    tags: tuple[str, ...]
    published_at: datetime | None
    published_date: date | None
    published_precision: str | None
    published_utc_offset: str | None
    published_from: str | None
    modified_at: datetime | None
    fetched_at: datetime | None
    dateline: str | None
    dateline_place: str | None
    dateline_agency: str | None
    language: str | None
    text: str
    character_count: int
    word_count: int
    content_hash: str
    fingerprint: str
    is_stub: bool
    stub_reason: str | None
    is_truncated: bool
    extractor: str
    extraction_status: str


def clean_item(item: Item, options: CleanOptions) -> tuple[Document, Cleaned]:
    """The document that the item holds, and its text with passages and what was cut.

    Raises:
        ItemError: Where the item holds no article.
    """
    cleaned, metadata = _clean(item, options)
    if not cleaned.text.strip():
        raise ItemError("no_text", "nothing was left after cleaning")
    fields = item.fields
    fetched_at = _moment(fields.fetched_at)
    published = _published(item, cleaned, metadata, options, fetched_at)
    if published.at is None and options.published:
        published = _default(published, options.published)
    title = fields.title or cleaned.title or metadata.title
    url = metadata.url or fields.url
    site = fields.site or _host(url) or metadata.site or options.site
    language = fields.language or options.language or detect_language(cleaned.text)
    article_id = _article_id(item, url, site)
    content_hash = stable_id(title, cleaned.text)
    stub_reason = find_stub(cleaned, metadata)
    document = Document(
        document_id=stable_id(article_id, content_hash),
        article_id=article_id,
        source_uri=item.source_uri,
        source_id=item.source_id,
        source_kind=item.source_kind,
        url=url,
        site=site,
        title=title,
        authors=record_authors(fields.authors, site) or metadata.authors,
        section=fields.section or metadata.section,
        tags=tuple(sorted(set(fields.tags or metadata.tags))),
        published_at=published.at,
        published_date=published.day,
        published_precision=published.precision,
        published_utc_offset=published.utc_offset,
        published_from=published.source or ("default" if published.at else None),
        modified_at=published.modified_at,
        fetched_at=fetched_at,
        dateline=cleaned.dateline,
        dateline_place=cleaned.dateline_place,
        dateline_agency=cleaned.dateline_agency,
        language=language,
        text=cleaned.text,
        character_count=len(cleaned.text),
        word_count=len(cleaned.text.split()),
        content_hash=content_hash,
        fingerprint=options.fingerprint,
        is_stub=stub_reason is not None,
        stub_reason=stub_reason,
        is_truncated=cleaned.is_truncated,
        extractor=cleaned.extractor,
        extraction_status=extraction_status(language),
    )
    return document, cleaned


def _clean(item: Item, options: CleanOptions) -> tuple[Cleaned, Metadata]:
    if item.is_html:
        # With it comes trafilatura, which only those who read pages need.
        from transforms.clean.html import clean_html

        article = clean_html(item.content, item.fields.url, item.fields.title)
        return article.cleaned, article.metadata
    if options.clean == "none":
        return keep_text(item.content), Metadata()
    return clean_text(item.content, item.fields.title), Metadata()


def _published(
    item: Item,
    cleaned: Cleaned,
    metadata: Metadata,
    options: CleanOptions,
    fetched_at: datetime | None,
) -> Published:
    fields = item.fields
    evidence = list(metadata.dates)
    if fields.published_at:
        evidence.append(DateEvidence(fields.published_at, "record"))
    if fields.modified_at:
        evidence.append(DateEvidence(fields.modified_at, "record", is_modified=True))
    if cleaned.dateline_date:
        evidence.append(DateEvidence(cleaned.dateline_date, "dateline"))
    if fields.url and not item.is_html:
        evidence += url_dates(fields.url)
    return resolve_published(evidence, options.read_at, fetched_at)


def _default(published: Published, day: date) -> Published:
    """The publication date that the user gives for sources that do not say."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return replace(published, at=at, day=day, precision="day")


def _moment(text: str | None) -> datetime | None:
    """A time as a record prints it; null where it is none."""
    return resolve_published([DateEvidence(text, "record")]).at if text else None


def _host(url: str | None) -> str | None:
    """The host of a URL, without www."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _article_id(item: Item, url: str | None, site: str | None) -> str:
    if url:
        return stable_id("url", url)
    if item.source_kind == "jsonl":
        return stable_id("record", site or item.source_name, item.source_id)
    return stable_id("path", item.source_name)
