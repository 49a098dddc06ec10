"""Where the items went, as a flow: ribbons from what was read to what became of it.

The words and numbers stand beside the drawing, as text in rows of equal height; the drawing only
joins them, and may be stretched to any width.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.report.content import Items

WIDTH = 100
ROW_HEIGHT = 44
_WIDEST = 34.0
_NARROWEST = 1.5

_MEANINGS = {
    "loaded": "became documents",
    "unchanged": "known from an earlier run",
    "duplicate": "same article, same text",
    "quarantined": "could not become documents",
    "deferred": "left for a later run",
    "unaccounted": "lost: a fault of newsmill",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One outcome: its ribbon as an SVG path (empty for no items), and what it means."""

    name: str
    meaning: str
    items: int
    path: str


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The ribbons, in rows of ``ROW_HEIGHT``, and where they leave from."""

    read: int
    branches: tuple[Branch, ...]
    height: int
    stem_top: float
    stem_height: float


def flow_chart(items: Items) -> FlowChart:
    """The flow of the items; what is unaccounted for has a row only where there is any."""
    amounts = {
        "loaded": items.loaded,
        "unchanged": items.unchanged,
        "duplicate": items.duplicate,
        "quarantined": items.quarantined,
        "deferred": items.deferred,
    }
    if items.unaccounted:
        amounts["unaccounted"] = items.unaccounted
    greatest = max(1, *(abs(amount) for amount in amounts.values()))
    breadths = [_breadth(amount, greatest) for amount in amounts.values()]
    height = ROW_HEIGHT * len(amounts)
    top = (height - sum(breadths)) / 2
    branches = []
    start = top
    for row, ((name, amount), breadth) in enumerate(zip(amounts.items(), breadths, strict=True)):
        end = ROW_HEIGHT * (row + 0.5) - breadth / 2
        path = _ribbon(start, end, breadth) if breadth else ""
        branches.append(Branch(name, _MEANINGS[name], amount, path))
        start += breadth
    return FlowChart(items.read, tuple(branches), height, round(top, 1), round(sum(breadths), 1))


def _breadth(amount: int, greatest: int) -> float:
    return max(_NARROWEST, _WIDEST * abs(amount) / greatest) if amount else 0.0


def _ribbon(start: float, end: float, breadth: float) -> str:
    bend = WIDTH / 2
    a, b, c, d = (f"{y:.1f}" for y in (start, end, end + breadth, start + breadth))
    there = f"M0,{a} C{bend:g},{a} {bend:g},{b} {WIDTH},{b}"
    back = f"L{WIDTH},{c} C{bend:g},{c} {bend:g},{d} 0,{d} Z"
    return f"{there} {back}"
