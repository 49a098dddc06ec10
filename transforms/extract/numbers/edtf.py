"""Dates as EDTF (ISO 8601-2): what they span, and how to write the ones that a text names."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

EDTF = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?|-(?P<season>2[1-4])"
    r"|-Q(?P<quarter>[1-4])|-W(?P<week>\d\d))?"
    r"|(?P<decade>\d{3})X|(?P<century>\d\d)XX"
)
SEASON_MONTHS = {"21": 3, "22": 6, "23": 9, "24": 12}


@lru_cache(maxsize=4096)
def days_of(iso: str) -> tuple[date, date] | None:
    """The first and the last day of a date in EDTF, or null where the calendar has none.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("199X")
    (datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
    >>> days_of("2023-02-31") is None
    True
    """
    first, slash, last = iso.partition("/")
    start, end = _span(first), _span(last) if slash else None
    if slash:
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    return start


def _span(iso: str) -> tuple[date, date] | None:
    match = EDTF.fullmatch(iso)
    if match is None:
        return None
    try:
        return _days(match)
    except (ValueError, OverflowError):
        return None


def _days(match: re.Match[str]) -> tuple[date, date]:
    if match["decade"]:
        return date(int(match["decade"]) * 10, 1, 1), date(int(match["decade"]) * 10 + 9, 12, 31)
    if match["century"]:
        return date(int(match["century"]) * 100, 1, 1), date(
            int(match["century"]) * 100 + 99, 12, 31
        )
    year = int(match["year"])
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return monday, monday + timedelta(days=6)
    if match["quarter"]:
        return _months(year, int(match["quarter"]) * 3 - 2, 3)
    if match["season"]:
        return _months(year, SEASON_MONTHS[match["season"]], 3)
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    return date(year, 1, 1), date(year, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    return date(year, month, 1), shift_months(date(year, month, 1), count) - timedelta(days=1)


def shift_months(day: date, months: int) -> date:
    """The first of the month that lies some months away.

    >>> shift_months(date(2025, 1, 31), -2)
    datetime.date(2024, 11, 1)
    """
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def shifted(day: date, unit: str, count: int) -> str | None:
    """The date that lies some units away, no finer than the unit: three years ago is a year.

    >>> shifted(date(2025, 5, 17), "year", -3), shifted(date(2025, 5, 17), "week", -1)
    ('2022', '2025-W19')
    """
    try:
        return _shifted(day, unit, count)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, unit: str, count: int) -> str | None:
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit == "week":
        return week_of(day + timedelta(weeks=count))
    if unit == "month":
        return f"{shift_months(day, count):%Y-%m}" if day.year + count // 12 >= 1000 else None
    if unit == "quarter":
        there = shift_months(day, 3 * count)
        return f"{there.year:04}-Q{(there.month + 2) // 3}"
    if unit == "year":
        return f"{date(day.year + count, 1, 1).year:04}"
    if unit == "decade":
        return f"{date(day.year + 10 * count, 1, 1).year:04}"[:3] + "X"
    if unit == "century":
        return f"{date(day.year + 100 * count, 1, 1).year:04}"[:2] + "XX"
    return day.isoformat() if unit in {"hour", "minute", "second"} else None


def week_of(day: date) -> str:
    """The ISO week of a day.

    >>> week_of(date(2024, 12, 30))
    '2025-W01'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weekend_of(day: date) -> str:
    """Saturday and Sunday of the ISO week of a day, as an interval."""
    saturday = day + timedelta(days=5 - day.weekday())
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
