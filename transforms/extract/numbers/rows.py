"""Turns what the grammar has read into rows: offsets for tokens, bounds for comparators."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.numbers.comparators import comparator_of
from transforms.extract.numbers.edtf import days_of
from transforms.extract.numbers.quantity import Quantity, rounded

if TYPE_CHECKING:
    from decimal import Decimal

    from transforms.extract.numbers.comparators import Comparator
    from transforms.extract.numbers.found import Found
    from transforms.extract.numbers.lexer import Tokens


class Bounds(NamedTuple):
    """The value columns of a row, and the comparator that shaped them."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    comparator: str | None


def row_of(text: str, tokens: Tokens, found: Found) -> Quantity:
    """The row of a number that was found."""
    start, end = tokens.starts[found.first], tokens.end_of(found.end - 1)
    comparator = comparator_of(tokens, found)
    bounds = bounds_of(found, comparator)
    value = rounded(bounds.value)
    low = value if bounds.low is bounds.value else rounded(bounds.low)
    high = value if bounds.high is bounds.value else rounded(bounds.high)
    lost = (value is None) != (bounds.value is None) or (low is None) != (bounds.low is None)
    days = days_of(found.iso) if found.iso and found.kind == "date" else None
    return Quantity(
        start_offset=start,
        end_offset=end,
        text=text[start:end],
        kind=found.kind,
        value=value,
        value_low=low,
        value_high=high,
        comparator=bounds.comparator,
        comparator_start_offset=tokens.starts[comparator.first] if comparator else None,
        comparator_end_offset=tokens.end_of(comparator.end - 1) if comparator else None,
        unit=found.unit,
        iso=found.iso,
        date_start=days[0] if days else None,
        date_end=days[1] if days else None,
        counted=_phrase(text, tokens, found.counted),
        modifier=found.modifier,
        per=found.per,
        rule_id=found.rule_id + (":out_of_range" if lost else ""),
    )


def bounds_of(found: Found, comparator: Comparator | None) -> Bounds:
    """Value, lower and upper bound, and the comparator, as the scheme wants them."""
    value, high = found.value, found.high
    code = found.comparator or (comparator.code if comparator else None)
    if value is None:
        return Bounds(None, None, None, code)
    if found.kind == "score":
        return Bounds(value, value, high, None)
    if found.vague:
        return Bounds(None, value, None, "vague")
    if high is not None:
        return Bounds(None, value, high, code or "range")
    low = None if code in {"lt", "le", "approx", "approx_lt"} else value
    high = None if code in {"gt", "ge", "approx", "approx_lt"} else value
    return Bounds(value, low, high, code)


def _phrase(text: str, tokens: Tokens, span: tuple[int, int] | None) -> str | None:
    if span is None:
        return None
    return " ".join(tokens.cut(text, *span).split())
