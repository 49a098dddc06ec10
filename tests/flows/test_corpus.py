"""Articles of many sources: no check finds anything that docs/checks.md does not explain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from benchmarks.corpus import MAP, take

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flows.report.content import RunReport
    from tests.flows.conftest import Newsmill

_ARTICLES = 100


def test_every_finding_in_the_corpus_is_explained(
    ingest: Callable[..., RunReport], newsmill: Newsmill, gold: Path, root: Path, tmp_path: Path
) -> None:
    records = tmp_path / "articles.jsonl"
    take(gold / "corpus" / "news.jsonl.gz", _ARTICLES, records)
    report = ingest(newsmill.home, records, map=MAP, clean="none")
    assert report.status == "published"
    assert (report.items.loaded, report.rows_quarantined) == (_ARTICLES, 0)
    checks = (root / "docs" / "checks.md").read_text("utf-8")
    section = checks.partition("## What they find")[2].partition("\n## ")[0]
    explained = set(re.findall(r"^\| `([a-z_.]+)`", section, re.MULTILINE))
    found = {check.expectation_id for check in report.quality if not check.success}
    assert found <= explained
    assert "documents.text_without_control_characters" in found
