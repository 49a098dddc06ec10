"""Rows: what a column takes of a row, of what is given beside it, and null."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from expectations.tables import TABLES
from transforms.rows import Rows


@dataclass(frozen=True)
class Metric:
    metric: str
    value: float
    note: str = "in no column"


class Named(NamedTuple):
    site: str
    metric: str


def test_each_column_takes_its_own() -> None:
    rows = Rows(TABLES["quality_metrics"])
    rows.add(Metric("documents", 5.0), run_id="r", site="a")
    rows.add(Metric("documents", 5.0), run_id="r", site="a", value=7.0, other="in no column")
    rows.add(Named("b", "quotes"), run_id="r")
    rows.add(run_id="r")
    assert [tuple(row.values()) for row in rows.table().to_pylist()] == [
        ("r", "a", "documents", 5.0),
        ("r", "a", "documents", 7.0),
        ("r", "b", "quotes", None),
        ("r", None, None, None),
    ]


def test_rows_are_the_same_however_often_they_are_packed() -> None:
    at_once, packed = Rows(TABLES["quality_metrics"]), Rows(TABLES["quality_metrics"])
    packed.pack()
    for number in range(5):
        row = Metric("documents", float(number))
        at_once.add(row, run_id="r", site="a")
        packed.add(row, run_id="r", site="a")
        if number % 2:
            packed.pack()
    assert at_once.table().num_rows == 5
    assert packed.table().equals(at_once.table())
