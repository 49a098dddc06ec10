"""Interviews printed as a script: every turn begins with its speaker and a colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# WALLACE: ...; Q: is no name and A: no speaker, so two letters at least.
_TURN: Final = re.compile(
    r"(?P<mark>[“\"]?)(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}): +(?=\S)"
)
_FEWEST_TURNS: Final = 3


class Turn(NamedTuple):
    """A turn: who speaks and what is said, as offsets."""

    speaker: tuple[int, int]
    said: tuple[int, int]


def turns(text: str, paragraphs: Sequence[tuple[int, int]]) -> dict[int, Turn]:
    """The turns of a script by index of their paragraph; empty for a text that holds no script."""
    found = {}
    for index, (start, end) in enumerate(paragraphs):
        match = _TURN.match(text, start, end)
        if match is not None:
            found[index] = Turn(match.span("name"), (match.end(), end))
    return found if len(found) >= _FEWEST_TURNS else {}
