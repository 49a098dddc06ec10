"""Teasers at the end of an article: links that lead away, with the heading above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.html.blocks import Block

_LINKED = 0.8
_FEWEST_LINKS = 2
_SHORT_WORDS = 8


def linked_tail(blocks: Sequence[Block], indexes: Sequence[int]) -> list[int]:
    """The chosen blocks after the last paragraph that are a run of links, and their heading."""
    tail: list[int] = []
    links = 0
    for index in reversed(indexes):
        block = blocks[index]
        is_link = block.link_share >= _LINKED
        is_heading = block.kind == "subhead" or (
            len(block.words) <= _SHORT_WORDS and block.text.rstrip().endswith(":")
        )
        if not is_link and not (links and is_heading):
            break
        links += is_link
        tail.append(index)
        if is_heading and not is_link:
            break
    return tail if links >= _FEWEST_LINKS and len(tail) < len(indexes) else []
