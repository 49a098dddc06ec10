"""Which blocks of a page are the article: trafilatura's choice, and our second look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.clean.html import second_stage
from transforms.clean.html.first_stage import taken_blocks, trafilatura_text
from transforms.clean.html.headline import headline_repeats
from transforms.clean.html.removed import removed_pieces
from transforms.clean.html.residue import residue
from transforms.clean.html.standfirst import standfirst_block
from transforms.clean.html.tails import linked_tail, next_articles
from transforms.clean.regions import region_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from transforms.clean.cleaned import PassageKind, RemovedKind, RemovedPassage
    from transforms.clean.html.blocks import Block
    from transforms.clean.html.options import HtmlOptions
    from transforms.clean.metadata import Metadata

# Our own opinion replaces trafilatura's where that has found next to nothing beside it.
SUSPICIOUS_SHARE = 0.2
FEWEST_WORDS = 5
# The body in JSON-LD replaces what was found where the page itself holds little of it.
JSON_BODY_WORDS = 80
JSON_BODY_GAIN = 1.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The lines of the article without its headline, what was cut, and who chose.

    The places of what was cut are among these lines.
    """

    lines: tuple[tuple[PassageKind, str], ...]
    removed: tuple[RemovedPassage, ...]
    extractor: str


class _Selection:
    """The blocks chosen so far, and the reasons of those that were cut."""

    def __init__(self, blocks: Sequence[Block], chosen: Sequence[bool]) -> None:
        self.blocks = blocks
        self.chosen = list(chosen)
        self.reasons: dict[int, tuple[RemovedKind, str]] = {}

    def cut(self, index: int, kind: RemovedKind, rule_id: str) -> None:
        self.chosen[index] = False
        self.reasons[index] = (kind, rule_id)

    def indexes(self) -> list[int]:
        return [index for index, chosen in enumerate(self.chosen) if chosen]

    def removed(self) -> tuple[RemovedPassage, ...]:
        return removed_pieces(self.blocks, self.chosen, self.reasons)


def choose(
    tree: HtmlElement,
    blocks: Sequence[Block],
    metadata: Metadata,
    headline: str | None,
    options: HtmlOptions,
    *,
    is_cheap: bool,
) -> Choice:
    """The article among the blocks of a page.

    Args:
        tree: The page.
        blocks: Its blocks.
        metadata: What the page says of itself.
        headline: The headline, which is cut where the body repeats it.
        options: The switches.
        is_cheap: Whether the page is too much for trafilatura.
    """
    chosen, extractor = _first_choice(tree, blocks, is_cheap=is_cheap)
    selection = _Selection(blocks, chosen)
    _second_look(selection, options)
    titles = [title for title in (headline, *metadata.titles) if title]
    for index in headline_repeats(blocks, selection.chosen, headline, titles):
        selection.cut(index, "duplicate", "html.headline_repeated")
    if options.residue:
        for index, verdict in residue(blocks, selection.indexes()):
            selection.cut(index, verdict.kind, verdict.rule_id)
    standfirst = None
    if options.standfirst:
        standfirst = standfirst_block(blocks, selection.chosen, metadata.description, titles)
        if standfirst is not None:
            selection.chosen[standfirst] = True
            selection.reasons.pop(standfirst, None)
    lines = tuple(
        (_kind_of(blocks[index], is_standfirst=index == standfirst), blocks[index].text)
        for index in selection.indexes()
    )
    if not lines or sum(len(blocks[i].words) for i in selection.indexes()) < FEWEST_WORDS:
        lines = ()
    body = _json_lines(metadata, selection)
    if body:
        for index in selection.indexes():
            selection.cut(index, "duplicate", "html.json_ld_instead")
        return Choice(body, selection.removed(), "json_ld")
    return Choice(lines, selection.removed(), extractor)


def _first_choice(
    tree: HtmlElement, blocks: Sequence[Block], *, is_cheap: bool
) -> tuple[list[bool], str]:
    prose = second_stage.prose_blocks(blocks)
    if is_cheap:
        return prose, "prose"
    taken = taken_blocks(blocks, trafilatura_text(tree))
    words, prose_words = (second_stage.count_words(blocks, mask) for mask in (taken, prose))
    if words < SUSPICIOUS_SHARE * prose_words and second_stage.looks_wrong(blocks, taken):
        return prose, "prose"
    return taken, "trafilatura"


def _second_look(selection: _Selection, options: HtmlOptions) -> None:
    blocks = selection.blocks
    cut: list[str | None] = [None] * len(blocks)
    if options.regions:
        cut = second_stage.furniture(blocks, selection.chosen)
        rules = region_rules()
        for index in selection.indexes():
            rule_id = cut[index]
            if rule_id is not None:
                selection.cut(index, rules[rule_id].kind, f"html.region.{rule_id}")
    if options.completion:
        selection.chosen = second_stage.completed(blocks, selection.chosen, cut)
    if options.regions:
        for index in next_articles(blocks, selection.indexes()):
            selection.cut(index, "related", "html.next_article")
        for index in linked_tail(blocks, selection.indexes()):
            selection.cut(index, "related", "html.linked_tail")


def _kind_of(block: Block, *, is_standfirst: bool) -> PassageKind:
    return "standfirst" if is_standfirst else block.kind


def _json_lines(
    metadata: Metadata, selection: _Selection
) -> tuple[tuple[PassageKind, str], ...] | None:
    """The text of JSON-LD, where the page hides its body from readers without a script."""
    body = metadata.json_body
    if body is None:
        return None
    lines = tuple(line.strip() for line in body.splitlines() if line.strip())
    words = sum(len(line.split()) for line in lines)
    found = sum(len(selection.blocks[index].words) for index in selection.indexes())
    if words < JSON_BODY_WORDS or words < JSON_BODY_GAIN * found:
        return None
    return tuple(("body", line) for line in lines)
