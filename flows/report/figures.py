"""Figures as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

_NO_BREAK = "\u00a0"
_NONE = "–"
_SIZES = ("B", "KB", "MB", "GB", "TB")
# strftime("%B") would follow the locale of the machine.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WHOLE = 100
_LEAST_SHARE, _MOST_SHARE = 0.1, 99.9  # the ends of what one decimal can say
_DECIMAL_BELOW = 10
_TOO_LONG = 1e15  # to be written out
_UNIT_BELOW = 999.5  # from here on it would read as 1,000


def count(value: int | None) -> str:
    """A whole number with its thousands apart.

    >>> count(1234567)
    '1,234,567'
    """
    return _NONE if value is None else f"{value:,}"


def percent(value: float | None) -> str:
    r"""A share out of a hundred; what is small but not zero never reads as zero, nor 99.99 as all.

    >>> percent(12.345), percent(0.004), percent(99.99), percent(100)
    ('12.3\xa0%', '<0.1\xa0%', '>99.9\xa0%', '100\xa0%')
    """
    if value is None:
        return _NONE
    if abs(value) >= _TOO_LONG:
        return f"{value:.2g}{_NO_BREAK}%"
    if 0 < value < _LEAST_SHARE:
        return f"<0.1{_NO_BREAK}%"
    if _MOST_SHARE < value < _WHOLE:
        return f">99.9{_NO_BREAK}%"
    digits = f"{value:.0f}" if value == round(value) else f"{value:.1f}"
    return f"{digits}{_NO_BREAK}%"


def share(part: float, whole: float) -> str:
    r"""How much of the whole the part is; a dash where there is no whole.

    >>> share(1, 8), share(1, 0)
    ('12.5\xa0%', '–')
    """
    return percent(100 * part / whole) if whole else _NONE


def seconds(value: float | None) -> str:
    r"""A span of time in the one or two units that matter.

    >>> seconds(0.042), seconds(3.21), seconds(42.4), seconds(252), seconds(3840)
    ('0.04\xa0s', '3.2\xa0s', '42\xa0s', '4\xa0min 12\xa0s', '1\xa0h 4\xa0min')
    """
    if value is None:
        return _NONE
    if value < 1:
        return f"{value:.2f}{_NO_BREAK}s"
    if value < _DECIMAL_BELOW:
        return f"{value:.1f}{_NO_BREAK}s"
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,}{_NO_BREAK}h {minutes}{_NO_BREAK}min"
    if minutes:
        return f"{minutes}{_NO_BREAK}min {rest}{_NO_BREAK}s"
    return f"{rest}{_NO_BREAK}s"


def size(value: int | None) -> str:
    r"""A number of bytes in the unit that keeps it short.

    >>> size(812), size(4_250_000), size(312_000_000)
    ('812\xa0B', '4.2\xa0MB', '312\xa0MB')
    """
    if value is None:
        return _NONE
    amount = float(value)
    for unit in _SIZES:
        if amount < _UNIT_BELOW or unit == _SIZES[-1]:
            break
        amount /= 1000
    decimals = 1 if amount < _DECIMAL_BELOW and unit != "B" else 0
    digits = f"{amount:,.{decimals}f}".removesuffix(".0")
    return f"{digits}{_NO_BREAK}{unit}"


def figure(value: float | None) -> str:
    """Any number, in as many digits as a reader can use.

    >>> figure(1234.5), figure(17.26), figure(0.03125), figure(5.0), figure(9e99)
    ('1,234', '17.3', '0.031', '5', '9e+99')
    """
    if value is None:
        return _NONE
    if abs(value) >= _TOO_LONG:
        return f"{value:.2g}"
    if value == round(value) or abs(value) >= _WHOLE:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= _DECIMAL_BELOW else f"{value:.2g}"


def is_share(metric: str) -> bool:
    """Whether the figure is a share between 0 and 1, as its name says."""
    return metric.startswith("share_") or metric.endswith("_share")


def metric_value(metric: str, value: float | None) -> str:
    r"""The value of a metric; shares as percentages.

    >>> metric_value("share_without_date", 0.25), metric_value("documents", 12.0)
    ('25\xa0%', '12')
    """
    if value is not None and is_share(metric):
        return percent(100 * value)
    return figure(value)


def metric_name(metric: str) -> str:
    """The name of a metric in words.

    >>> metric_name("entities_per_1000_words")
    'Entities per 1000 words'
    """
    return sentence(metric.replace("_", " ").strip())


def sentence(text: str) -> str:
    """The text with a capital letter at its beginning, and the rest as it is.

    >>> sentence("it holds no JSON")
    'It holds no JSON'
    """
    return text[:1].upper() + text[1:]


def moment(value: datetime | None) -> str:
    """A moment to the minute, in UTC.

    >>> moment(datetime(2026, 3, 1, 6, 5, tzinfo=UTC))
    '1 March 2026, 06:05 UTC'
    """
    if value is None:
        return _NONE
    utc = value.astimezone(UTC)
    return f"{day(utc)} {utc:%Y, %H:%M} UTC"


def stamp(value: datetime) -> str:
    """A moment for a column of a table: ISO, to the minute, in UTC.

    >>> stamp(datetime(2026, 3, 1, 6, 5, tzinfo=UTC))
    '2026-03-01 06:05'
    """
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"


def clock(value: datetime) -> str:
    """The time of day, in UTC.

    >>> clock(datetime(2026, 3, 1, 6, 5, tzinfo=UTC))
    '06:05'
    """
    return f"{value.astimezone(UTC):%H:%M}"


def day(value: datetime) -> str:
    """The day and month, in UTC.

    >>> day(datetime(2026, 3, 1, tzinfo=UTC))
    '1 March'
    """
    utc = value.astimezone(UTC)
    return f"{utc.day} {_MONTHS[utc.month - 1]}"
