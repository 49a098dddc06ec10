"""Our way through trafilatura gives what its own does, which runs in a process without ours."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from transforms.clean.html.cascade import main_text
from transforms.clean.html.options import HtmlOptions
from transforms.clean.html.tree import parse_page

ITS_OWN_WAY = """
import json, sys
import trafilatura
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

def text(page):
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    tree = document_fromstring(page.encode(), parser=parser)
    etree.strip_elements(
        tree, "script", "style", "svg", "link", "meta", "iframe", "template", with_tail=False
    )
    document = trafilatura.bare_extraction(tree, include_comments=False)
    return document.text or "" if document else ""

json.dump([text(page) for page in json.load(sys.stdin)], sys.stdout)
"""


def several(line: str, count: int) -> str:
    return "".join(line.format(number) for number in range(20, 20 + count))


PARAGRAPH = "<p>The river rose by {} metres on Monday, and the streets were under water.</p>"
OTHER = "<p>Rain fell on {} towns all night, all morning, and all day, and nobody saw the sun.</p>"
ITEM = "<li>The river rose by {} metres, the mayor said</li>"
ROW = "<table><tr><td>The river rose on day {}</td><td>by two metres and a half</td></tr></table>"
ARTICLE = several(PARAGRAPH, 4)
# Each has another text where one of the steps, or the look before it, is left out.
ODD = {
    "nothing": "<p></p>",
    "no body": "<frameset><frame src=a></frameset>",
    "a short text": f"<div>{several(PARAGRAPH, 2)}</div>"
    f"<div class=social>{several(OTHER, 2)}</div>",
    "readability finds more than twice as much": f'<div class="article-body">{ARTICLE}</div>'
    f"<div>{several(OTHER, 12)}</div>",
    "no paragraphs": f"<article><ul>{several(ITEM, 20)}</ul>"
    f"<div class=social>{several(OTHER, 8)}</div></article>",
    "more tables than paragraphs": f"<article>{several(PARAGRAPH, 3)}{several(ROW, 5)}"
    f"<div class=social>{several(OTHER, 2)}</div></article>",
    "text that is read without escapes": f"<div>{ARTICLE}<xmp>{'<' * 250}</xmp></div>",
    "comments": f"<div>{ARTICLE}</div><div class=comments>{several(OTHER, 9)}</div>",
    "the next article": f"<div>{ARTICLE}</div><div class=infinite-scroll>{several(OTHER, 9)}</div>",
    "a small part of the page": f"<div><div class=article-body>{ARTICLE}</div>{several(OTHER, 3)}"
    f"</div><ul>{several(ITEM, 99)}</ul>",
    "a cookie banner": f"<div id=cookie-banner>{several(OTHER, 9)}</div><div>{ARTICLE[:80]}</div>",
}


def its_own(pages: list[str]) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", ITS_OWN_WAY],
        input=json.dumps(pages),
        capture_output=True,
        text=True,
        check=True,
    )
    texts: list[str] = json.loads(run.stdout)
    return texts


def ours(page: str) -> str:
    return main_text(parse_page(page, HtmlOptions()).tree)


def test_made_up_pages() -> None:
    cases = tomllib.loads(Path(__file__).with_name("pages.toml").read_text(encoding="utf-8"))
    pages = [*(case["page"] for case in cases["case"]), *ODD.values()]
    texts = [ours(page) for page in pages]
    assert texts == its_own(pages)
    assert sum(map(bool, texts)) > len(pages) - 5


@pytest.mark.gold
def test_pages_of_the_web(gold: Path) -> None:
    paths = sorted((gold / "extraction" / "pages").glob("*.html.gz"))[::5]
    pages = [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in paths]
    assert len(pages) > 40
    assert [ours(page) for page in pages] == its_own(pages)
