"""The standfirst: the sentence under the headline, which extractors take for furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.clean.html.blocks import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.html.blocks import Block

_FEWEST_WORDS = 6
_LINKED = 0.5
_SAME_SHARE = 0.8
# How many blocks above the text a standfirst stands: share buttons and bylines come between.
_REACH = 40


def standfirst_block(
    blocks: Sequence[Block],
    chosen: Sequence[bool],
    description: str | None,
    titles: Sequence[str],
) -> int | None:
    """The block above the text that says what the page's description says.

    None where the text begins with it anyway, or where it only repeats the headline.
    """
    if description is None or True not in chosen:
        return None
    wanted = set(words_of(description))
    if len(wanted) < _FEWEST_WORDS:
        return None
    first = list(chosen).index(True)
    for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
        block = blocks[index]
        if len(block.words) < _FEWEST_WORDS or block.link_share > _LINKED:
            continue
        words = set(block.words)
        if len(words & wanted) < _SAME_SHARE * max(len(words), len(wanted)):
            continue
        return None if any(words <= set(words_of(title)) for title in titles) else index
    return None
