"""Our own sentences: news of all kinds, and every row that each must give."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from transforms.extract.numbers import extract_quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from transforms.extract.numbers import Quantity

PUBLISHED = date(2025, 5, 17)


def test_sentences(
    sentences: Iterable[tuple[str, tuple[str, ...], str]], written: Callable[[Quantity], str]
) -> None:
    wrong = []
    for text, rows, _ in sentences:
        found = [written(row) for row in extract_quantities(text, PUBLISHED)]
        if found != list(rows):
            wrong.append({"text": text, "wanted": rows, "found": found})
    assert wrong == []


def test_a_sentence_has_no_other_rows_within_a_text(
    sentences: Iterable[tuple[str, tuple[str, ...], str]], written: Callable[[Quantity], str]
) -> None:
    """Paragraphs do not change each other's rows, whatever stands before and behind."""
    listed = [s for s in sentences if not re.search("[a-z]$", s.text)]  # type: ignore[attr-defined]
    text = "\n\n".join(text for text, _, _ in listed)
    found = [written(row) for row in extract_quantities(text, PUBLISHED)]
    assert found == [row for _, rows, _ in listed for row in rows]
