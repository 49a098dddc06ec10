"""Paragraphs as they come: wrapped at a fixed width, all on one line, with all kinds of space."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.clean.text import clean_text

PARAGRAPHS = (
    (
        "The bridge over the river was opened on Friday, two months later than the city had "
        "planned it, and a thousand people walked across it in the first hour, the mayor told "
        "reporters who were there."
    ),
    (
        "Buses will use it from Monday. Trams have to wait until the new rails have been tested, "
        "which will take until the autumn, because the company that builds the test train is late."
    ),
    (
        "“We have waited long for this,” said Anna Bauer, who has lived at the foot of the bridge "
        "since 1961, and who remembers the one that stood there before, and the flood that took it."
    ),
)


def lines(source: str) -> list[str]:
    return clean_text(source).text.split("\n")


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize(("gap", "indent"), [("\n\n", ""), ("\n", "    ")])
def test_hard_wrapped_paragraphs_are_joined(width: int, gap: str, indent: str) -> None:
    wrapped = [textwrap.fill(text, width, initial_indent=indent) for text in PARAGRAPHS]
    assert lines(gap.join(wrapped)) == list(PARAGRAPHS)


def test_a_poem_and_a_list_are_not_joined() -> None:
    verses = ["The river rose", "and nobody knew", "that the bridge", "would not hold it"]
    assert lines("\n".join([*PARAGRAPHS, *verses]))[-4:] == verses
    items = ["- one thousand prisoners", "- two buses", "- three rounds of talks"]
    assert lines("\n".join([PARAGRAPHS[0], *items])) == [PARAGRAPHS[0], *items]


@pytest.mark.parametrize("gap", ["   ", "\t\t"])
def test_an_article_on_one_line_is_split_where_its_paragraphs_show(gap: str) -> None:
    assert lines(gap.join(PARAGRAPHS)) == list(PARAGRAPHS)


def test_glued_paragraphs_are_parted_and_a_footer_on_the_line_is_cut() -> None:
    one = "".join(PARAGRAPHS) + " Leave a Reply"
    cleaned = clean_text(one)
    assert "Leave a Reply" not in cleaned.text
    assert cleaned.text.replace("\n", "") == "".join(PARAGRAPHS)


def test_no_break_spaces_and_typographic_quotes_stay() -> None:
    text = "Er sagte: „Das kostet 1\u202f000\xa0Euro“ – und ging, ohne sich noch einmal umzusehen."
    assert clean_text(f"{text}  \r\n\r\n  ").text == text


@given(st.text(alphabet="ab \t\u2003\u200b\x00\ufeff", max_size=40))
def test_other_spaces_become_one_and_nothing_else_changes(text: str) -> None:
    cleaned = clean_text(f"The word{text}here.").text
    assert "  " not in cleaned
    assert (
        cleaned.split()
        == "".join(c for c in f"The word{text}here." if c not in "\x00\ufeff").split()
    )
