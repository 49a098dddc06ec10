"""What trafilatura takes for the article, laid over the blocks of the page."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from transforms.clean.html.blocks import words_of
from transforms.clean.html.cascade import main_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from transforms.clean.html.blocks import Block, Container

# Shorter lines are too common for their words to place them: they must be found as a whole line.
SHORT_LINE_WORDS = 4
# A block counts as taken when this share of its three-word runs is in the extracted text.
TAKEN_SHARE = 0.6


def trafilatura_text(tree: HtmlElement) -> str:
    """The main text by trafilatura, a line a passage; empty for none. The tree is used up.

    Its balanced mode: alone it is less exact than ``favor_precision``, but what it takes too much
    the second stage cuts, and what the other mode drops nobody brings back.
    """
    return main_text(tree)


def taken_blocks(blocks: Sequence[Block], text: str) -> list[bool]:
    """For each block, whether the extracted text holds it.

    Where a line stands in several places (a headline and its teaser), it is taken as often as the
    text has it, where most of the rest was taken.
    """
    lines = [words_of(line) for line in text.split("\n")]
    counts = Counter(line for line in lines if line)
    words = [word for line in lines for word in line]
    runs = set(zip(words, words[1:], words[2:], strict=False))
    taken = [_is_taken(block.words, counts, runs) for block in blocks]
    _keep_once(blocks, taken, counts)
    return taken


def _is_taken(
    words: tuple[str, ...],
    lines: Counter[tuple[str, ...]],
    runs: set[tuple[str, str, str]],
) -> bool:
    if words in lines:
        return True
    if len(words) < SHORT_LINE_WORDS:
        return False
    found = sum(map(runs.__contains__, zip(words, words[1:], words[2:], strict=False)))
    return found >= TAKEN_SHARE * (len(words) - 2)


def _keep_once(blocks: Sequence[Block], taken: list[bool], lines: Counter[tuple[str, ...]]) -> None:
    weights: Counter[Container | None] = Counter()
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        if taken[index]:
            places[block.words].append(index)
            if len(block.words) >= SHORT_LINE_WORDS:
                weights[block.container] += len(block.words)
                weights[block.container.parent] += len(block.words)
    for words, indexes in places.items():
        wanted = max(1, lines[words])
        if len(indexes) > wanted:
            indexes.sort(
                key=lambda i: (
                    -weights[blocks[i].container] - weights[blocks[i].container.parent],
                    i,
                )
            )
            for index in indexes[wanted:]:
                taken[index] = False
