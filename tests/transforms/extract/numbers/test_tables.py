"""The tables beside the code: every example does what its table says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import transforms.extract.numbers as package
from transforms.extract.numbers import extract_quantities
from transforms.extract.numbers.vocabulary import rows

DATA = Path(package.__file__).parent / "data"
NAMES = tomllib.loads((DATA / "names.toml").read_text("utf-8"))
COMPARATORS = tomllib.loads((DATA / "comparators.toml").read_text("utf-8"))
COMPARED = [entry for part in ("before", "before_date", "after") for entry in COMPARATORS[part]]


@pytest.mark.parametrize(
    "entry", [entry for part in NAMES.values() for entry in part], ids=lambda entry: entry["id"]
)
def test_a_name_gives_no_row(entry: dict[str, Any]) -> None:
    assert extract_quantities(entry["example"]) == []


@pytest.mark.parametrize("entry", COMPARED, ids=lambda entry: entry["example"])
def test_a_comparator_comes_with_its_words(entry: dict[str, Any]) -> None:
    text = entry["example"]
    (row,) = extract_quantities(text)
    assert row.comparator == entry["comparator"]
    words = text[row.comparator_start_offset : row.comparator_end_offset]
    assert words in entry["phrases"]


@pytest.mark.parametrize("entry", COMPARATORS["before"], ids=lambda entry: entry["comparator"])
def test_every_phrase_of_a_comparator_compares(entry: dict[str, Any]) -> None:
    found = {
        phrase: [row.comparator for row in extract_quantities(f"It cost {phrase} 40 euros.")]
        for phrase in entry["phrases"]
    }
    assert found == {phrase: [entry["comparator"]] for phrase in entry["phrases"]}


@pytest.mark.parametrize("entry", COMPARATORS["not_after"], ids=lambda entry: entry["phrase"])
def test_a_word_before_it_stops_a_comparator(entry: dict[str, Any]) -> None:
    for word in entry["words"]:
        (row,) = extract_quantities(f"They {word} {entry['phrase']} 40 euros.")
        assert row.comparator is None, word


@pytest.mark.parametrize("entry", COMPARATORS["not_before"], ids=lambda entry: entry["phrase"])
def test_a_word_behind_it_stops_a_comparator(entry: dict[str, Any]) -> None:
    (phrase,) = {p for row in COMPARATORS["after"] for p in row["phrases"]} & {
        entry["phrase"],
        f"and {entry['phrase']}",
    }
    for word in entry["words"]:
        row = extract_quantities(f"It cost 40 euros {phrase} {word}.")[0]
        assert row.comparator is None, word


def test_every_currency_and_unit_is_read_by_its_words() -> None:
    unread = []
    for table, column, key in (("currencies", "names", "code"), ("units", "words", "symbol")):
        for row in rows(table):
            for name in filter(None, row[column].split("|")):
                found = extract_quantities(f"It was 4,000 {name} then.")
                if not any(quantity.unit == row[key] for quantity in found):
                    unread.append((row[key], name))
    assert unread == []


def test_codes_of_currencies_have_three_letters() -> None:
    assert all(re.fullmatch("[A-Z]{3}", row["code"]) for row in rows("currencies"))
