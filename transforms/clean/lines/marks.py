"""Marks every line of an article: kept, or removed by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.clean.lines.classifier import score_lines
from transforms.clean.lines.looks import (
    PROSE_CHARS,
    ends_sentence,
    fold,
    is_prose,
    is_sentence,
)
from transforms.clean.lines.rules import Rule, match_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.cleaned import RemovedKind


_HEADING_WORDS = 14
_SECTION_LINES = 12
_PAGE_RULES = 4
_FEW_WORDS = 4
# A classifier that takes more of the paragraphs for boilerplate has misread the text.
_MOST_PROSE = 0.5


@dataclass(frozen=True, slots=True)
class LineOptions:
    """What may be removed.

    Attributes:
        sections: Whether the teasers below a "Related" heading, and a heading of which nothing is
            left, go too.
        classifier: Whether the line classifier judges what the rules leave of a page dump.
        threshold: The log odds from which on it removes a line.
    """

    sections: bool = True
    classifier: bool = True
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a line is no part of the text."""

    kind: RemovedKind
    rule_id: str


def mark_lines(lines: Sequence[str], options: LineOptions | None = None) -> list[Verdict | None]:
    """What is wrong with each line, ``None`` where it stays.

    Args:
        lines: The lines of one article in their order, without the blank ones.
        options: What may be removed.

    >>> mark_lines(["The talks ended on Friday without a deal.", "Leave a Reply"])[1].kind
    'comment_form'
    """
    options = options or LineOptions()
    rules = [match_line(line) for line in lines]
    if not any(rules):
        return [None] * len(lines)
    verdicts = _mark_by_rules(lines, rules, options)
    if options.classifier and is_page(rules):
        _mark_by_score(lines, rules, verdicts, options.threshold)
    return verdicts


def is_page(rules: Sequence[Rule | None]) -> bool:
    """Whether so many lines are boilerplate that this is a web page read as text.

    Elsewhere the classifier has nothing to say: a short line in clean text is part of it.
    """
    return sum(rule is not None for rule in rules) >= _PAGE_RULES


def _mark_by_rules(
    lines: Sequence[str], rules: Sequence[Rule | None], options: LineOptions
) -> list[Verdict | None]:
    prose = [rule is None and is_prose(line) for line, rule in zip(lines, rules, strict=True)]
    first, last = _span(prose)
    verdicts: list[Verdict | None] = []
    for i, rule in enumerate(rules):
        beside = first > i or last < i or _has_company(rules, i)
        if rule is None or (rule.company and not beside) or (rule.tail and last > i):
            verdicts.append(None)
        else:
            verdicts.append(Verdict(rule.kind, rule.rule_id))
    if options.sections and any(verdicts):
        _mark_sections(lines, rules, prose, verdicts)
        _mark_empty_headings(lines, prose, verdicts)
    return verdicts


def _span(prose: Sequence[bool]) -> tuple[int, int]:
    """The first and last line of prose; all lines where there is none."""
    if True not in prose:
        return 0, len(prose)
    return prose.index(True), len(prose) - 1 - list(reversed(prose)).index(True)


def _has_company(rules: Sequence[Rule | None], i: int) -> bool:
    return (i > 0 and rules[i - 1] is not None) or (i + 1 < len(rules) and rules[i + 1] is not None)


def _mark_sections(
    lines: Sequence[str],
    rules: Sequence[Rule | None],
    prose: Sequence[bool],
    verdicts: list[Verdict | None],
) -> None:
    """The lines below a section heading go with it, up to the next line of prose."""
    for i, rule in enumerate(rules):
        if rule is None or not rule.section or verdicts[i] is None:
            continue
        stop = min(len(lines), i + 1 + _SECTION_LINES)
        end = next((j for j in range(i + 1, stop) if prose[j]), stop)
        # The last short line before prose may be a subhead of the text.
        if end < len(lines) and prose[end] and end - 1 > i and len(lines[end - 1]) < PROSE_CHARS:
            end -= 1
        for j in range(i + 1, end):
            if verdicts[j] is None and not is_sentence(fold(lines[j])):
                verdicts[j] = Verdict(rule.kind, f"{rule.rule_id}.below")


def _mark_empty_headings(
    lines: Sequence[str], prose: Sequence[bool], verdicts: list[Verdict | None]
) -> None:
    """A heading below which every line was removed, to the end of the text, goes too."""
    i = len(lines) - 1
    while i >= 0 and verdicts[i] is not None:
        i -= 1
    below = verdicts[i + 1] if 0 < i < len(lines) - 1 else None
    if below is None or prose[i] or not _is_heading(lines[i]):
        return
    verdicts[i] = Verdict(below.kind, "heading.nothing_below")


def _is_heading(line: str) -> bool:
    return len(line.split()) <= _HEADING_WORDS and not ends_sentence(line) and line[:1].isupper()


def _mark_by_score(
    lines: Sequence[str],
    rules: Sequence[Rule | None],
    verdicts: list[Verdict | None],
    threshold: float,
) -> None:
    """What the classifier finds; the paragraphs only where it leaves the most of them."""
    section: Rule | None = None
    found: dict[int, Verdict] = {}
    for i, (rule, score) in enumerate(zip(rules, score_lines(lines, rules), strict=True)):
        if rule is not None and rule.section:
            section = rule
        if verdicts[i] is None and score.points > threshold:
            kind = _likely_kind(lines[i], section)
            found[i] = Verdict(kind, f"line_classifier.{score.reason}")
    prose = {i: len(line) for i, line in enumerate(lines) if verdicts[i] is None and is_prose(line)}
    is_misled = sum(prose[i] for i in prose if i in found) > _MOST_PROSE * sum(prose.values())
    for i, verdict in found.items():
        if not (is_misled and i in prose):
            verdicts[i] = verdict


def _likely_kind(line: str, section: Rule | None) -> RemovedKind:
    if line.count(" ") < _FEW_WORDS:
        return "navigation"
    return "other" if section is None else section.kind
