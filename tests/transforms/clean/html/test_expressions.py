"""Our searches find what the expressions find that they stand for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from trafilatura import xpaths

from transforms.clean.html import expressions
from transforms.clean.html.expressions import Every, First, Outermost, names_in, wanted_names
from transforms.clean.html.options import HtmlOptions
from transforms.clean.html.tree import parse_page

if TYPE_CHECKING:
    from lxml.html import HtmlElement

import_module("transforms.clean.html.cascade")
BASIC = vars(import_module("trafilatura.baseline"))["BASIC_CLEAN_XPATH"]
OUTERMOST: list[Outermost] = [BASIC, *xpaths.OVERALL_DISCARD_XPATH]
EVERY: list[Every] = [
    *xpaths.TEASER_DISCARD_XPATH,
    *xpaths.DISCARD_IMAGE_ELEMENTS,
    *xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
]
FIRST: list[First] = list(xpaths.BODY_XPATH)

TAGS = ["div", "p", "section", "article", "main", "span", "ul", "aside", "footer", "details", "li"]
VALUES = {
    "class": ["post-body", "story", "fulltext", "content", "main-column", "nav-bar", "Teaser", ""],
    "data-component": ["MostPopularStories"],
    "id": ["comments", "main", "article-body", "cookie-law", "footer-x", "reply-1", "caption"],
    "role": ["navigation", "main", "article"],
    "style": ["display:none", "color:red; hidden"],
    "aria-hidden": ["true", "false"],
    "itemprop": ["articleBody"],
}
ATTRIBUTES = st.lists(
    st.sampled_from([(name, value) for name, values in VALUES.items() for value in values]),
    max_size=3,
    unique_by=lambda item: item[0],
)
ELEMENTS = st.lists(
    st.tuples(st.sampled_from(TAGS), ATTRIBUTES, st.integers(0, 12)), min_size=1, max_size=25
)


def built(elements: list[tuple[str, list[tuple[str, str]], int]]) -> HtmlElement:
    """A tree in which each element stands in one of those before it."""
    tree = html.Element("body")
    nodes = [tree]
    for tag, attributes, place in elements:
        node = etree.SubElement(nodes[-1 - place % len(nodes)], tag)
        for name, value in attributes:
            node.set(name, value)
        nodes.append(node)
    return tree


def its_own(path: str, tree: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = etree.XPath(
        path, namespaces={"re": "http://exslt.org/regular-expressions"}
    )(tree)
    return found


@given(ELEMENTS)
@example(
    [
        ("div", [("id", "x"), ("class", "cookies")], 0),
        ("div", [("class", "cookies"), ("id", "x")], 0),
    ]
)
@settings(max_examples=150, deadline=None)
def test_a_search_finds_what_its_expression_finds(
    elements: list[tuple[str, list[tuple[str, str]], int]],
) -> None:
    tree = built(elements)
    for search in OUTERMOST:
        assert isinstance(search, Outermost)
        found = its_own(search.path, tree)
        outermost = [e for e in found if not any(a in found for a in e.iterancestors())]
        assert search(tree) == outermost
    for every in EVERY:
        assert isinstance(every, Every)
        assert every(tree) == its_own(every.path, tree)
    for first in FIRST:
        assert isinstance(first, First)
        assert first(tree) == its_own(first.path, tree)[:1]


@pytest.mark.parametrize(
    ("name", "is_named"), [("comments", True), ("article-comments", True), ("commentary", False)]
)
def test_an_expression_is_asked_where_a_name_is_its_own(name: str, *, is_named: bool) -> None:
    tree = parse_page(f'<div class="{name}"><p id="x">Rise</p></div>', HtmlOptions()).tree
    [search] = xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH
    assert bool(wanted_names(names_in(tree), search.path)) is is_named
    assert bool(search(tree)) is is_named


def test_names_are_tested_again_where_they_become_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(expressions, "_MOST_NAMES", 2)
    path = ".//div[contains(@class, 'footer')]"
    for _ in range(2):
        assert wanted_names({"footer", "page-footer", "main"}, path) == {"footer", "page-footer"}
        assert wanted_names({"main", "aside"}, path) == set()
