"""When an article was published: a cascade over all that says so, never a silent lie.

Each piece of evidence is a printed date and where it was found. The first one that can be true
wins; one that is the day of reading, lies in the future, or repeats the time of modification
gives way to the next. Nothing left: null.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from transforms.clean.printed_date import PrintedDate, read_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DateSource = Literal["record", "json_ld", "meta", "page", "url", "dateline", "text"]
Precision = Literal["second", "minute", "day", "month", "year"]

_ORDER: dict[DateSource, int] = {
    "record": 0,
    "json_ld": 1,
    "meta": 2,
    "page": 3,
    "url": 4,
    "dateline": 5,
    "text": 6,
}
# A site that stamps a page a little later than it was read has a wrong clock or another zone.
_CLOCK_SLACK = timedelta(days=1)
# The web began; what is older was typed wrongly or is an archive's own date of an event.
_EVENING, _MORNING = 10, 12
_EARLIEST = date(1980, 1, 1)
_URL_DATE = re.compile(
    r"(?<!\d)((?:19[89]|20[0-4])\d)[/_.-]?(0[1-9]|1[0-2]|(?<=[/_.-])[1-9])"
    r"[/_.-]?(0[1-9]|[12]\d|3[01]|(?<=[/_.-])[1-9])(?!\d)"
)
_URL_NAMED_DATE = re.compile(
    r"/((?:19[89]|20[0-4])\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """A date as printed, and where.

    ``is_modified`` marks a time of modification: it is never taken for that of publication.
    ``is_weak`` marks a date that may belong to something else (a date in the page's body).
    """

    text: str
    source: DateSource
    is_modified: bool = False
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """When it was published, how exactly that is known, and from what.

    ``at`` is in UTC; ``day`` is the calendar day where it was published; ``utc_offset`` as
    printed ("+03:00"), None where none was. All None where nothing could be trusted.
    """

    at: datetime | None = None
    day: date | None = None
    precision: Precision | None = None
    utc_offset: str | None = None
    source: DateSource | None = None
    modified_at: datetime | None = None


def resolve_published(
    evidence: Sequence[DateEvidence],
    read_at: datetime | None = None,
    fetched_at: datetime | None = None,
) -> Published:
    """The date of publication by the first evidence that can be true.

    Args:
        evidence: In any order; the cascade is record, JSON-LD, meta, page, URL, dateline, text,
            and within one of them the order given.
        read_at: When the page was read. Evidence of that very day that no clock time supports is a
            page's "today", and later evidence cannot be true.
        fetched_at: When the page was fetched: soon after it was published, so that it gives a date
            without a year its year. The time of reading does not: an archive is read years later.

    >>> found = resolve_published([
    ...     DateEvidence("2024-05-17T09:30:00+03:00", "json_ld"),
    ...     DateEvidence("2024-05-18", "meta", is_modified=True),
    ... ])
    >>> found.at.isoformat(), str(found.day), found.precision, found.utc_offset, found.source
    ('2024-05-17T06:30:00+00:00', '2024-05-17', 'second', '+03:00', 'json_ld')
    >>> moment = datetime(2025, 5, 18, tzinfo=UTC)
    >>> resolve_published([DateEvidence("May 16", "dateline")], fetched_at=moment).day
    datetime.date(2025, 5, 16)
    >>> resolve_published([DateEvidence("May 16", "dateline")], read_at=moment).day
    >>> resolve_published([DateEvidence("soon", "meta")])
    Published(at=None, day=None, precision=None, utc_offset=None, source=None, modified_at=None)
    """
    read_at = fetched_at or read_at
    ordered = sorted(evidence, key=lambda e: (e.is_weak, _ORDER[e.source]))
    read = [(e, printed) for e in ordered if (printed := read_date(e.text)) is not None]
    modified = [p for e, p in read if e.is_modified and p.year is not None]
    modified_at = _first(_moment(p) for p in modified if _is_possible(p, read_at))
    for found, printed in read:
        if found.is_modified:
            continue
        complete = _with_year(printed, fetched_at, [p for _, p in read])
        if complete is None or not _is_possible(complete, read_at):
            continue
        if _is_reading_day(complete, found, read_at) or _is_modification(complete, found, read):
            continue
        exact = _refined(complete, found, read)
        return Published(
            at=_moment(exact),
            day=_local_day(exact, read),
            precision=exact.precision(),
            utc_offset=exact.offset_text(),
            source=found.source,
            modified_at=modified_at,
        )
    return Published(modified_at=modified_at)


def _first(moments: Iterable[datetime]) -> datetime | None:
    return next(iter(moments), None)


def _moment(printed: PrintedDate) -> datetime:
    """The start of what was printed, in UTC; without an offset its clock is taken for UTC."""
    day = printed.first_day()
    moment = datetime(
        day.year,
        day.month,
        day.day,
        printed.hour or 0,
        printed.minute or 0,
        printed.second or 0,
        tzinfo=timezone(timedelta(minutes=printed.offset_minutes or 0)),
    )
    return moment.astimezone(UTC)


def _is_possible(printed: PrintedDate, read_at: datetime | None) -> bool:
    if printed.year is None:
        return False
    day = printed.first_day()
    if day < _EARLIEST or day > date(2200, 1, 1):
        return False
    return read_at is None or _moment(printed) <= read_at + _CLOCK_SLACK


def _is_reading_day(printed: PrintedDate, found: DateEvidence, read_at: datetime | None) -> bool:
    """A day in the page's body that is the day of reading: pages print "today" in their head."""
    if read_at is None or found.source not in ("page", "text") or printed.hour is not None:
        return False
    return printed.first_day() == read_at.date()


def _is_modification(
    printed: PrintedDate,
    found: DateEvidence,
    read: Sequence[tuple[DateEvidence, PrintedDate]],
) -> bool:
    """To the minute the time of modification, where other evidence knows an earlier day.

    Some systems write the time of the last change into both fields.
    """
    if found.source == "record" or printed.hour is None:
        return False
    if not any(e.is_modified and p == printed for e, p in read):
        return False
    return any(
        not e.is_modified
        and not e.is_weak
        and p.day is not None
        and p.year is not None
        and p.first_day() < printed.first_day() - timedelta(days=1)
        for e, p in read
    )


def _local_day(printed: PrintedDate, read: Sequence[tuple[DateEvidence, PrintedDate]]) -> date:
    """The day where it was published: machines print UTC, the page beside it the local day."""
    day = printed.first_day()
    if printed.offset_minutes != 0 or printed.hour is None:
        return day
    near = timedelta(days=1)
    local = [
        candidate
        for other, candidate in read
        if candidate.day is not None
        and candidate.year is not None
        and not other.is_modified
        and candidate.offset_minutes != 0
    ]
    for candidate in local[:1]:
        apart = candidate.first_day() - day
        # Evening in UTC is the next day further east, early morning the day before further west.
        if (apart == near and printed.hour >= _EVENING) or (
            apart == -near and printed.hour < _MORNING
        ):
            return candidate.first_day()
    return day


def _with_year(
    printed: PrintedDate, fetched_at: datetime | None, others: Sequence[PrintedDate]
) -> PrintedDate | None:
    """A date without a year ("May 16") with that of the latest such day before the fetching."""
    if printed.year is not None:
        return printed
    anchor = fetched_at.date() if fetched_at is not None else _first_day_of(others)
    if anchor is None:
        return None
    slack = anchor + _CLOCK_SLACK
    for year in (slack.year, slack.year - 1):
        dated = replace(printed, year=year)
        if dated.is_valid() and dated.first_day() <= slack:
            return dated
    return None


def _first_day_of(others: Sequence[PrintedDate]) -> date | None:
    return next((p.first_day() for p in others if p.year is not None), None)


def _refined(
    printed: PrintedDate,
    found: DateEvidence,
    read: Sequence[tuple[DateEvidence, PrintedDate]],
) -> PrintedDate:
    """A bare day with the clock time that other evidence of publication gives the same day."""
    if printed.hour is not None or found.source == "record":
        return printed
    for other, candidate in read:
        same_day = candidate.year is not None and candidate.first_day() == printed.first_day()
        if not other.is_modified and candidate.hour is not None and same_day:
            return candidate
    return printed


def url_dates(url: str) -> list[DateEvidence]:
    """The date in an address, if any.

    >>> url_dates("https://example.org/2019/11/18/talks.html")
    [DateEvidence(text='2019-11-18', source='url', is_modified=False, is_weak=False)]
    >>> url_dates("https://example.org/1234567890")
    []
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    found = _URL_DATE.search(path)
    if found is not None:
        year, month, day = found.groups()
        return [DateEvidence(f"{year}-{int(month):02d}-{int(day):02d}", "url")]
    named = _URL_NAMED_DATE.search(path.lower())
    return [] if named is None else [DateEvidence(" ".join(named.groups()[::-1]), "url")]
