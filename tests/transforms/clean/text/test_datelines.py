"""Datelines of all styles, taken apart: datelines.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from transforms.clean.text import clean_text

CASES = tomllib.loads(Path(__file__).with_name("datelines.toml").read_text("utf-8"))["case"]
BELOW = "Nobody had expected it, people who were there said, and none of them would be named."


@pytest.mark.parametrize("case", CASES, ids=[case["line"][:40] for case in CASES])
def test_dateline(case: dict[str, str]) -> None:
    line = case["line"]
    cleaned = clean_text(f"{line}\n{BELOW}")
    rest = case.get("rest", line)
    assert cleaned.text.split("\n")[-2:] == [rest, BELOW]
    assert cleaned.dateline_place == case.get("place")
    assert cleaned.dateline_agency == case.get("agency")
    assert cleaned.dateline_date == case.get("date")
    head = line.removesuffix(rest).strip()
    assert " ".join(piece.text for piece in cleaned.removed) == head
    assert {piece.kind for piece in cleaned.removed} <= {case.get("kind", "dateline")}
