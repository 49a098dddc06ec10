"""JSONL: a line in, an item out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING

from transforms.errors import ItemError
from transforms.ids import stable_id
from transforms.read.item import Item, RecordFields

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMES = ("id", "text", "html", *(f.name for f in fields(RecordFields)))
# Seconds since 1970 above this are milliseconds: the year 5138.
_MOST_SECONDS = 1e11


@dataclass(frozen=True, slots=True)
class RecordOptions:
    """How records are read.

    Args:
        names: Our name of a field to the record's name for it, where they differ.
    """

    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.names) - set(_NAMES)):
            raise ValueError(
                f"no field is called {unknown[0]!r}; the fields are {', '.join(_NAMES)}"
            )


def parse_record(
    line: bytes, source_uri: str, source_name: str, options: RecordOptions | None = None
) -> Item:
    """The item that a line of JSON holds.

    Raises:
        ItemError: ``not_json`` where the line is no JSON object, ``no_text`` where it holds neither
            text nor HTML.

    >>> parse_record(b'{"id": 7, "text": "Talks resume."}', "a.jsonl", "a.jsonl").source_id
    '7'
    """
    record = _parse(line)
    names = (options or RecordOptions()).names

    def value(name: str) -> object:
        return record.get(names.get(name, name))

    html, text = _string(value("html")), _string(value("text"))
    content = html or text
    if content is None:
        looked_for = ", ".join(repr(names.get(name, name)) for name in ("text", "html"))
        raise ItemError(
            "no_text",
            f"the record has none of {looked_for}; name the right field with --map text=FIELD",
        )
    url = _string(value("url"))
    return Item(
        source_uri=source_uri,
        source_name=source_name,
        source_id=_own_id(record, names) or stable_id(line.decode("utf-8", "replace")),
        source_kind="jsonl",
        content=content,
        is_html=html is not None,
        fields=RecordFields(
            url=url,
            title=_string(value("title")),
            published_at=_time(value("published_at")),
            modified_at=_time(value("modified_at")),
            fetched_at=_time(value("fetched_at")),
            site=_string(value("site")),
            authors=_strings(value("authors")),
            section=_string(value("section")),
            tags=_strings(value("tags")),
            language=_string(value("language")),
        ),
    )


def record_id(line: bytes, options: RecordOptions | None = None) -> str:
    """The id of a line, also of one that holds no article: its ``id``, ``url``, or its hash.

    >>> record_id(b'{"id": 7}')
    '7'
    """
    names = (options or RecordOptions()).names
    try:
        own = _own_id(_parse(line), names)
    except ItemError:
        own = None
    return own or stable_id(line.decode("utf-8", "replace"))


def _own_id(record: Mapping[str, object], names: Mapping[str, str]) -> str | None:
    values = (_string(record.get(names.get(name, name))) for name in ("id", "url"))
    return next(filter(None, values), None)


def _parse(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ItemError("not_json", f"the line is not valid JSON: {error}") from None
    if not isinstance(record, dict):
        raise ItemError("not_json", f"the line is a JSON {type(record).__name__}, not an object")
    return record


def _string(value: object) -> str | None:
    """A field as text; numbers as they are printed, blank as none; a half surrogate as U+FFFD."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return text if text.strip() else None


def _strings(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text.strip() for one in values if (text := _string(one)))


def _time(value: object) -> str | None:
    """A time as text; a number is seconds (or milliseconds) since 1970."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _string(value)
    from datetime import UTC, datetime

    try:
        seconds = value / 1000 if abs(value) > _MOST_SECONDS else value
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None
