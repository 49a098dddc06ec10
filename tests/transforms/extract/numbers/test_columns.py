"""Values are the same exact decimals in the text, in Arrow and in SQL."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.tables import TABLES
from transforms.extract.numbers import extract_quantities
from transforms.rows import Rows

if TYPE_CHECKING:
    from transforms.extract.numbers import Quantity


def stored(quantity: Quantity) -> tuple[Decimal, Decimal, Decimal]:
    rows = Rows(TABLES["quantities"])
    rows.add(quantity, quantity_id="q", document_id="d", sentence_index=0, run_id="r")
    quantities = rows.table()  # noqa: F841  the query reads it by its name
    [found] = duckdb.sql("SELECT value, value_low, value_high FROM quantities").fetchall()
    return found


@settings(max_examples=30, deadline=None)
@given(st.decimals(min_value=0, max_value=10**19, places=9))
def test_a_value_is_the_same_in_sql(number: Decimal) -> None:
    (row,) = extract_quantities(f"Output was {number:f} tonnes.")
    assert stored(row) == (number, number, number)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 10**6), st.sampled_from([("m", 10**6), ("bn", 10**9), (" crore", 10**7)]))
def test_a_scale_is_multiplied_exactly(number: int, scale: tuple[str, int]) -> None:
    word, times = scale
    (row,) = extract_quantities(f"It cost £{Decimal(number) / 100}{word}.")
    assert stored(row)[0] == Decimal(number) / 100 * times
