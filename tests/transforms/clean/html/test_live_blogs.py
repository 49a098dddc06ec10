"""Live blogs: every entry is found, or the text is flagged as truncated."""

from __future__ import annotations

import json

import pytest

from transforms.clean.html import clean_html

ENTRIES = (
    "The minister arrived shortly before nine and did not speak to the reporters at the gate.",
    "Police closed the square to all traffic, and asked people to stay away until the evening.",
    "The opposition wants a vote of no confidence on Thursday, its leader told the radio station.",
    "Three parties have said that they will support the motion; two have not yet decided.",
    "The stock exchange opened one percent lower, and recovered a little of that before noon.",
    "In the afternoon the prime minister will speak to parliament, the office of its speaker said.",
    "The session begins with an hour of delay, because the chairman has been held up by traffic.",
    "The minister has resigned, he told parliament in a speech of two minutes, to much applause.",
)
HEAD = "<title>Live: the minister's last day</title>"
HEADLINE = "<h1>Live: the minister's last day</h1>"


@pytest.mark.parametrize(
    "entry",
    [
        "<article class='entry'><time>9:05</time><h3>New entry</h3><p>{}</p></article>",
        "<div class='live-post'><span class='time'>9:05</span><p>{}</p></div>",
        "<li class='block'><time>9:05</time><div>{}</div></li>",
        "<section><header>9:05</header><p>{}</p></section>",
    ],
)
def test_every_entry_of_the_page_is_found(entry: str) -> None:
    body = "".join(entry.format(text) for text in ENTRIES)
    text = clean_html(f"<html><head>{HEAD}</head><body>{HEADLINE}<div>{body}</div>").cleaned.text
    assert [one for one in ENTRIES if one not in text] == []


def page(data: dict[str, object], shown: int) -> str:
    body = "".join(f"<p>{text}</p>" for text in ENTRIES[:shown])
    script = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return f"<html><head>{HEAD}{script}</head><body>{HEADLINE}<article>{body}</article>"


def test_entries_that_only_a_script_would_show_come_from_json_ld() -> None:
    updates = [{"@type": "BlogPosting", "articleBody": text} for text in ENTRIES]
    data = {"@type": "LiveBlogPosting", "headline": "Live", "liveBlogUpdate": updates}
    cleaned = clean_html(page(data, shown=2)).cleaned
    assert cleaned.extractor == "json_ld"
    assert [one for one in ENTRIES if one not in cleaned.text] == []
    assert {p.rule_id for p in cleaned.removed if p.text in ENTRIES} == {"html.json_ld_instead"}


@pytest.mark.parametrize(("count", "flagged"), [(800, True), (100, False), ("n/a", False)])
def test_a_page_that_counts_many_more_words_is_flagged(count: object, *, flagged: bool) -> None:
    data = {"@type": "NewsArticle", "headline": "The minister's last day", "wordCount": count}
    assert clean_html(page(data, shown=4)).cleaned.is_truncated == flagged
