"""The gate: whether a run's rows may replace the published version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from expectations.results import CheckResult

# Of a handful of rows one bad one is a large share, and says little.
_MANY_ROWS = 100


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether the gate lets a run through, and if not, why: a sentence each."""

    passed: bool
    reasons: tuple[str, ...]


def gate(
    results: Iterable[CheckResult],
    items_read: int,
    items_quarantined: int,
    max_quarantined_share: float,
    max_broken_row_share: float = 1.0,
) -> GateVerdict:
    """The verdict on a run.

    It is stopped by a broken check, by an unsuccessful expectation of severity ``gate``, by one of
    severity ``error`` where bad rows cannot be taken out any more (the ledger, the candidate), by
    too large a share of items in quarantine, and by too large a share of rows that one expectation
    took out: then it is no odd row, but a fault of what made them.

    >>> gate([], items_read=10, items_quarantined=6, max_quarantined_share=0.5).reasons
    ('6 of 10 items (60.0 %) went to quarantine; at most 50.0 % may.',)
    """
    reasons = [reason for result in results if (reason := _objection(result, max_broken_row_share))]
    if items_read and items_quarantined / items_read > max_quarantined_share:
        reasons.append(
            f"{items_quarantined:,} of {items_read:,} items ({items_quarantined / items_read:.1%}) "
            f"went to quarantine; at most {max_quarantined_share:.1%} may.".replace("%", " %")
        )
    return GateVerdict(not reasons, tuple(reasons))


def _objection(result: CheckResult, max_broken_row_share: float) -> str | None:
    if result.broken:
        return f"The check {result.expectation_id} itself failed: {result.error}"
    final = result.severity == "error" and result.scope in {"ledger", "candidate"}
    if result.success:
        return None
    seen = result.observed_value or f"{result.unexpected_count:,} unexpected"
    told = f"{result.expectation_id}: {result.expectation} Seen: {seen}."
    if final or result.severity == "gate":
        return told
    # Documents are items, which have a share of their own.
    many = result.checked_count >= _MANY_ROWS and result.table_name != "documents"
    share = result.unexpected_percent / 100
    if result.severity == "error" and many and share > max_broken_row_share:
        return f"{told} At most {max_broken_row_share:.1%} of the rows may.".replace("%", " %")
    return None
