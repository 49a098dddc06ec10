"""Pages that are no article: every rule by its example, and whole pages."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import transforms.clean.stubs
from transforms.clean.cleaned import Cleaned, Passage
from transforms.clean.html import clean_html
from transforms.clean.metadata import Metadata
from transforms.clean.stubs import StubRule, find_stub, matching_stub_rule, stub_rules
from transforms.clean.text import clean_text

TABLE = Path(transforms.clean.stubs.__file__).with_name("stubs.toml")
RULES = list(zip(stub_rules(), tomllib.loads(TABLE.read_text("utf-8"))["stub"], strict=True))
STORY = (
    "The bridge over the river was opened on Friday, two months later than planned.",
    "Buses will use it from Monday; trams have to wait until the new rails have been tested.",
)

CONSENT = "We and our 842 partners store and access information on a device."


def article(title: str | None, *body: str) -> Cleaned:
    lines = [*([title] if title else []), *body]
    passages, start = [], 0
    for number, line in enumerate(lines):
        is_headline = title is not None and number == 0
        passages.append(Passage("headline" if is_headline else "body", start, start + len(line)))
        start += len(line) + 1
    return Cleaned("\n".join(lines), title, tuple(passages), (), "lines")


def placed(rule: StubRule, line: str) -> tuple[Cleaned, Metadata]:
    if rule.place == "types":
        return article("A bridge is opened", "It is open."), Metadata(types=(line,))
    if rule.place == "title":
        return article(line, "It is open."), Metadata()
    return article("A bridge is opened", line), Metadata()


@pytest.mark.parametrize(("rule", "row"), RULES, ids=[rule.id for rule, _ in RULES])
def test_a_rule_knows_its_example_and_no_more(rule: StubRule, row: dict[str, Any]) -> None:
    assert matching_stub_rule(*placed(rule, row["example"])) == rule.id
    assert find_stub(*placed(rule, row["example"])) == rule.reason
    if "keep" in row:
        assert matching_stub_rule(*placed(rule, row["keep"])) is None
    long = article("A bridge is opened", *STORY * 40, row["example"])
    assert find_stub(long, Metadata(types=("NewsArticle",))) is None


def test_an_article_of_two_lines_is_no_stub() -> None:
    assert find_stub(clean_text("\n".join(STORY)), Metadata()) is None


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Talks resume", f"<p>{STORY[0]}</p><p>Subscribe to continue reading.</p>", "paywall"),
        ("Page not found", "<p>The page that you look for is not here any more.</p>", "error"),
        ("Before you go on", f"<p>{CONSENT}</p>", "consent"),
        ("Talks resume", "".join(f"<p>{line}</p>" for line in STORY), None),
    ],
)  # fmt: skip
def test_whole_pages(title: str, body: str, reason: str | None) -> None:
    page = f"<title>{title}</title><body><h1>{title}</h1><article>{body}</article></body>"
    found = clean_html(page)
    assert find_stub(found.cleaned, found.metadata) == reason


def test_a_teaser_that_says_it_is_not_free_and_breaks_off_is_a_paywall() -> None:
    cleaned = article("Talks resume", STORY[0], "And then the minister said…")
    assert find_stub(cleaned, Metadata(is_free=False)) == "paywall"
    assert find_stub(cleaned, Metadata(is_free=True)) is None
    whole = article("Talks resume", *STORY)
    assert find_stub(whole, Metadata(is_free=False)) is None
