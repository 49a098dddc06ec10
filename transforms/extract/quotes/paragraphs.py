"""Paragraphs of a text: its lines, or, where lines are wrapped at a width, runs of lines."""

from __future__ import annotations

import re
from typing import Final

_LINE: Final = re.compile(r"[^\n]*\S[^\n]*")
_BLOCK: Final = re.compile(r"\S(?:[^\n]|\n(?!\s*\n|[ \t]{2,}\S))*")
_WRAP_WIDTH: Final = 90
_FEWEST_LINES: Final = 4
_ENDS: Final = tuple(".!?…”\"'’:")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph, without the white space around it."""
    pattern = _BLOCK if _is_wrapped(text) else _LINE
    found = []
    for match in pattern.finditer(text):
        words = match.group()
        start = match.start() + len(words) - len(words.lstrip())
        found.append((start, match.start() + len(words.rstrip())))
    return found


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < _FEWEST_LINES or max(map(len, lines)) > _WRAP_WIDTH:
        return False
    ended = sum(line.rstrip().endswith(_ENDS) for line in lines)
    return ended * 2 < len(lines)
