"""Which lines are boilerplate of their site: decided over the set of its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.repeated import SITE_TEXT_COLUMNS, find_repeated_lines

if TYPE_CHECKING:
    import random

FOOTER = "Follow the Gazette on every channel"
BACKGROUND = (
    "The ministry, which was founded in 1921 and employs four thousand people in the capital "
    "and abroad, has been without a minister since the spring."
)
Article = dict[str, str | None]


def article(
    number: int,
    *lines: str,
    site: str | None = "gazette.example",
    folder: str = "/news",
    extractor: str = "lines",
) -> Article:
    return {
        "document_id": f"document-{number}",
        "article_id": f"article-{number}",
        "site": site,
        "source_uri": f"{folder}/{number}.txt",
        "extractor": extractor,
        "text": "\n".join([f"Of number {number} there is this to say.", *lines]),
    }


def table(articles: list[Article]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in SITE_TEXT_COLUMNS])
    return pa.Table.from_pylist(articles, schema)


def found(new: list[Article], earlier: list[Article] | None = None) -> dict[str, set[str]]:
    lines: dict[str, set[str]] = {}
    for row in find_repeated_lines(table(new), table(earlier or [])).to_pylist():
        lines.setdefault(row["line"], set()).add(row["document_id"])
    return lines


def site_with(line: str, in_articles: int, of: int, **fields: str) -> list[Article]:
    return [article(n, *([line] if n < in_articles else []), **fields) for n in range(of)]


@pytest.mark.parametrize(
    ("line", "in_articles", "of", "is_repeated"),
    [
        (FOOTER, 5, 5, True),
        (FOOTER, 5, 50, True),
        (FOOTER, 5, 51, False),
        (FOOTER, 4, 4, False),
        (FOOTER, 20, 200, True),
        (FOOTER, 19, 200, False),
        (BACKGROUND, 20, 200, False),
        (BACKGROUND, 60, 200, True),
        ("word " * 200, 200, 200, False),
    ],
)
def test_a_line_has_to_stand_in_many_articles(
    line: str, in_articles: int, of: int, *, is_repeated: bool
) -> None:
    lines = found(site_with(line, in_articles, of))
    assert lines == ({line: {f"document-{n}" for n in range(in_articles)}} if is_repeated else {})


def test_a_line_in_which_a_number_varies_is_news() -> None:
    assert not found([article(n, f"The index closed at {n} points.") for n in range(40)])


def test_every_site_is_counted_by_itself() -> None:
    here = site_with(FOOTER, 10, 10)
    there = [article(100 + n, FOOTER, site="other.example") for n in range(4)]
    assert found([*here, *there]) == {FOOTER: {f"document-{n}" for n in range(10)}}


def test_what_does_not_say_its_site_is_counted_by_its_folder() -> None:
    one = [article(n, FOOTER, site=None, folder="/one") for n in range(5)]
    two = [article(10 + n, FOOTER, site=None, folder="/two") for n in range(4)]
    assert found([*one, *two]) == {FOOTER: {f"document-{n}" for n in range(5)}}


def test_text_that_was_clean_already_is_neither_cut_nor_counted() -> None:
    assert not found(site_with(FOOTER, 10, 10, extractor="none"))
    kept = [article(10 + n, FOOTER, extractor="none") for n in range(10)]
    assert not found([*site_with(FOOTER, 4, 4), *kept])


def test_earlier_articles_count_and_are_not_cut() -> None:
    earlier = site_with(FOOTER, 4, 4)
    assert found([article(4, FOOTER)], earlier) == {FOOTER: {"document-4"}}
    assert not found([article(3, FOOTER)], earlier), "the fourth is known already"


def test_versions_of_an_article_count_once() -> None:
    versions = [article(n, FOOTER) | {"article_id": "article-0"} for n in range(9)]
    assert not found(versions)


def test_a_line_that_an_article_repeats_counts_once() -> None:
    assert not found([article(n, FOOTER, FOOTER) for n in range(3)])


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_order_and_runs_do_not_matter(chance: random.Random, known: int) -> None:
    articles = [
        *site_with(FOOTER, 12, 20),
        *[article(100 + n, BACKGROUND, site=None) for n in range(10)],
    ]
    chance.shuffle(articles)
    whole = found(articles)
    parts = found(articles[known:], articles[:known])
    new = {str(one["document_id"]) for one in articles[known:]}
    assert parts == {line: ids & new for line, ids in whole.items() if ids & new}
