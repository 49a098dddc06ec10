"""Two amounts that bound a range: "5-10%", "between 20 and 25 billion euros", "two or three"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.numbers.context import words_around
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import ADJACENT, BROKEN, SPACED, remembered
from transforms.extract.numbers.measures import CUES, Measure, measure_at
from transforms.extract.numbers.noun_phrases import singular_phrase
from transforms.extract.numbers.units import duration_iso

if TYPE_CHECKING:
    from transforms.extract.numbers.lexer import Tokens

FAR = 3  # "fell by 600,000 to 5.9 million" is no range, "one or 12" no pair
OPENERS = frozenset({"between", "from"})
NEAR = 4


@remembered
def range_at(tokens: Tokens, first: int) -> tuple[Measure, Measure | None, int] | None:
    """One amount, or two that bound a range: the measures and the first token of the whole."""
    opener = tokens[first].lower if tokens[first].lower in OPENERS else ""
    lower = measure_at(tokens, first + 1 if opener else first)
    if lower is None or (opener and tokens[first + 1].gap == BROKEN):
        return None
    link = _link(tokens, lower, opener)
    if link is not None and tokens[link].gap != BROKEN:
        upper = measure_at(tokens, link)
        if upper is not None:
            joined = _joined(tokens, first, lower, upper)
            if joined is not None and _is_range(tokens, first, lower, opener):
                return joined[0], joined[1], first
            if joined is not None and not opener:  # "rose from 5 to 7 per cent": both are per cent
                return joined[0], None, first
    return None if opener else (lower, None, first)


def _link(tokens: Tokens, lower: Measure, opener: str) -> int | None:
    """The token after "to", a dash, "and" or "or" that joins two amounts."""
    at = lower.end
    token, following = tokens[at], tokens[at + 1]
    if token.gap == BROKEN:
        return None
    if token.kind == "dash" and len(token.text) == 1:
        if following.lower == "to":  # "three-to-five-year"
            return at + 2 + (tokens[at + 2].kind == "dash")
        if token.gap == following.gap and (token.gap == ADJACENT or token.text != "—"):
            return at + 1
        return None
    if token.lower == "to" or (opener == "between" and token.lower == "and"):
        return at + 1
    return at + 1 if token.lower == "or" and lower.kind == "count" else None


def _is_range(tokens: Tokens, first: int, lower: Measure, opener: str) -> bool:
    """Whether two amounts with "to" bound a range and are not a change and its outcome."""
    if opener == "from" or tokens[first - 1].lower == "from":
        around = words_around(tokens, first, NEAR)
        return bool(CUES["ranging"] & around) or not CUES["changes"] & around
    if opener or lower.kind == "count" or tokens[lower.end].lower != "to":
        return True
    return not CUES["changes"] & words_around(tokens, first, NEAR)


def _joined(
    tokens: Tokens, first: int, lower: Measure, upper: Measure
) -> tuple[Measure, Measure] | None:
    """Both measures in the same unit and scale, or null where they bound no range."""
    if "vague" in {lower.numeral.style, upper.numeral.style}:
        return None
    if lower.kind == "count" and upper.kind != "count":
        lower = _with_unit_of(upper, lower)
    elif upper.kind == "count" and lower.rule_id == "money.sign":
        upper = upper._replace(kind=lower.kind, unit=lower.unit)
    if (lower.kind, lower.unit) != (upper.kind, upper.unit):
        return None
    scale = upper.numeral.scale
    if lower.numeral.scale == 1 < scale and lower.value < upper.value / scale:
        lower = lower._replace(value=lower.value * scale)
    if not lower.value < upper.value:
        return None
    far = upper.value > lower.value * FAR and lower.value != 0
    if far and tokens[lower.end].lower == "or":
        return None
    if (
        far
        and tokens[lower.end].lower == "to"
        and CUES["changes"] & words_around(tokens, first, NEAR)
    ):
        return None
    return lower, upper


def _with_unit_of(upper: Measure, lower: Measure) -> Measure:
    times = upper.time.times if upper.time else 1
    return lower._replace(
        kind=upper.kind,
        unit=upper.unit,
        factor=upper.factor,
        value=lower.value * upper.factor * times,
    )


def found_of(tokens: Tokens, measure: Measure, upper: Measure | None, first: int) -> Found:
    """The row of one amount or of a range of two."""
    last = upper or measure
    found = Found(
        first=first if upper else measure.first,
        end=last.end,
        kind=last.kind,
        rule_id=last.rule_id + (".range" if upper else ""),
        value=measure.value,
        high=upper.value if upper else None,
        vague=last.numeral.style == "vague",
        unit=last.unit,
        per=last.per,
    )
    if last.time is not None and upper is None and not found.vague:
        found.iso = duration_iso(measure.numeral.value, last.time)
    if last.joined or last.unit == "Mw":
        one = tokens[measure.first - 1].lower in {"a", "an"}
        end = singular_phrase(tokens, last.end, one=one)
        if tokens[last.end].lower == "high":  # elsewhere an adverb: "a three-year high"
            end = last.end + 1
        found.counted = (last.end, end) if end and tokens[last.end].gap == SPACED else None
    return found
