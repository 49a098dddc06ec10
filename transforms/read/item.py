"""What reading gives: items, and the reasons why something is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from transforms.ids import stable_id

SourceKind = Literal["text", "html", "jsonl"]


@dataclass(frozen=True, slots=True)
class RecordFields:
    """What a record says of its article beside the text; all of it optional, as printed there."""

    url: str | None = None
    title: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    fetched_at: str | None = None
    site: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One article as a source holds it, decoded and otherwise untouched.

    Args:
        source_uri: The file it stands in.
        source_name: The path of that file relative to SOURCE: the same on every machine.
        source_id: Its own id in the source; the file's name where there is none.
        source_kind: The format of the source.
        content: The text or the HTML.
        is_html: Which of the two it is.
        fields: What the record says beside it.
    """

    source_uri: str
    source_name: str
    source_id: str
    source_kind: SourceKind
    content: str
    is_html: bool
    fields: RecordFields = field(default_factory=RecordFields)

    def content_hash(self) -> str:
        """The hash of the raw item, with all that its record says."""
        return stable_id(self.content, repr(self.fields))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in a source that could not become an item, and why.

    ``payload`` is its beginning, for people; ``content_hash`` tells whether it has changed since.
    """

    source_uri: str
    source_id: str
    reason: str
    detail: str
    payload: str
    content_hash: str
