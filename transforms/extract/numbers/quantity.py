"""The row that the extractor gives, and the exactness of its values."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

# DECIMAL(38,9): 29 digits before the point, 9 behind it.
LIMIT_DIGITS = 29
LIMIT = Decimal(10) ** LIMIT_DIGITS
ONE = Decimal(1)
STEP = Decimal("1e-9")
# Wide enough that no product of a printed number and its scale is rounded.
EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN)


class Quantity(NamedTuple):
    """One number of a text: where it stands, what it is and how much.

    Attributes:
        start_offset: First code point of the number in the text; the comparator and the counted
            noun lie outside.
        end_offset: One past the last code point.
        text: The words as printed, ``text[start_offset:end_offset]`` of the source.
        kind: ``count``, ``ordinal``, ``percent``, ``money``, ``quantity``, ``duration``, ``age``,
            ``date``, ``time``, ``ratio`` or ``score``.
        value: The number in ``unit``; null for a range, a vague amount, a date and a time.
        value_low: Lower bound where one is known; the value itself where it is plain.
        value_high: Upper bound, likewise.
        comparator: ``gt``, ``ge``, ``lt``, ``le``, ``approx``, ``approx_lt``, ``range``, ``vague``,
            ``eq``, ``since``, ``by`` or null.
        comparator_start_offset: Where the words of the comparator begin.
        comparator_end_offset: One past their last code point.
        unit: ISO 4217 code, Pint symbol, ``%``, ``pp``, ``bp``, or a unit of time.
        iso: EDTF of a date, ISO 8601 of a clock time or a duration.
        date_start: First day of a date that is known.
        date_end: Last day of it.
        counted: The noun phrase that is counted.
        modifier: ``early``, ``mid``, ``late`` and the like, of a date.
        per: What it is counted by: ``barrel``, ``hour``, ``each``.
        rule_id: The rule that found it; after a colon, why a value is null.
    """

    start_offset: int
    end_offset: int
    text: str
    kind: str
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    comparator: str | None
    comparator_start_offset: int | None
    comparator_end_offset: int | None
    unit: str | None
    iso: str | None
    date_start: date | None
    date_end: date | None
    counted: str | None
    modifier: str | None
    per: str | None
    rule_id: str


def rounded(value: Decimal | None) -> Decimal | None:
    """The value with at most nine decimals, rounded half to even, without trailing zeros.

    Returns:
        Null where there is no value, or one that a DECIMAL(38,9) column cannot hold.

    >>> rounded(Decimal(2) / 3)
    Decimal('0.666666667')
    >>> rounded(Decimal("1.2E+9"))
    Decimal('1200000000')
    >>> rounded(Decimal("1e30")) is None
    True
    """
    if value is None or value.adjusted() >= LIMIT_DIGITS:
        return None
    if value.same_quantum(ONE):
        return value
    exact = value.quantize(STEP, context=EXACT)
    whole = exact.to_integral_value()
    return whole.quantize(ONE, context=EXACT) if whole == exact else exact.normalize(EXACT)
