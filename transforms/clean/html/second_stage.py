"""Our own look at the blocks: what trafilatura took and should not have, and what it lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transforms.clean.html.blocks import Block, Container
    from transforms.clean.regions import Region

# A rule that would cut more of the article than this has misread the page's names.
LARGEST_REGION_SHARE = 0.3
# The look of a container that holds this share of the article marks its body.
BODY_SHARE = 0.15
PARAGRAPH_WORDS = 8
LINKED = 0.5
PROSE_WORDS = 12
# The element with the article holds this share of the prose around it.
MAIN_SHARE = 0.6


def count_words(blocks: Sequence[Block], mask: Sequence[bool]) -> int:
    """How many words the chosen blocks have."""
    return sum(len(block.words) for block, chosen in zip(blocks, mask, strict=True) if chosen)


def furniture(blocks: Sequence[Block], taken: Sequence[bool]) -> list[str | None]:
    """For each block the id of the region rule that cuts it, or None.

    A rule whose regions hold much of what was taken is not believed on this page.
    """
    total = count_words(blocks, taken)
    held: Counter[str] = Counter()
    for block, chosen in zip(blocks, taken, strict=True):
        if chosen:
            for rule_id in {region.rule_id for region in _regions(block)}:
                held[rule_id] += len(block.words)
    misread = {rule_id for rule_id, words in held.items() if words > LARGEST_REGION_SHARE * total}
    return [
        next((r.rule_id for r in _regions(block) if r.rule_id not in misread), None)
        for block in blocks
    ]


def looks_wrong(blocks: Sequence[Block], taken: Sequence[bool]) -> bool:
    """Whether most of what was taken stands in regions that are furniture by their names."""
    inside = [
        chosen and block.region is not None for block, chosen in zip(blocks, taken, strict=True)
    ]
    return count_words(blocks, inside) >= 0.5 * count_words(blocks, taken)


def _regions(block: Block) -> Iterator[Region]:
    region = block.region
    while region is not None:
        yield region
        region = region.outer


def completed(
    blocks: Sequence[Block], taken: Sequence[bool], cut: Sequence[str | None]
) -> list[bool]:
    """The choice with what stands beside it and looks like it: lost paragraphs, subheads, items."""
    anchors = [i for i, chosen in enumerate(taken) if chosen and _is_paragraph(blocks[i])]
    if not anchors:
        return list(taken)
    body = _body_names(blocks, taken)
    first, last = anchors[0], anchors[-1]
    out = list(taken)
    for index, block in enumerate(blocks):
        if out[index] or cut[index] or block.link_share > LINKED or not block.words:
            continue
        if _surroundings(block) not in body:
            continue
        is_inside = first < index < last
        out[index] = is_inside or (block.kind == "body" and _is_paragraph(block))
    return out


def _is_paragraph(block: Block) -> bool:
    return len(block.words) >= PARAGRAPH_WORDS


def _surroundings(block: Block) -> str:
    parent = block.container.parent
    return "" if parent is None else parent.name


def _body_names(blocks: Sequence[Block], taken: Sequence[bool]) -> set[str]:
    words: Counter[str] = Counter()
    for block, chosen in zip(blocks, taken, strict=True):
        if chosen:
            words[_surroundings(block)] += len(block.words)
    total = words.total()
    return {name for name, count in words.items() if count > BODY_SHARE * total}


def prose_blocks(blocks: Sequence[Block]) -> list[bool]:
    """Our own opinion of the article: the prose under the element that holds most of it.

    It needs the blocks alone and takes linear time, so it also serves pages that are too much
    for trafilatura.
    """
    looks_prose = [len(b.words) >= PROSE_WORDS and b.link_share < LINKED for b in blocks]
    cut = furniture(blocks, looks_prose)
    is_prose = [prose and not rule for prose, rule in zip(looks_prose, cut, strict=True)]
    held: Counter[Container] = Counter()
    for block, prose in zip(blocks, is_prose, strict=True):
        container: Container | None = block.container if prose else None
        while container is not None:
            held[container] += len(block.words)
            container = container.parent
    if not held:
        return [False] * len(blocks)
    main = _main_container(held)
    inside = [_is_under(block, main) for block in blocks]
    chosen = [prose and below for prose, below in zip(is_prose, inside, strict=True)]
    first = chosen.index(True)
    last = len(chosen) - chosen[::-1].index(True)
    return [
        inside[i] and first <= i < last and not cut[i] and b.link_share < LINKED
        for i, b in enumerate(blocks)
    ]


def _main_container(held: Counter[Container]) -> Container:
    children: dict[Container, list[Container]] = {}
    root = next(iter(held))
    for container in held:
        if container.parent is None:
            root = container
        else:
            children.setdefault(container.parent, []).append(container)
    main = root
    while main in children:
        best = max(children[main], key=lambda child: held[child])
        if held[best] < MAIN_SHARE * held[main]:
            break
        main = best
    return main


def _is_under(block: Block, main: Container) -> bool:
    container: Container | None = block.container
    while container is not None and container.depth >= main.depth:
        if container is main:
            return True
        container = container.parent
    return False
