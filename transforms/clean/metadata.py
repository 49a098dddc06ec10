"""What a page says of its article: title, authors, site, section, tags, dates, language.

By evidence: JSON-LD, then the head's meta elements, then the page as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from transforms.clean import json_ld
from transforms.clean.authors import people_and_agencies
from transforms.clean.page_marks import MarkReader, PageMarks
from transforms.clean.published import DateEvidence, url_dates
from transforms.clean.title import article_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.html import HtmlElement

    from transforms.clean.json_ld import JsonObject
    from transforms.clean.published import DateSource

_PUBLISHED_META = re.compile(
    r"(?:og:|article:|dc\.|dcterms\.|dc\.date\.|citation_|rnews:|bt:|cxenseparse:(?:recs:)?|parsely-|sailthru\.|"
    r"article\.|article_)*"
    r"(?:date[-_.]?(?:published|created|issued)|publish(?:ed|ing)?[-_.]?(?:date|time|on|at)|published|publicationdate|"
    r"publication[-_.]?date|online_date|pub[-_.]?date|original[-_.]?publication[-_.]?date|issued|created|"
    r"post_date|date_original|release[-_.]?date|ptime|display[-_.]?date|date)"
)
_MODIFIED_META = re.compile(
    r"(?:og:|article:|dc\.|dcterms\.|dc\.date\.)*"
    r"(?:modified(?:[-_.]?(?:time|date))?|updated[-_.]?(?:time|date)|date[-_.]?modified|last[-_.]?mod(?:ified)?|"
    r"last[-_.]updated(?:[-_.]date)?|revised|utime)"
)
_AUTHOR_META = (
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "cxenseparse:author",
    "rbauthors",
    "article.author",
    "twitter:data1",
)
_SITE_META = (
    "og:site_name",
    "application-name",
    "publisher",
    "dc.publisher",
    "al:android:app_name",
)
_TAG_META = ("article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords")
_SECTION_META = ("article:section", "og:article:section", "parsely-section", "section", "category")
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")
_MOST_TAGS = 50
_LONGEST_TAG = 80


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of its article. Everything may be missing; nothing is guessed.

    ``authors`` are people in the order of the byline, ``agencies`` news agencies; ``tags`` are
    sorted; ``language`` is what the page declares (ISO 639-1); ``dates`` is all evidence of when
    it was published, for :func:`~transforms.clean.published.resolve_published`; ``json_body`` is
    the text that JSON-LD gives and ``word_count`` the words that it says there are; ``types``
    are the schema.org types of the page.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    site: str | None = None
    description: str | None = None
    url: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    dates: tuple[DateEvidence, ...] = ()
    json_body: str | None = None
    word_count: int | None = None
    types: tuple[str, ...] = ()
    is_free: bool | None = None
    titles: tuple[str, ...] = ()


def read_metadata(tree: HtmlElement, url: str | None = None) -> Metadata:
    """The metadata of a parsed page; the tree is left as it was."""
    meta = _meta(tree)
    objects = json_ld.json_ld_objects(tree)
    articles = json_ld.article_objects(objects)
    reader = MarkReader()
    headings = reader.read_page(tree)
    site = _site(meta, articles, url)
    canonical = _canonical(tree, meta, url)
    title, titles = article_title(
        headings=headings,
        named=[
            *_field(articles, "headline"),
            *meta.get("og:title", ()),
            *meta.get("twitter:title", ()),
        ],
        title_element=_title_element(tree),
        site=site,
    )
    marks = reader.marks(title)
    people, agencies = people_and_agencies(
        [
            [text for item in articles[:1] for text in json_ld.texts(item.get("author"))],
            [value for name in _AUTHOR_META for value in _author_values(meta, name)],
            marks.bylines,
        ],
        site=site,
    )
    return Metadata(
        title=title,
        authors=people,
        agencies=agencies,
        site=site,
        description=_first(
            [
                *_meta_values(meta, ("og:description", "description", "twitter:description")),
                *_field(articles, "description"),
            ]
        ),
        url=canonical,
        section=_first(
            [*_field(articles[:1], "articleSection"), *_meta_values(meta, _SECTION_META)]
        ),
        tags=_tags(meta, articles),
        language=_language(tree, meta, articles),
        dates=tuple(_dates(meta, articles, marks, canonical or url)),
        json_body=json_ld.body_of(articles),
        word_count=json_ld.word_count_of(articles),
        types=tuple(sorted({name for item in objects for name in json_ld.types_of(item)})),
        is_free=_is_free(articles),
        titles=titles,
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of the meta elements by name, property or itemprop, lower-cased."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = element.get("content")
        if not content or not content.strip():
            continue
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                found.setdefault(name.strip().lower(), []).append(_plain(content))
    if (
        "twitter:data1" in found
        and "written by" not in " ".join(found.get("twitter:label1", ())).lower()
    ):
        del found["twitter:data1"]
    return found


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())


def _meta_values(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _author_values(meta: Mapping[str, Sequence[str]], name: str) -> list[str]:
    return [value for value in meta.get(name, ()) if not value.startswith(("http:", "https:", "/"))]


def _first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value), None)


def _field(objects: Sequence[JsonObject], name: str) -> list[str]:
    return [text for item in objects for text in json_ld.texts(item.get(name))]


def _site(
    meta: Mapping[str, Sequence[str]], articles: Sequence[JsonObject], url: str | None
) -> str | None:
    named = _first(
        [
            *meta.get("og:site_name", ()),
            *(name for item in articles for name in json_ld.texts(item.get("publisher"))),
            *_meta_values(meta, _SITE_META),
        ]
    )
    if named is not None:
        return named.lstrip("@")
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _canonical(tree: HtmlElement, meta: Mapping[str, Sequence[str]], url: str | None) -> str | None:
    """The address that the page gives itself, else the one it was read from."""
    links = [
        element.get("href", "")
        for element in tree.iter("link")
        if "canonical" in element.get("rel", "").lower().split()
    ]
    for candidate in (*links, *meta.get("og:url", ())):
        try:
            parts = urlsplit(urljoin(url or "", candidate.strip()))
            host = parts.hostname
        except ValueError:
            continue
        # A site's front page as canonical address of every article is a broken template.
        is_front = parts.path in ("", "/") and not parts.query
        if parts.scheme in ("http", "https") and host and not (is_front and url):
            address: str = urlunsplit(parts._replace(fragment=""))
            return address
    return url


def _title_element(tree: HtmlElement) -> str:
    element = tree.find(".//head/title")
    if element is None:
        element = next(tree.iter("title"), None)
    return "" if element is None else _plain(element.text_content())


def _tags(meta: Mapping[str, Sequence[str]], articles: Sequence[JsonObject]) -> tuple[str, ...]:
    """The tags of the first kind of evidence that has any, sorted."""
    sources = [_field(articles[:1], "keywords"), *([*meta.get(name, ())] for name in _TAG_META)]
    for values in sources:
        parts = {part.strip(" #'\"") for value in values for part in re.split(r"[,;|]", value)}
        tags = {" ".join(part.split()) for part in parts if 1 < len(part) <= _LONGEST_TAG}
        if tags:
            return tuple(sorted(tags)[:_MOST_TAGS])
    return ()


def _language(
    tree: HtmlElement, meta: Mapping[str, Sequence[str]], articles: Sequence[JsonObject]
) -> str | None:
    for value in (
        *_field(articles[:1], "inLanguage"),
        tree.get("lang", ""),
        *meta.get("og:locale", ()),
        *meta.get("content-language", ()),
    ):
        found = _LANGUAGE.match(value.strip().lower())
        if found is not None:
            return found.group()
    return None


def _is_free(articles: Sequence[JsonObject]) -> bool | None:
    """What the article says of its paywall; None where it says nothing."""
    for item in articles:
        value = item.get("isAccessibleForFree")
        if value is not None:
            return str(value).strip().lower() in ("true", "1", "yes")
    return None


def _dates(
    meta: Mapping[str, Sequence[str]],
    articles: Sequence[JsonObject],
    marks: PageMarks,
    url: str | None,
) -> Iterable[DateEvidence]:
    source: DateSource = "json_ld"
    for item in articles:
        yield from (DateEvidence(t, source) for t in json_ld.texts(item.get("datePublished")))
    for item in articles[:1]:
        yield from (DateEvidence(t, source) for t in json_ld.texts(item.get("dateCreated")))
    for item in articles:
        for text in json_ld.texts(item.get("dateModified")):
            yield DateEvidence(text, source, is_modified=True)
    for name, values in sorted(meta.items(), key=lambda row: ("publish" not in row[0], row[0])):
        is_modified = _MODIFIED_META.fullmatch(name) is not None
        if is_modified or _PUBLISHED_META.fullmatch(name):
            yield from (DateEvidence(text, "meta", is_modified) for text in values)
    yield from marks.dates
    if url:
        yield from url_dates(url)
