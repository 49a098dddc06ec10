"""The verdict on a run, in words: what an editor reads in the first ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flows.report.checks import count_outcomes
from flows.report.figures import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.report.content import RunReport, Status

Tone = Literal["good", "notice", "bad", "quiet"]

STATUS_WORDS: dict[Status, tuple[str, Tone]] = {
    "published": ("Published", "good"),
    "forced": ("Published by force", "notice"),
    "unchanged": ("Nothing new", "quiet"),
    "gate_failed": ("Not published", "bad"),
    "failed": ("Failed", "bad"),
}
"""Each status in words, with its tone."""

_MOST_DRIFT = 3
_MOST_REASONS = 6


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that wants a look, and the section of the page where it stands."""

    text: str
    section: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of the run, what that means, and what wants a look."""

    headline: str
    meaning: str
    tone: Tone
    attention: tuple[Attention, ...]


def verdict(report: RunReport) -> Verdict:
    """The verdict on the run."""
    headline, tone = STATUS_WORDS[report.status]
    attention = tuple(_attention(report))
    if report.status in {"published", "forced"} and report.items.loaded:
        headline = f"{headline}: {some(report.items.loaded, 'new document')}"
    return Verdict(headline, _meaning(report), tone, attention)


def some(number: int, noun: str) -> str:
    """The number with its noun.

    >>> some(1, "row"), some(1200, "row")
    ('1 row', '1,200 rows')
    """
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def _meaning(report: RunReport) -> str:
    match report.status:
        case "published":
            return "The warehouse now holds this run, and every reader sees it."
        case "forced":
            return "The quality gate said no, and --force published the run all the same."
        case "unchanged":
            return "All that was read was known before; the published version stays as it is."
        case "gate_failed":
            return "The quality gate said no. The version before stays published."
        case "failed":
            return "The run could not be finished. The version before stays published."


def _attention(report: RunReport) -> Iterator[Attention]:
    if report.failure:
        yield Attention("The run stopped with an error.", "failure", "bad")
    if report.gate and not report.gate.passed:
        for reason in report.gate.reasons[:_MOST_REASONS] or ("The quality gate said no.",):
            yield Attention(reason, "gate", "bad")
    if report.items.unaccounted:
        text = f"{some(abs(report.items.unaccounted), 'item')} not accounted for."
        yield Attention(text, "items", "bad")
    yield from _checks(report)
    for drift in report.drift[:_MOST_DRIFT]:
        yield Attention(drift.message or f"{drift.site}: {drift.metric}", "drift", "notice")
    left = len(report.drift) - _MOST_DRIFT
    if left > 0:
        yield Attention(f"{some(left, 'more change')} against the runs before.", "drift", "notice")
    if report.items.quarantined:
        text = f"{some(report.items.quarantined, 'item')} could not become documents."
        yield Attention(text, "quarantine", "notice")


def _checks(report: RunReport) -> Iterator[Attention]:
    counts = count_outcomes(report.quality)
    told_by_the_gate = report.gate is not None and report.gate.reasons
    if counts["gate"] and not told_by_the_gate:
        yield Attention(f"{some(counts['gate'], 'gate check')} failed.", "checks", "bad")
    if report.rows_quarantined or counts["error"]:
        text = f"{some(report.rows_quarantined, 'row')} broke a rule and went to quarantine."
        yield Attention(text, "checks", "notice")
    if counts["warning"]:
        yield Attention(
            f"{some(counts['warning'], 'warning')} from the checks.", "checks", "notice"
        )
    if counts["broken"]:
        text = (
            f"{some(counts['broken'], 'check')} could not be run, which says nothing of the data."
        )
        yield Attention(text, "checks", "notice")
