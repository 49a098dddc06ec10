"""What a page says of itself in JSON-LD, read leniently."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

JsonValue = str | int | float | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlog|Report|Review|Posting|Recipe|Interview)")
_PAGE = frozenset({"WebPage", "ItemPage", "AboutPage", "FAQPage"})
_VIDEO = frozenset({"VideoObject", "NewsVideo", "ImageGallery", "MediaGallery"})
_WRAPPING = re.compile(
    r"^\s*(?:<!\[CDATA\[|<!--|//\s*<!\[CDATA\[)|(?:(?://\s*)?\]\]>|-->)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_FIELD = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleSection)"\s*:\s*"((?:[^"\\]|\\.){1,500})"'
)
_COUNT = re.compile(r"[0-9]{1,7}")
_LARGEST_CHARACTERS = 2_000_000
_DEEPEST = 12
_MOST_OBJECTS = 5_000


def json_ld_objects(tree: HtmlElement) -> list[JsonObject]:
    """Every typed object in the page's JSON-LD, outer ones first."""
    objects: list[JsonObject] = []
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", "") or not script.text:
            continue
        for item in _typed(_loaded(script.text[:_LARGEST_CHARACTERS]), 0):
            objects.append(item)
            if len(objects) >= _MOST_OBJECTS:
                return objects
    return objects


def article_objects(objects: Sequence[JsonObject]) -> list[JsonObject]:
    """Those that describe the article of the page, best first, then those of the page itself.

    Entries of a live blog and the teasers of a list are articles too, but not this one: only the
    outermost count, and of several those with a headline and a date.
    """
    articles = [o for o in objects if _has_type(o, _ARTICLE)]
    articles.sort(key=lambda o: -(("headline" in o) + ("datePublished" in o) + ("author" in o)))
    return [*articles[:1], *(o for o in objects if types_of(o) & _PAGE)]


def body_of(articles: Sequence[JsonObject]) -> str | None:
    """The text of the article: its body, or the entries of a live blog, a line each."""
    for item in articles:
        if bodies := texts(item.get("articleBody")):
            return bodies[0]
        entries = item.get("liveBlogUpdate")
        lines = [
            text
            for entry in (entries if isinstance(entries, list) else [entries])
            if isinstance(entry, dict)
            for text in (*texts(entry.get("headline")), *texts(entry.get("articleBody")))
        ]
        if lines:
            return "\n".join(lines)
    return None


def word_count_of(articles: Sequence[JsonObject]) -> int | None:
    """How many words the article has, by its own account."""
    counts = [texts(item.get("wordCount")) or [str(item.get("wordCount"))] for item in articles]
    return next((int(count) for [count, *_] in counts if _COUNT.fullmatch(count)), None)


def types_of(item: Mapping[str, JsonValue]) -> set[str]:
    """The types of an object, without their vocabulary."""
    value = item.get("@type")
    names = value if isinstance(value, list) else [value]
    return {str(name).rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def is_video(item: Mapping[str, JsonValue]) -> bool:
    """Whether the object is a video or a gallery."""
    return bool(types_of(item) & _VIDEO)


def texts(value: JsonValue, key: str = "name") -> list[str]:
    """The strings of a value: itself, or the ``key`` of each object in it."""
    if isinstance(value, str):
        text = unescape(value).strip()
        return [text] if text else []
    if isinstance(value, list):
        return [text for part in value[:100] for text in texts(part, key)]
    if isinstance(value, dict):
        return texts(value.get(key), key) if value.get(key) is not value else []
    return []


def _has_type(item: Mapping[str, JsonValue], pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(name) for name in types_of(item))


def _typed(value: JsonValue, depth: int) -> Iterator[JsonObject]:
    """Typed objects at the top, in lists and in graphs; not those that hang on another's field."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _typed(part, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            inner = value.get(key)
            if isinstance(inner, list | dict) and key != "itemListElement":
                yield from _typed(inner, depth + 1)


def _loaded(text: str) -> JsonValue:
    text = _WRAPPING.sub("", text)
    for candidate in (text, _TRAILING_COMMA.sub("", text)):
        try:
            loaded: JsonValue = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        return loaded
    fields: JsonObject = {}
    for name, value in _FIELD.findall(text):
        fields.setdefault(name, unescape(value.replace('\\"', '"').replace("\\/", "/")))
    return {"@type": "Article", **fields} if fields else None
