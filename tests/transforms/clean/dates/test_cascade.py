"""When an article was published: evidence in, a day or none out."""

from __future__ import annotations

import csv
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.published import DateEvidence, resolve_published, url_dates

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cascade.toml").read_text("utf-8"))["case"]
with (HERE / "printed.csv").open(encoding="utf-8") as file:
    PRINTED = [tuple(row.values()) for row in csv.DictReader(file)]


def evidence_of(case: dict[str, Any]) -> list[DateEvidence]:
    return [
        DateEvidence(text, source, is_modified="modified" in marks, is_weak="weak" in marks)
        for source, text, *marks in case["evidence"]
    ]


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cascade(case: dict[str, Any]) -> None:
    found = resolve_published(
        evidence_of(case), moment(case.get("read")), moment(case.get("fetched"))
    )
    assert str(found.day or "") == case.get("day", "")
    assert found.source == case.get("from")
    assert (found.at is None) == (found.day is None) == (found.precision is None)
    for name, value in (("precision", found.precision), ("offset", found.utc_offset)):
        assert value == case.get(name, value)


@pytest.mark.parametrize(("printed", "day", "precision"), PRINTED)
def test_dates_as_they_are_printed(printed: str, day: str, precision: str) -> None:
    found = resolve_published([DateEvidence(printed, "meta")])
    assert (str(found.day or ""), found.precision or "") == (day, precision)


@given(st.permutations(CASES[1]["evidence"]))
def test_the_order_of_the_evidence_does_not_matter(evidence: list[list[str]]) -> None:
    assert resolve_published(evidence_of({"evidence": evidence})) == resolve_published(
        evidence_of(CASES[1])
    )


@given(st.text(max_size=40))
def test_no_text_is_too_much(text: str) -> None:
    found = resolve_published([DateEvidence(text, "text")])
    assert (found.at is None) == (found.day is None)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2019/11/18/talks.html", "2019-11-18"),
        ("https://example.org/news/20191118-talks", "2019-11-18"),
        ("https://example.org/2019/nov/18/talks", "2019-11-18"),
        ("https://example.org/news-2019-11-18", "2019-11-18"),
        ("https://example.org/story/1234567890", ""),
        ("https://example.org/2019/13/40/talks", ""),
        ("http://[broken", ""),
    ],
)
def test_dates_in_addresses(url: str, day: str) -> None:
    assert str(resolve_published(url_dates(url)).day or "") == day
