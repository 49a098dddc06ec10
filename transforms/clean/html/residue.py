"""Lines that are boilerplate by their words, where the page's structure agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.clean.lines import Verdict, mark_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transforms.clean.html.blocks import Block

# A line among the prose needs a link to be believed a "Read more".
_LINKED = 0.3
_PROSE_WORDS = 20
# On a page these stand where they do in print: as the article's own last words.
_KEPT = frozenset({"related.syndication", "related.for_more", "related.visit_our"})


def residue(blocks: Sequence[Block], indexes: Sequence[int]) -> Iterator[tuple[int, Verdict]]:
    """The chosen blocks that a line rule removes, with the verdict.

    What trafilatura leaves is nearly all text, unlike the lines that the rules were made for, so
    a rule counts only before the first or after the last paragraph, or for a linked line.
    """
    verdicts = mark_lines([blocks[index].text for index in indexes])
    prose = [
        place
        for place, index in enumerate(indexes)
        if verdicts[place] is None and len(blocks[index].words) >= _PROSE_WORDS
    ]
    first, last = (prose[0], prose[-1]) if prose else (0, len(indexes))
    for place, index in enumerate(indexes):
        verdict, block = verdicts[place], blocks[index]
        if verdict is None or block.kind == "table" or verdict.rule_id in _KEPT:
            continue
        if verdict.rule_id == "heading.nothing_below" and block.kind != "subhead":
            continue
        if place < first or place > last or block.link_share > _LINKED:
            yield index, verdict
