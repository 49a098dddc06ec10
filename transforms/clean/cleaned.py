"""What cleaning gives, whatever it was given: the text, its passages, and what was cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

PassageKind = Literal["headline", "standfirst", "subhead", "body", "list_item", "caption", "table"]
RemovedKind = Literal[
    "comment_form",
    "navigation",
    "newsletter",
    "share",
    "related",
    "credit",
    "byline",
    "timestamp",
    "dateline",
    "desk_credit",
    "duplicate",
    "cookie",
    "copyright",
    "author_bio",
    "advertisement",
    "tags",
    "other",
]
OUTSIDE = "html.outside"
"""The rule of what of a page was never taken for the article."""


class Passage(NamedTuple):
    """A line of the cleaned text: ``text[start_offset:end_offset]``, in code points.

    ``source_start`` and ``source_end`` are where it stood in the decoded source, if that is text.
    """

    kind: PassageKind
    start_offset: int
    end_offset: int
    source_start: int | None = None
    source_end: int | None = None


class RemovedPassage(NamedTuple):
    """A piece of the source that is not in the cleaned text, and the rule that cut it.

    ``passage_index`` is the passage before which it stood; after the last one their number.
    """

    text: str
    kind: RemovedKind
    rule_id: str
    source_start: int | None = None
    source_end: int | None = None
    passage_index: int | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The text of an article, a line a passage, the headline (if any) first; and what was cut.

    ``dateline`` is as printed ("ISTANBUL, May 16 (Reuters) —"), ``dateline_place`` and
    ``dateline_agency`` its parts, ``dateline_date`` its date as printed ("May 16").
    """

    text: str
    title: str | None
    passages: tuple[Passage, ...]
    removed: tuple[RemovedPassage, ...]
    extractor: str
    dateline: str | None = None
    dateline_place: str | None = None
    dateline_agency: str | None = None
    dateline_date: str | None = None
    is_truncated: bool = False
