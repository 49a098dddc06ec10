"""What authors and systems do to pages, and what may not stop us."""

from __future__ import annotations

import time

import pytest

from transforms.clean.html import HtmlOptions, clean_html
from transforms.clean.html.tree import parse_page
from transforms.errors import ItemError

FIRST = "The river rose by two metres on Monday, and the lower streets were under water by noon."
SECOND = (
    "Firefighters carried people out of a school that had opened for the night, the mayor said."
)
BODY = f"<h1>River rises</h1><article><p>{FIRST}</p><p>{SECOND}</p></article>"


def lines(html: str, options: HtmlOptions | None = None) -> list[str]:
    return clean_html(html, options=options or HtmlOptions()).cleaned.text.split("\n")


@pytest.mark.parametrize("depth", [300, 1_000, 1_900, 5_000])
def test_deep_nesting_loses_no_text(depth: int) -> None:
    article = clean_html(f"<html><body>{'<div>' * depth}{BODY}{'</div>' * depth}</body></html>")
    assert article.cleaned.text.split("\n") == ["River rises", FIRST, SECOND]
    assert not article.cleaned.is_truncated


def test_nesting_that_cannot_be_mended_is_flagged() -> None:
    html = f"<html><body>{BODY}{'<ul><li>' * 3_000}lost"
    article = clean_html(html)
    assert FIRST in article.cleaned.text
    assert article.cleaned.is_truncated


def test_an_xml_prolog_with_entities_of_its_own() -> None:
    html = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE html [<!ENTITY nbsp "&#160;"><!ENTITY paper "The Example">]>\n'
        f"<html><body><h1>River rises</h1><p>{FIRST}</p>"
        f"<p>{SECOND} &paper; was there.</p></body></html>"
    )
    assert lines(html)[1:] == [FIRST, f"{SECOND} The Example was there."]


def test_lone_surrogates_and_control_characters() -> None:
    broken = "A half \ud83d of a pair\x00 and a bell\x07 rang in the old town, they said."
    html = f"<html><body>{BODY}<p>{broken}</p></body>"
    text = clean_html(html).cleaned.text
    text.encode()
    assert "A half \ufffd of a pair and a bell rang" in text


def test_a_tag_with_very_many_attributes_takes_no_time() -> None:
    attributes = " ".join(f'a{number}="1"' for number in range(60_000))
    start = time.process_time()
    assert FIRST in lines(f"<html><body><div {attributes}>{BODY}</div></body></html>")
    assert time.process_time() - start < 5


def test_very_many_links_go_the_cheaper_way() -> None:
    links = "<a href='/x'>A link</a> " * 30_000
    start = time.process_time()
    article = clean_html(f"<html><body><div>{links}</div>{BODY}</body></html>")
    assert time.process_time() - start < 5
    assert article.cleaned.extractor == "prose"
    assert article.cleaned.text.split("\n") == ["River rises", FIRST, SECOND]


def test_a_page_over_the_cap_is_refused() -> None:
    with pytest.raises(ItemError) as caught:
        parse_page("<p>" + "x" * 200, HtmlOptions(max_characters=100))
    assert caught.value.reason == "too_large"


def test_too_many_elements_are_refused() -> None:
    with pytest.raises(ItemError) as caught:
        clean_html("<p>word</p>" * 200, options=HtmlOptions(max_elements=100))
    assert caught.value.reason == "too_many_elements"


@pytest.mark.parametrize(
    "html", ["<html></html>", "<p></p>", "<!-- nothing -->", "<script>x()</script>", "<p>One</p>"]
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(ItemError) as caught:
        clean_html(html)
    assert caught.value.reason == "no_text"


def test_the_title_of_the_source_wins() -> None:
    cleaned = clean_html(f"<title>River rises</title>{BODY}", title="The river is rising").cleaned
    assert cleaned.title == "The river is rising"
    assert cleaned.text.split("\n") == ["The river is rising", FIRST, SECOND]
