"""Cutting the lines of a site out of cleaned documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.tables import TABLES
from transforms.clean.repeated import (
    REPEATED_LINES,
    add_pieces,
    cut_repeated_lines,
    outdated_cuts,
    remove_repeated_lines,
)
from transforms.clean.text import clean_text
from transforms.rows import Rows

if TYPE_CHECKING:
    from transforms.clean.cleaned import Cleaned

FOOTER = "Follow the Gazette on every channel"
ARTICLE = f"""The bridge over the Oder is open again
Work on the bridge ended on Friday, two months later than the city had planned it.
{FOOTER}
Buses will use it from Monday; trams have to wait until the new rails have been tested.
Leave a Reply"""


def texts(cleaned: Cleaned) -> list[str]:
    return [cleaned.text[p.start_offset : p.end_offset] for p in cleaned.passages]


def test_the_line_is_cut_where_it_stood() -> None:
    before = clean_text(ARTICLE)
    after = remove_repeated_lines(before, {FOOTER})
    assert texts(after) == [line for line in texts(before) if line != FOOTER]
    assert after.text == "\n".join(texts(after))
    cut = [piece for piece in after.removed if piece.rule_id == "repeated_line"]
    assert [(p.text, ARTICLE[p.source_start : p.source_end]) for p in cut] == [(FOOTER, FOOTER)]
    assert [p.source_start for p in after.removed] == sorted(
        p.source_start or 0 for p in after.removed
    )


def test_the_headline_stays() -> None:
    before = clean_text(ARTICLE)
    assert before.passages[0].kind == "headline"
    assert remove_repeated_lines(before, {texts(before)[0]}) is before


@pytest.mark.parametrize("kept", [0, 1])
def test_a_copy_of_other_articles_stays_as_it_is(kept: int) -> None:
    before = clean_text(ARTICLE)
    body = texts(before)[1:]
    assert remove_repeated_lines(before, set(body[kept:])) is before


@given(st.sets(st.sampled_from([*ARTICLE.split("\n"), "Something else"])))
def test_kept_and_removed_are_what_was_read(lines: set[str]) -> None:
    after = remove_repeated_lines(clean_text(ARTICLE), lines)
    pieces = [
        *((p.source_start, p.source_end) for p in after.passages),
        *((p.source_start, p.source_end) for p in after.removed),
    ]
    read = "\n".join(ARTICLE[start:end] for start, end in sorted(pieces))  # type: ignore[type-var]
    assert read == ARTICLE
    assert remove_repeated_lines(after, lines) is after


def tables_of(articles: dict[str, Cleaned]) -> dict[str, pa.Table]:
    rows = {name: Rows(TABLES[name]) for name in ("passages", "removed_passages")}
    for id_, cleaned in articles.items():
        add_pieces(id_, cleaned, rows["passages"], rows["removed_passages"])
    documents = {
        "document_id": list(articles),
        "content_hash": [f"hash of {id_}" for id_ in articles],
        "text": [cleaned.text for cleaned in articles.values()],
        "character_count": [len(cleaned.text) for cleaned in articles.values()],
        "word_count": [len(cleaned.text.split()) for cleaned in articles.values()],
    }
    return {"documents": pa.table(documents)} | {n: r.table() for n, r in rows.items()}


def test_tables_change_where_a_line_is_cut_and_nowhere_else() -> None:
    articles = {"a": clean_text(ARTICLE), "b": clean_text(ARTICLE), "c": clean_text("Two words.")}
    repeated = pa.Table.from_pylist(
        [{"document_id": "b", "line": FOOTER, "article_count": 9}], REPEATED_LINES
    )
    after = cut_repeated_lines(tables_of(articles), repeated)
    expected = articles | {"b": remove_repeated_lines(articles["b"], {FOOTER})}
    for name, table in tables_of(expected).items():
        key = [(column, "ascending") for column in table.column_names[:2]]
        assert after[name].sort_by(key).to_pylist() == table.sort_by(key).to_pylist(), name


def test_without_repeated_lines_the_tables_are_the_same() -> None:
    tables = tables_of({"a": clean_text(ARTICLE)})
    assert cut_repeated_lines(tables, REPEATED_LINES.empty_table()) is tables


def repeated_in_a(*lines: str) -> pa.Table:
    rows = [{"document_id": "a", "line": line, "article_count": 9} for line in lines]
    return pa.Table.from_pylist(rows, REPEATED_LINES)


def test_a_cut_is_outdated_when_the_lines_of_the_site_are_others() -> None:
    whole, lines = tables_of({"a": clean_text(ARTICLE)}), repeated_in_a(FOOTER)
    cut = cut_repeated_lines(whole, lines)
    assert outdated_cuts(whole, lines) == outdated_cuts(cut, repeated_in_a()) == ["a"]
    assert outdated_cuts(cut, lines) == outdated_cuts(whole, repeated_in_a()) == []


def test_what_is_not_cut_is_not_outdated() -> None:
    article = clean_text(ARTICLE)
    assert outdated_cuts(tables_of({"a": article}), repeated_in_a(*texts(article))) == []
