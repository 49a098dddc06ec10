"""Dates as they are printed."""

from __future__ import annotations

from calendar import month_abbr, month_name

import pytest

from transforms.clean.printed_date import read_date


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("names", [month_abbr, month_name])
@pytest.mark.parametrize(
    "printed", ["19-{}-1987 15:41:33.95", "19 {} 1987", "{} 19, 1987", "{}. 19, 1987"]
)
def test_every_month_is_read_by_name_and_abbreviation(
    month: int, names: list[str], printed: str
) -> None:
    for name in (names[month], names[month].upper()):
        found = read_date(printed.format(name))
        assert found is not None
        assert (found.year, found.month, found.day) == (1987, month, 19)
