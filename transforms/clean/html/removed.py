"""What of a page is not in the article: every block of it, with the rule that left it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.clean.cleaned import OUTSIDE, RemovedPassage
from transforms.clean.regions import region_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transforms.clean.cleaned import RemovedKind
    from transforms.clean.html.blocks import Block


def removed_pieces(
    blocks: Sequence[Block],
    chosen: Sequence[bool],
    reasons: Mapping[int, tuple[RemovedKind, str]],
) -> tuple[RemovedPassage, ...]:
    """All blocks that are not chosen, in the order of the page.

    What no rule had to cut, because it was never taken for the article, is one piece as far as no
    other block comes between.
    """
    pieces: list[RemovedPassage] = []
    passage_index = 0
    for index, block in enumerate(blocks):
        if chosen[index]:
            passage_index += 1
            continue
        reason = reasons.get(index)
        kind, rule_id = reason or (_outside_kind(block), OUTSIDE)
        piece = RemovedPassage(block.text, kind, rule_id, passage_index=passage_index)
        if reason is None and pieces and _is_one(pieces[-1], piece):
            piece = piece._replace(text=f"{pieces.pop().text}\n{piece.text}")
        pieces.append(piece)
    return tuple(pieces)


def _outside_kind(block: Block) -> RemovedKind:
    return region_rules()[block.region.rule_id].kind if block.region is not None else "other"


def _is_one(before: RemovedPassage, piece: RemovedPassage) -> bool:
    return (before.rule_id, before.kind, before.passage_index) == (
        piece.rule_id,
        piece.kind,
        piece.passage_index,
    )
