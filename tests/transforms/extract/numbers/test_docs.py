"""docs/numbers.md: its code runs, and its tables say what comes out."""

from __future__ import annotations

import contextlib
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from transforms.extract.numbers import extract_quantities

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.extract.numbers import Quantity

PUBLISHED = date(2025, 5, 17)


@pytest.fixture
def document(root: Path) -> str:
    return (root / "docs" / "numbers.md").read_text("utf-8")


def table(document: str, first: str) -> list[list[str]]:
    """The cells of the rows of the table whose first column is named so."""
    block = document.split(f"\n| {first} |", 1)[1].split("\n\n", maxsplit=1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")[2:]]


def test_the_code_prints_what_stands_behind_it(document: str) -> None:
    (code,) = re.findall("```python\n(.*?)```", document, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102  the documentation's own example
    assert printed.getvalue().splitlines() == re.findall("^# (.*)$", code, re.MULTILINE)


def shown(row: Quantity) -> list[str]:
    """A row as the table of kinds shows it."""
    value = "" if row.value is None else f"{row.value:f}"
    if row.kind == "score":
        value = f"{row.value_low}-{row.value_high}"
    elif row.value is None and row.value_low is not None:
        value = f"{row.value_low:f}..{'' if row.value_high is None else f'{row.value_high:f}'}"
    dated = row.kind in {"date", "time"}
    more = [row.comparator, row.modifier]
    more += [f"of {row.counted}" if row.counted else None, f"per {row.per}" if row.per else None]
    unit = (row.iso if dated else row.unit) or ""
    return [row.kind, row.text, value, unit, ", ".join(word for word in more if word)]


def test_the_table_of_kinds(document: str) -> None:
    rows = table(document, "kind")
    assert len({row[0] for row in rows}) == 11
    for kind, text, *wanted in rows:
        found = [shown(row) for row in extract_quantities(text, PUBLISHED)]
        assert found == [[kind, *wanted]], text


def test_what_is_no_number(document: str) -> None:
    rows = table(document, "example")
    assert len(rows) >= 5
    assert [(text, extract_quantities(text, PUBLISHED)) for text, _ in rows] == [
        (text, []) for text, _ in rows
    ]
