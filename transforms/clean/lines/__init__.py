"""Line rules: which lines of an article are not its text, and why."""

from __future__ import annotations

from transforms.clean.lines.looks import fold
from transforms.clean.lines.marks import LineOptions, Verdict, mark_lines
from transforms.clean.lines.rules import Rule, load_rules, match_line

__all__ = [
    "LineOptions",
    "Rule",
    "Verdict",
    "fold",
    "load_rules",
    "mark_lines",
    "match_line",
]
