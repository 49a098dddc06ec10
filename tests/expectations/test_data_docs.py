"""Great Expectations' own pages over the checks of a run."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from expectations.data_docs import write_data_docs
from expectations.results import CheckResult

if TYPE_CHECKING:
    from pathlib import Path

STARTED = datetime(2026, 11, 22, 6, tzinfo=UTC)
HELD = CheckResult("quotes.text.not_null", "quotes", "text is never empty.", None, "error", 9, 0)
HOSTILE = CheckResult(
    "documents.title_is_one_line",
    "documents",
    "A headline costs ${title} & is one line.",
    None,
    "warning",
    9,
    2,
    sample=("<script>alert(1)</script>", "$name"),
)
BROKEN = CheckResult(
    "quotes.balanced", "quotes", "Quotes close.", None, "gate", 0, 0, broken=True, error="<no> sum"
)


def test_every_table_has_a_page_with_its_checks(tmp_path: Path) -> None:
    folder = tmp_path / "data_docs"
    (folder / "old").mkdir(parents=True)
    index = write_data_docs([HELD, HOSTILE, BROKEN], "20261122T06-aa", STARTED, folder)
    assert not (folder / "old").exists()
    assert "20261122T06-aa" in index.read_text("utf-8")
    pages = {page.stem: page.read_text("utf-8") for page in folder.glob("validations/**/*.html")}
    assert set(pages) == {"documents", "quotes"}
    assert "A headline costs" in pages["documents"]
    assert re.search(r"2\s+unexpected values found", re.sub(r"<[^>]*>", "", pages["documents"]))
    assert "text is never empty." in pages["quotes"]
    assert "&lt;no&gt; sum" in pages["quotes"]
    for page in folder.rglob("*.html"):
        assert "<script>alert(1)" not in page.read_text("utf-8")
