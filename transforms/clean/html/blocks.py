"""The page as a list of text blocks in document order, each with what the tree says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from transforms.clean.html.tags import INLINE_TAGS, SKIPPED_TAGS, SUBHEAD_TAGS
from transforms.clean.regions import Region, region_rule
from transforms.errors import ItemError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from transforms.clean.cleaned import PassageKind
    from transforms.clean.html.options import HtmlOptions

# How the walk takes an element; a tag that is not here is a block.
_BLOCK, _INLINE, _BREAK, _SKIPPED = range(4)
_WAYS: dict[object, int] = {
    **dict.fromkeys(INLINE_TAGS, _INLINE),
    **dict.fromkeys(("br", "hr"), _BREAK),
    **dict.fromkeys(SKIPPED_TAGS, _SKIPPED),
    **dict.fromkeys((etree.Comment, etree.ProcessingInstruction, etree.Entity), _SKIPPED),
}

_CELL_WORDS = 20
_SPACES = re.compile(r"[\t\n\r\f\v][ \t\n\r\f\v]*| [ \t\n\r\f\v]+")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Block:
    """One line of the page: its text, and where in the tree it stood."""

    text: str
    kind: PassageKind
    tag: str
    link_characters: int
    region: Region | None
    container: Container
    words: tuple[str, ...] = field(default=())

    @property
    def link_share(self) -> float:
        """How much of the text is link text, 0 to 1."""
        return min(1.0, self.link_characters / max(1, len(self.text)))


@dataclass(slots=True, eq=False)
class Container:
    """The element around a block; ``name`` is alike for elements that look alike."""

    name: str
    parent: Container | None
    depth: int
    is_article: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded for comparison.

    >>> words_of("Don't MISS it")
    ('don', 't', 'miss', 'it')
    """
    return tuple(_WORD.findall(text.lower()))


def collapse(text: str) -> str:
    """The text with each run of white space as one blank (a no-break space is kept)."""
    text = text.strip()
    # Most texts are printed on one line: for those a look is quicker than the expression.
    if text.isprintable() and "  " not in text:
        return text
    return _SPACES.sub(" ", text)


class BlockReader:
    """Walks a tree once, without recursion: pages nest deeper than Python's stack."""

    def __init__(self, options: HtmlOptions) -> None:
        self._options = options
        self._elements = 0
        self._links = 0
        self._depth = 0
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._link_characters = 0
        self._links_open = 0

    def read(self, root: HtmlElement) -> list[Block]:
        """All blocks below ``root``."""
        frames = [_Frame(root, iter(root), Container("", None, 0), None, "body", "div")]
        self._add(root.text)
        while frames:
            frame = frames[-1]
            inner = self._next_frame(frame, len(frames) + 1)
            if inner is not None:
                frames.append(inner)
                continue
            frames.pop()
            self._close(frame)
            if frames:
                self._add(frame.element.tail)
        return self.blocks

    def _next_frame(self, frame: _Frame, depth: int) -> _Frame | None:
        """Reads on in an element, up to its next child that has children of its own."""
        for child in frame.children:
            tag = child.tag
            way = _WAYS.get(tag, _BLOCK)
            if way == _SKIPPED or _is_unseen(child, way):
                self._add(child.tail)
                continue
            if way != _INLINE and self._parts:
                self._flush(frame)
            if way != _BREAK:
                self._count(tag, depth)
                has_children = len(child) > 0
                if has_children or child.text:
                    inner = self._open(child, tag, frame, is_inline=way == _INLINE)
                    if has_children:
                        return inner
                    self._close(inner)
            self._add(child.tail)
        return None

    @property
    def is_costly(self) -> bool:
        """Whether the tree is more than trafilatura can read in reasonable time."""
        return (
            self._elements > self._options.cheap_elements
            or self._links > self._options.cheap_links
            or self._depth > self._options.cheap_depth
        )

    def _count(self, tag: str, depth: int) -> None:
        self._elements += 1
        self._links += tag == "a"
        self._depth = max(self._depth, depth)
        if self._elements > self._options.max_elements:
            raise ItemError(
                "too_many_elements",
                f"the page has more than {self._options.max_elements:,} elements",
            )

    def _open(self, element: HtmlElement, tag: str, outer: _Frame, *, is_inline: bool) -> _Frame:
        if is_inline:
            frame = _Frame(
                element, iter(element), outer.container, outer.region, outer.kind, outer.tag
            )
            frame.is_inline = True
            self._links_open += tag == "a"
        else:
            class_name = element.get("class", "")
            rule = region_rule(tag, f"{class_name} {element.get('id', '')}")
            region = outer.region if rule is None else Region(rule, outer.region)
            container = Container(
                f"{outer.container.name[-60:]}>{tag}.{class_name}",
                outer.container,
                outer.container.depth + 1,
                tag == "article",
            )
            frame = _Frame(element, iter(element), container, region, _kind(tag, outer.kind), tag)
            frame.first_block = len(self.blocks)
        self._add(element.text)
        return frame

    def _close(self, frame: _Frame) -> None:
        if frame.is_inline:
            self._links_open -= frame.element.tag == "a"
            return
        self._flush(frame)
        if frame.tag == "tr":
            self._join_row(frame)

    def _add(self, text: str | None) -> None:
        # White space before a block's first word is nothing; between elements there is much of it.
        if text and (self._parts or not text.isspace()):
            self._parts.append(text)
            if self._links_open:
                self._link_characters += len(text.strip())

    def _flush(self, frame: _Frame) -> None:
        if not self._parts:
            return
        text = collapse("".join(self._parts))
        self._parts.clear()
        link_characters, self._link_characters = self._link_characters, 0
        if not text:
            return
        self.blocks.append(
            Block(
                text,
                frame.kind,
                frame.tag,
                link_characters,
                frame.region,
                frame.container,
                words_of(text),
            )
        )

    def _join_row(self, frame: _Frame) -> None:
        """Make one line of the cells of a data row; leave the cells of a layout table alone."""
        cells = self.blocks[frame.first_block :]
        is_data = all(c.tag in ("td", "th") and len(c.words) <= _CELL_WORDS for c in cells)
        if len(cells) <= 1 or not is_data:
            return
        text = " | ".join(cell.text for cell in cells)
        first = cells[0]
        self.blocks[frame.first_block :] = [
            Block(
                text,
                "table",
                "tr",
                sum(cell.link_characters for cell in cells),
                first.region,
                frame.container,
                words_of(text),
            )
        ]


@dataclass(slots=True)
class _Frame:
    element: HtmlElement
    children: Iterator[HtmlElement]
    container: Container
    region: Region | None
    kind: PassageKind
    tag: str
    is_inline: bool = False
    first_block: int = 0


def _kind(tag: str, outer: PassageKind) -> PassageKind:
    if tag in SUBHEAD_TAGS:
        return "subhead"
    if tag in ("li", "dd", "dt"):
        return "list_item"
    if tag == "figcaption" or outer == "caption":
        return "caption"
    if tag in ("p", "div") and outer in ("list_item", "table"):
        return outer
    return "table" if tag in ("td", "th") else "body"


_UNSEEN_STYLE = re.compile(r"display:none|visibility:hidden|clip:rect\((?:0|1px)")
_UNSEEN_NAME = re.compile(r"\b(?:sr-only|screen-reader\S*|visually-?hidden)(?!\S)")


def _is_unseen(element: HtmlElement, way: int) -> bool:
    """Whether a reader of the page does not see it ("opens in a new tab" after each link)."""
    if way == _INLINE:
        class_name = element.get("class")
        if class_name is not None and _is_unseen_name(class_name):
            return True
    style = element.get("style")
    return style is not None and _is_unseen_style(style)


@lru_cache(maxsize=10_000)
def _is_unseen_name(class_name: str) -> bool:
    return _UNSEEN_NAME.search(class_name) is not None


@lru_cache(maxsize=10_000)
def _is_unseen_style(style: str) -> bool:
    return _UNSEEN_STYLE.search(style.replace(" ", "").lower()) is not None
