"""What only a corpus shows: lines that stand in many articles of one site."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.clean.cleaned import Cleaned, Passage, RemovedPassage
from transforms.clean.lines.rules import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class RepeatOptions:
    """When a line is boilerplate of its site.

    Attributes:
        min_documents: It stands in at least so many articles of the site.
        min_share: And in at least this share of them.
        max_chars: Longer lines are never looked up.
    """

    min_documents: int = 5
    min_share: float = 0.2
    max_chars: int = 600


_DEFAULT = RepeatOptions()


def line_key(line: str) -> str:
    """What a line is counted by: its text without case, spacing and the values of numbers.

    Count every key once an article.

    >>> line_key("Read  12 Comments") == line_key("Read 7 comments")
    True
    """
    return _DIGITS.sub("0", fold(line))


def remove_repeated_lines(
    cleaned: Cleaned,
    counts: Mapping[str, int],
    documents: int,
    options: RepeatOptions = _DEFAULT,
) -> Cleaned:
    """The article without the lines that stand in many articles of its site.

    Args:
        cleaned: A cleaned article.
        counts: In how many articles of the site each ``line_key`` stands, this one included.
        documents: How many articles of the site were counted.
        options: From when on a line is boilerplate.

    Returns:
        The headline always stays; what is removed has the rule ``repeated_line``.
    """
    threshold = max(options.min_documents, options.min_share * documents)
    kept: list[Passage] = []
    removed: list[RemovedPassage] = []
    pieces: list[str] = []
    offset = 0
    for passage in cleaned.passages:
        text = cleaned.text[passage.start_offset : passage.end_offset]
        is_repeated = (
            passage.kind != "headline"
            and len(text) <= options.max_chars
            and counts.get(line_key(text), 0) >= threshold
        )
        if is_repeated:
            removed.append(
                RemovedPassage(
                    text, "other", "repeated_line", passage.source_start, passage.source_end
                )
            )
            continue
        end = offset + len(text)
        kept.append(replace(passage, start_offset=offset, end_offset=end))
        pieces.append(text)
        offset = end + 1
    if not removed:
        return cleaned
    return replace(
        cleaned,
        text="\n".join(pieces),
        passages=tuple(kept),
        removed=tuple(
            sorted((*cleaned.removed, *removed), key=lambda piece: piece.source_start or 0)
        ),
    )
