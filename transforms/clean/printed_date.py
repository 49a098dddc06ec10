"""Dates as people and machines print them, read without guessing."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """What a printed date says; what it leaves out is None."""

    year: int | None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset_minutes: int | None = None

    def first_day(self) -> date:
        """The first day it can mean."""
        return date(self.year or 1, self.month or 1, self.day or 1)

    def is_valid(self) -> bool:
        """Whether there is such a day and such a time."""
        try:
            date(2000 if self.year is None else self.year, self.month or 1, self.day or 1)
        except ValueError:
            return False
        try:
            time(self.hour or 0, self.minute or 0, self.second or 0)
        except ValueError:
            return False
        return abs(self.offset_minutes or 0) <= _WIDEST_OFFSET_MINUTES

    def precision(self) -> Literal["second", "minute", "day", "month", "year"]:
        """How exactly it says it."""
        if self.second is not None:
            return "second"
        if self.hour is not None:
            return "minute"
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    def offset_text(self) -> str | None:
        """The offset from UTC as printed, "+03:00"; None where none was printed."""
        if self.offset_minutes is None:
            return None
        hours, minutes = divmod(abs(self.offset_minutes), 60)
        return f"{'-' if self.offset_minutes < 0 else '+'}{hours:02d}:{minutes:02d}"


_LONGEST = 200
_WIDEST_OFFSET_MINUTES = 14 * 60
_MONTHS, _HALF_DAY_HOURS = 12, 12
_CENTURY = 2000
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)"
    r"(?:(?:T|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?"
)
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d\d)\.(\d\d)\.(\d\d)(?![\d.])")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?")
_UNIX = re.compile(r"\d{10}(?:\d{3})?")
_YEAR_ONLY = re.compile(r"\d{4}")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})(?::|h|\.(?=\d\d\s*(?:Uhr|[ap]\.?m)))(\d{2})(?::(\d{2}))?"
    r"\s*([ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_HOUR_ALONE = re.compile(r"(?<![\d:])(\d{1,2})\s*([ap])\.?\s?m\b", re.IGNORECASE)
_HALF_DAY_MARK = re.compile(r"\s*([ap])\.?m\b", re.IGNORECASE)
_OFFSET = re.compile(r"(?<=[\d\s])(?:GMT|UTC)?\s*([+-])(\d{2}):?(\d{2})?(?!\d)|(?<=\d)Z\b")
_ZONE = re.compile(r"\b([A-Z]{2,5})\b")


@cache
def _names() -> tuple[dict[str, int], dict[str, int]]:
    path = Path(__file__).with_name("date_names.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    months = {name: int(number) for number, names in table["months"].items() for name in names}
    zones = {name: int(minutes) for name, minutes in table["zones"].items()}
    return months, zones


@cache
def _named_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    months, _ = _names()
    name = "|".join(sorted((re.escape(m) for m in months), key=len, reverse=True))
    day_first = re.compile(
        rf"(?<![\d:])(?:(\d{{1,2}})(?:st|nd|rd|th|er|º|°|\.)?[\s.-]*(?:de\s+|d['’]\s?|of\s+)?)?"
        rf"(?<!\w)({name})(?!\w)\.?[,\s-]*(?:(?:de|del)\s+)?(\d{{4}})?(?!\d)",
        re.IGNORECASE,
    )
    month_first = re.compile(
        rf"(?<!\w)({name})(?!\w)\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s*(?:at\s+)?(\d{{4}})(?![\d:]))?",
        re.IGNORECASE,
    )
    return day_first, month_first


def read_date(text: str) -> PrintedDate | None:
    """The date and time that a text prints, None where there is none or it is ambiguous.

    Numbers in the order day/month or month/day are read only where one of them is above 12;
    else the date is not known to the day and counts for nothing.

    >>> read_date("Saturday, 17 May 2025 - 09:30")
    PrintedDate(year=2025, month=5, day=17, hour=9, minute=30, second=None, offset_minutes=None)
    >>> read_date("2019-11-18T14:05:07Z").offset_text()
    '+00:00'
    >>> read_date("18. November 2019").first_day().isoformat()
    '2019-11-18'
    >>> read_date("03/04/2021") is None
    True
    """
    text = text.strip()[:_LONGEST]
    if not any(character.isdigit() for character in text):
        return None
    found = _numeric(text) or _named(text)
    return found if found is not None and found.is_valid() else None


def _numeric(text: str) -> PrintedDate | None:
    if _UNIX.fullmatch(text):
        return _from_unix(int(text[:10]))
    if _YEAR_ONLY.fullmatch(text):
        return PrintedDate(int(text))
    return _year_first(text) or _year_last(text) or _compact(text)


def _year_first(text: str) -> PrintedDate | None:
    iso = _ISO.search(text)
    if iso is not None:
        year, month, day, hour, minute, second = (
            None if part is None else int(part) for part in iso.groups()
        )
        return _with_clock(PrintedDate(year, month, day, hour, minute, second), text, iso.end())
    found = _YEAR_FIRST.search(text) or _EAST_ASIAN.search(text)
    if found is None:
        return None
    year_text, month_text, day_text = (g for g in found.groups() if g not in ("/", "."))
    printed = PrintedDate(
        int(year_text), int(month_text), None if day_text is None else int(day_text)
    )
    return _with_clock(printed, text, found.end())


def _compact(text: str) -> PrintedDate | None:
    found = _COMPACT.search(text)
    if found is None:
        return None
    return PrintedDate(*(None if part is None else int(part) for part in found.groups()))


def _year_last(text: str) -> PrintedDate | None:
    short = _SHORT_YEAR.search(text)
    if short is not None:
        day, month, year = (int(part) for part in short.groups())
        return _with_clock(PrintedDate(_CENTURY + year, month, day), text, short.end())
    found = _YEAR_LAST.search(text)
    if found is None:
        return None
    first, separator, second, full_year = found.groups()
    low, high = int(first), int(second)
    # With dots it is always day.month; with slashes only numbers above 12 tell.
    is_day_first = separator == "." or low > _MONTHS or low == high
    if not is_day_first and high <= _MONTHS:
        return None
    day, month = (low, high) if is_day_first else (high, low)
    return _with_clock(PrintedDate(int(full_year), month, day), text, found.end())


def _named(text: str) -> PrintedDate | None:
    months, _ = _names()
    day_first, month_first = _named_patterns()
    found = day_first.search(text)
    if found is not None and found.group(1) is not None:
        day, name, year = found.groups()
        printed = PrintedDate(
            None if year is None else int(year), months.get(_plain(name)), int(day)
        )
        return _with_clock(printed, text, found.end())
    named = month_first.search(text)
    if named is not None:
        name, day, year = named.groups()
        printed = PrintedDate(
            None if year is None else int(year), months.get(_plain(name)), int(day)
        )
        return _with_clock(printed, text, named.end())
    if found is not None and found.group(3) is not None:
        return PrintedDate(int(found.group(3)), months.get(_plain(found.group(2))))
    return None


def _plain(name: str) -> str:
    """A name as it stands in the table; patterns that ignore case also match rarer letters."""
    return name.lower().replace("i̇", "i").replace("ſ", "s")


def _with_clock(printed: PrintedDate, text: str, end: int) -> PrintedDate:
    """The date with the clock time and the offset printed after it (else before it)."""
    hour, minute, second = printed.hour, printed.minute, printed.second
    rest = text[end:]
    if hour is not None and (mark := _HALF_DAY_MARK.match(rest)) is not None:
        hour = _half_day(hour, mark.group(1))
    if hour is None:
        clock = _CLOCK.search(rest) or _CLOCK.search(text[: len(text) - len(rest)])
        if clock is not None:
            hour, minute = int(clock.group(1)), int(clock.group(2))
            second = None if clock.group(3) is None else int(clock.group(3))
            hour = _half_day(hour, clock.group(4))
        elif (alone := _HOUR_ALONE.search(text)) is not None:
            hour, minute = _half_day(int(alone.group(1)), alone.group(2)), 0
    if hour is None or printed.day is None:
        return PrintedDate(printed.year, printed.month, printed.day)
    offset = _offset(text[max(0, end - 1) :]) if rest else _offset(text)
    return PrintedDate(printed.year, printed.month, printed.day, hour, minute, second, offset)


def _half_day(hour: int, mark: str | None) -> int:
    if mark is None or not 1 <= hour <= _HALF_DAY_HOURS:
        return hour
    return hour % _HALF_DAY_HOURS + (_HALF_DAY_HOURS if mark[0].lower() == "p" else 0)


def _offset(text: str) -> int | None:
    found = _OFFSET.search(text)
    if found is not None:
        if found.group(1) is None:
            return 0
        minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
        return -minutes if found.group(1) == "-" else minutes
    _, zones = _names()
    return next((zones[z] for z in _ZONE.findall(text) if z in zones), None)


def _from_unix(seconds: int) -> PrintedDate:
    days, rest = divmod(seconds, 86_400)
    day = date.fromordinal(date(1970, 1, 1).toordinal() + days)
    hour, rest = divmod(rest, 3600)
    return PrintedDate(day.year, day.month, day.day, hour, rest // 60, rest % 60, 0)
