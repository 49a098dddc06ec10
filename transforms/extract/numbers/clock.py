"""Clock times: "8 p.m.", "0345 GMT", "14:05", "noon", and times of a race."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from transforms.extract.numbers.date_parts import range_link
from transforms.extract.numbers.found import Found
from transforms.extract.numbers.lexer import BROKEN
from transforms.extract.numbers.numerals import SMALL
from transforms.extract.numbers.vocabulary import table, words

if TYPE_CHECKING:
    from transforms.extract.numbers.context import Context
    from transforms.extract.numbers.lexer import Token, Tokens

CUES = words("cues", "clock")
ZONES: dict[str, str] = table("calendar")["zones"]
HALVES = {"am": 0, "a.m": 0, "a.m.": 0, "a. m.": 0, "pm": 12, "p.m": 12, "p.m.": 12, "p. m.": 12}
AFTER_HOUR = (
    frozenset(HALVES)
    | frozenset(ZONES)
    | {"o'clock", "o’clock", "hours", "hrs", "to", "until", "till", "through", "and", "-", "–"}
)
AFTER_WORD = frozenset(HALVES) | {"o'clock", "o’clock", "past", "to"}
NAMED_HOURS = frozenset({"noon", "midday", "midnight"})
HOURS, NOON, SIXTY = 24, 12, 60
SPOKEN_MINUTES = frozenset({5, 10, 15, 20, 25, 30})
LONGEST = 5  # characters of an hour with minutes


def clock(context: Context, first: int) -> Found | None:
    """A clock time or a range of two: "7 a.m. to 10 p.m.", "20:00 BST"."""
    tokens = context.tokens
    token, behind = tokens[first], tokens[first + 1].lower
    if token.kind == "number" and behind not in AFTER_HOUR:
        return None
    if token.kind == "word" and behind not in AFTER_WORD and token.lower not in NAMED_HOURS:
        return None
    read = _time_at(tokens, first)
    if read is None:
        return _bare_hour_of_range(tokens, first)
    end, hour, minute, _ = read
    link = range_link(tokens, end)
    if link is None and tokens[end].lower == "and" and tokens[first - 1].lower == "between":
        link = end + 1
    other = _time_at(tokens, link) if link else None
    iso = _iso(hour, minute)
    rule = "time.clock"
    if other is not None:
        end, rule = other[0], "time.range"
        iso = f"{iso}/{_iso(other[1], other[2])}"
    end, zone = _zone(tokens, end)
    if zone:
        iso = "/".join(part + zone for part in iso.split("/"))
    return Found(first, end, "time", rule, iso=iso)


def _iso(hour: int, minute: int) -> str:
    return f"T{hour:02}:{minute:02}"


def _bare_hour_of_range(tokens: Tokens, first: int) -> Found | None:
    """As in "7 to 9 pm", "9-11am"."""
    token = tokens[first]
    if token.kind not in {"number", "clock"} or len(token.text) > LONGEST:
        return None
    link = range_link(tokens, first + 1)
    if link is None and tokens[first + 1].lower == "and" and tokens[first - 1].lower == "between":
        link = first + 2
    other = _time_at(tokens, link) if link and tokens[link].kind in {"number", "clock"} else None
    if other is not None and len(token.text) == 4 and token.text.isdecimal():
        return _military_range(tokens, first, other)
    if other is None or other[3] is None:
        return None
    digits = token.text.split(":")
    if not digits[0].isdecimal() or not 1 <= int(digits[0]) <= NOON:
        return None
    hour = int(digits[0]) % NOON + other[3]
    if hour > other[1] and other[3]:
        hour -= NOON
    minute = int(digits[1]) if len(digits) > 1 else 0
    if minute >= SIXTY:
        return None
    end, zone = _zone(tokens, other[0])
    iso = f"{_iso(hour, minute)}{zone}/{_iso(other[1], other[2])}{zone}"
    return Found(first, end, "time", "time.range", iso=iso)


def _military_range(
    tokens: Tokens, first: int, other: tuple[int, int, int, int | None]
) -> Found | None:
    """A range like "1130 to 1215 GMT"."""
    text = tokens[first].text
    if int(text[:2]) >= HOURS or int(text[2:]) >= SIXTY:
        return None
    end, zone = _zone(tokens, other[0])
    iso = f"{_iso(int(text[:2]), int(text[2:]))}{zone}/{_iso(other[1], other[2])}{zone}"
    return Found(first, end, "time", "time.range", iso=iso)


def _time_at(tokens: Tokens, first: int) -> tuple[int, int, int, int | None] | None:
    """One past a clock time, hour, minute, and the hours that a.m. or p.m. added."""
    token = tokens[first]
    if token.lower in {"noon", "midday"}:
        return first + 1, NOON, 0, None
    if token.lower == "midnight":
        return first + 1, 0, 0, None
    if token.lower in {"half", "quarter"}:
        return spoken_time(tokens, first)
    if token.kind == "clock":
        return _colon_time(tokens, first)
    if token.kind == "number":
        return _digit_time(tokens, first)
    if token.lower in SMALL and token.kind == "word":
        spoken = spoken_time(tokens, first)
        if spoken is not None:
            return spoken
        hour = int(SMALL[token.lower])
        half = _meridiem(tokens, first + 1)
        if half is not None and 1 <= hour <= NOON:
            return half[0], hour % NOON + half[1], 0, half[1]
        if tokens[first + 1].lower in {"o'clock", "o’clock"} and 1 <= hour <= NOON:
            return first + 2, hour, 0, None
    return None


def spoken_time(tokens: Tokens, first: int) -> tuple[int, int, int, int | None] | None:
    """As in "half past nine", "quarter to six", "ten past 11"."""
    minutes = {"half": 30, "quarter": 15}.get(tokens[first].lower) or int(
        SMALL.get(tokens[first].lower, 0)
    )
    side, hour = tokens[first + 1].lower, _hour(tokens[first + 2])
    if side not in {"past", "to"} or hour is None or minutes not in SPOKEN_MINUTES:
        return None
    if side == "to" and (minutes == 30 or tokens[first - 1].lower not in CUES["before_spoken"]):
        return None  # "ten to 12 people"
    half = _meridiem(tokens, first + 3)
    hour = hour % NOON + half[1] if half else hour
    hour, minute = (hour, minutes) if side == "past" else ((hour - 1) % HOURS, SIXTY - minutes)
    return half[0] if half else first + 3, hour, minute, half[1] if half else None


def _hour(token: Token) -> int | None:
    value = SMALL.get(token.lower)
    if token.kind == "number" and token.text.isdecimal() and len(token.text) <= 2:
        value = Decimal(token.text)
    return int(value) if value is not None and 1 <= value <= NOON and token.gap != BROKEN else None


def _colon_time(tokens: Tokens, first: int) -> tuple[int, int, int, int | None] | None:
    text = tokens[first].text
    if text.count(":") != 1 or "." in text:
        return None
    hour, minute = (int(part) for part in text.split(":"))
    if minute >= SIXTY or hour > HOURS:
        return None
    half = _meridiem(tokens, first + 1)
    if half is not None and 1 <= hour <= NOON:
        return half[0], hour % NOON + half[1], minute, half[1]
    return (first + 1, hour, minute, None) if hour < HOURS else None


def _digit_time(tokens: Tokens, first: int) -> tuple[int, int, int, int | None] | None:
    """As in "8pm", "8.30 a.m.", "0345 GMT", "1400 hours"."""
    text, after = tokens[first].text, tokens[first + 1]
    half = _meridiem(tokens, first + 1)
    if half is not None:
        hour, _, minute = text.partition(".")
        if (
            hour.isdecimal()
            and 1 <= int(hour[:3]) <= NOON
            and (not minute or (len(minute) == 2 and int(minute) < SIXTY))
        ):
            return half[0], int(hour) % NOON + half[1], int(minute or 0), half[1]
        return None
    if after.lower in {"o'clock", "o’clock"} and text.isdecimal() and len(text) <= 2:
        return first + 2, int(text) % HOURS, 0, None
    hour, point, minute = text.partition(".")
    two = 1 <= len(hour) <= 2 and len(minute) == 2  # a share price may be ".99"
    if point and two and int(hour) < HOURS and int(minute) < SIXTY:
        return (first + 1, int(hour), int(minute), None) if _is_zone(after) else None
    if len(text) == 4 and text.isdecimal() and int(text[:2]) < HOURS and int(text[2:]) < SIXTY:
        if _is_zone(after):
            return first + 1, int(text[:2]), int(text[2:]), None
        if (
            after.lower in {"hours", "hrs"}
            and text[0] in "012"
            and text[2:] in {"00", "15", "30", "45"}
            and tokens[first - 1].lower in {"at", "by", "until", "from", "around", "about", "to"}
        ):
            return first + 2, int(text[:2]), int(text[2:]), None
    return None


def _is_zone(token: Token) -> bool:
    return token.lower in ZONES and token.text.isupper() and token.gap != BROKEN


def _meridiem(tokens: Tokens, at: int) -> tuple[int, int] | None:
    token = tokens[at]
    hours = HALVES.get(token.lower)
    return (at + 1, hours) if hours is not None and token.gap != BROKEN else None


def _zone(tokens: Tokens, at: int) -> tuple[int, str]:
    token = tokens[at]
    if not _is_zone(token):
        if token.text in {"Eastern", "Pacific", "Central", "Mountain"}:
            step = at + 1 + (tokens[at + 1].lower in {"standard", "daylight"})
            if tokens[step].lower == "time":
                return step + 1, ""
        return at, ""
    return at + 1, ZONES[token.lower]


def race_time(context: Context, first: int) -> Found | None:
    """As in "2:03:45", "1:36.6": a duration in seconds."""
    text = context.tokens[first].text
    if text.count(":") == 1 and "." not in text:
        return None
    parts = [Decimal(part) for part in text.split(":")]
    seconds = sum((part * SIXTY**power for power, part in enumerate(reversed(parts))), Decimal(0))
    hours, rest = divmod(seconds, SIXTY * SIXTY)
    minutes, rest = divmod(rest, SIXTY)
    iso = (
        "PT"
        + (f"{hours}H" if hours else "")
        + (f"{minutes}M" if minutes else "")
        + f"{rest.normalize():f}S"
    )
    return Found(
        first, first + 1, "duration", "duration.race_time", value=seconds, unit="second", iso=iso
    )
