"""Pages and what becomes of them: pages.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from transforms.clean.html import clean_html

CASES = tomllib.loads(Path(__file__).with_name("pages.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_page(case: dict[str, Any]) -> None:
    cleaned = clean_html(case["page"]).cleaned
    lines = [
        f"{passage.kind}: {cleaned.text[passage.start_offset : passage.end_offset]}"
        for passage in cleaned.passages
    ]
    assert lines == case["text"]
    if "removed" in case:
        removed = [f"{passage.rule_id}: {passage.text}" for passage in cleaned.removed]
        assert removed == case["removed"]
