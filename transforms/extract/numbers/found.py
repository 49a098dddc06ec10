"""What a rule of the grammar gives back: a row in the making, in tokens instead of offsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(slots=True)
class Found:
    """A number that a rule has read.

    Attributes:
        first: The first token of the core span.
        end: One past its last token.
        kind: As in the scheme.
        rule_id: Which rule.
        value: The number, the lower one of a range.
        high: The upper one of a range.
        vague: Whether ``value`` is only the lowest it can be.
        exact: Whether it is plain: no comparator can stand by it, or it is none of that kind.
        unit: Its unit.
        iso: EDTF or ISO 8601.
        days: First and last day of a date.
        counted: Tokens of the counted noun phrase, first and one past the last.
        modifier: early, mid, late ...
        per: The unit of a rate.
    """

    first: int
    end: int
    kind: str
    rule_id: str
    value: Decimal | None = None
    high: Decimal | None = None
    vague: bool = False
    unit: str | None = None
    iso: str | None = None
    days: tuple[date, date] | None = None
    counted: tuple[int, int] | None = None
    modifier: str | None = None
    per: str | None = None
    comparator: str | None = None
