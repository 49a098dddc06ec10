"""What stands after the end of an article: runs of links, and the articles that follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.clean.lines import match_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.html.blocks import Block, Container

_LINKED = 0.8
_FEWEST_LINKS = 2
_HEADING_WORDS = 8
# An author's note or a credit may stand below the last links.
_MOST_NOTES = 3
_NOTE_LINKS = 3
# Headings that end an article where what follows them stands in other articles.
_END_KINDS = frozenset({"related", "comment_form"})
_END_REGIONS = frozenset({"related", "comments"})


def linked_tail(blocks: Sequence[Block], indexes: Sequence[int]) -> list[int]:
    """The chosen blocks at the end that are a run of links, and the heading above them."""
    place = len(indexes) - 1
    while place >= 0 and not _is_link(blocks[indexes[place]]):
        place -= 1
    notes = len(indexes) - 1 - place
    if place < 0 or notes > _MOST_NOTES:
        return []
    tail: list[int] = []
    while place >= 0 and _is_link(blocks[indexes[place]]):
        tail.append(indexes[place])
        place -= 1
    if len(tail) < (_NOTE_LINKS if notes else _FEWEST_LINKS) or place < 0:
        return []
    if _is_heading(blocks[indexes[place]]) and place > 0:
        tail.append(indexes[place])
    return tail


def _is_link(block: Block) -> bool:
    return block.link_share >= _LINKED


def _is_heading(block: Block) -> bool:
    is_lead_in = len(block.words) <= _HEADING_WORDS and block.text.rstrip().endswith(":")
    return block.kind == "subhead" or is_lead_in


def next_articles(blocks: Sequence[Block], indexes: Sequence[int]) -> list[int]:
    """The chosen blocks in other ``article`` elements below a "Related" or "Comments" heading.

    Pages go on with the next articles. Entries of a live blog are articles too, but no such
    heading parts them from what stands above.
    """
    if not indexes:
        return []
    chosen = set(indexes)
    articles = {_article_of(blocks[indexes[0]])}
    is_over = False
    after: list[int] = []
    for index in range(indexes[0], indexes[-1] + 1):
        block = blocks[index]
        if index in chosen:
            article = _article_of(block)
            if not is_over:
                articles.add(article)
            elif article is not None and article not in articles:
                after.append(index)
        elif not is_over and len(block.words) <= _HEADING_WORDS:
            is_over = _is_end(block)
    return after


def _is_end(block: Block) -> bool:
    """Whether a line is the heading of teasers or comments, by its words or its element's name."""
    if block.kind == "subhead" and block.region is not None:
        return block.region.rule_id in _END_REGIONS
    rule = match_line(block.text)
    return rule is not None and rule.section and rule.kind in _END_KINDS


def _article_of(block: Block) -> Container | None:
    container: Container | None = block.container
    while container is not None and not container.is_article:
        container = container.parent
    return container
