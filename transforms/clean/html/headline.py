"""The headline: found once, and taken out of the body as often as it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.clean.html.blocks import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.html.blocks import Block

# How far into the chosen blocks a headline may still stand.
_HEAD_BLOCKS = 6
_SAME_SHARE = 0.75


def headline_repeats(
    blocks: Sequence[Block], chosen: Sequence[bool], headline: str | None, titles: Sequence[str]
) -> list[int]:
    """The blocks that say the headline again.

    Among the chosen ones near the top they are those that say one of the titles, a heading also
    nearly; among the others those that say the headline itself.
    """
    wanted = [words for title in titles if (words := words_of(title))]
    own = words_of(headline or "")
    repeats = [i for i, block in enumerate(blocks) if not chosen[i] and own and block.words == own]
    seen = 0
    for index, block in enumerate(blocks):
        if not chosen[index]:
            continue
        seen += 1
        if seen > _HEAD_BLOCKS:
            break
        is_heading = block.tag == "h1" or block.kind == "subhead"
        if any(block.words == words for words in wanted) or (
            is_heading and any(_is_same(block.words, words) for words in wanted)
        ):
            repeats.append(index)
    return repeats


def _is_same(words: tuple[str, ...], title: tuple[str, ...]) -> bool:
    """Whether a heading says what a title says ("Talks resume | Opinion")."""
    shared = len(set(words) & set(title))
    return shared >= _SAME_SHARE * max(len(set(words)), len(set(title)))
