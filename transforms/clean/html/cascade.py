"""The text that trafilatura's balanced mode gives, without the work that cannot change it.

``trafilatura.bare_extraction(tree, include_comments=False)`` runs other extractors beside its own
and mostly keeps its own. Where the length of the page tells beforehand that it will, they are not
run. The steps are its own functions, in the order of ``trafilatura_sequence``.
"""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import external, xpaths
from trafilatura.baseline import baseline, html2txt
from trafilatura.core import (
    ESCALATION_ACCEPT_RATIO,
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
    _prepare_tree,
    _recall_retry,
)
from trafilatura.htmlprocessing import prune_unwanted_nodes
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.xml import xmltotxt

from transforms.clean.html.expressions import names_in, quicken_trafilatura, wanted_names

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements without text, and attributes that it does not ask for. It copies the tree several times.
_TEXTLESS = ("script", "style", "svg", "link", "meta", "iframe", "template")
_UNREAD = ("href", "src", "srcset", "sizes", "title", "alt", "target", "data-src", "aria-label")
# They hold text without escapes: it grows where it is written and read again, as readability does.
_RAW_TEXT = ("noembed", "noframes", "plaintext", "xmp")

quicken_trafilatura()


def load_stop_words() -> None:
    """Loads the words by which jusText knows prose; else the first page that needs them does."""
    external.jt_stoplist_init()


def main_text(tree: HtmlElement) -> str:
    """The main text, a line a passage; empty for none. The tree is used up."""
    etree.strip_elements(tree, *_TEXTLESS, with_tail=False)
    etree.strip_attributes(tree, *_UNREAD)
    options = _options()
    try:
        body, text = _cascade(tree, options)
    except (TypeError, ValueError):
        return ""
    if len(text) < options.min_output_size:
        return ""
    return str(xmltotxt(body, options.formatting))


@cache
def _options() -> Extractor:
    return Extractor(output_format="python", comments=False)


def _cascade(tree: HtmlElement, options: Extractor) -> tuple[etree._Element, str]:
    _prune(tree)
    body, text = _best_of_three(tree, options)
    if len(text) < options.min_extracted_size:
        other, other_text, length = baseline(tree)
        if length > len(text):
            body, text = other, other_text
    if 0 < len(text) < ESCALATION_MAX_LENGTH and _is_small_part(text, tree):
        return _escalated(tree, body, text, options)
    return body, text


def _prune(tree: HtmlElement) -> None:
    expressions = (*xpaths.RAW_TREE_PRUNE_XPATH, *xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH)
    any_path = "|".join(expression.path for expression in expressions)
    names = wanted_names(names_in(tree), any_path)
    for expression in expressions:
        if wanted_names(names, expression.path):
            prune_unwanted_nodes(tree, [expression])


def _best_of_three(tree: HtmlElement, options: Extractor) -> tuple[etree._Element, str]:
    """Its own text, or that of readability or jusText."""
    cleaned, backup = _prepare_tree(tree, options, None)
    body, text = extract_content(cleaned, options)
    if _is_settled(tree, body, text, options):
        return body, text
    return external.compare_extraction(backup, copy(tree), body, text, options)


def _is_settled(tree: HtmlElement, body: etree._Element, text: str, options: Extractor) -> bool:
    """Whether its own text stays, whatever the other extractors find.

    Readability finds no more than the whole page and must find more than twice as much, but where
    its own text is without paragraphs or mostly tables. jusText is asked where that is short.
    """
    return (
        len(text) >= options.min_extracted_size
        and _page_length(tree) <= 2 * len(text)
        and next(tree.iter(_RAW_TEXT), None) is None
        and bool(body.xpath(".//p//text()"))
        and len(body.findall(".//table")) <= len(body.findall(".//p"))
    )


def _page_length(tree: HtmlElement) -> int:
    return len(" ".join(etree.tostring(tree, method="text", encoding="unicode").split()))


def _is_small_part(text: str, tree: HtmlElement) -> bool:
    """Whether the text is so small a part of the page that another way is tried."""
    most = len(" ".join(" ".join(tree.itertext()).split()))
    least_share = ESCALATION_PAGE_SHARE
    return len(text) < least_share * most and len(text) < least_share * len(html2txt(tree))


def _escalated(
    tree: HtmlElement, body: etree._Element, text: str, options: Extractor
) -> tuple[etree._Element, str]:
    """The text of its ``favor_recall`` mode or of jusText where that is clearly longer."""
    recall = copy(options)
    recall.focus = "recall"
    recalled_text = justext_text = ""
    with suppress(Exception):
        recalled, recalled_text = _recall_retry(tree, recall, None)
    with suppress(Exception):
        justext, justext_text = external.justext_rescue(copy(tree), options)
    length = len(justext_text)
    if length > max(len(recalled_text), ESCALATION_JUSTEXT_RATIO * len(text)):
        return justext, justext_text
    length = len(recalled_text)
    if length >= options.min_extracted_size and length > ESCALATION_ACCEPT_RATIO * len(text):
        return recalled, recalled_text
    return body, text
