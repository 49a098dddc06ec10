"""A stretch of text with a label: what the steps from model to mentions hand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from transforms.extract.annotation import Label


class Span(NamedTuple):
    """``text[start:end]`` names something of the kind ``label``."""

    start: int
    end: int
    label: Label
