"""The page as a tree: parsed once, within caps, whatever its author did to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html

from transforms.errors import ItemError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from transforms.clean.html.options import HtmlOptions

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_XML_PROLOG = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
# A document type with declarations of its own, which libxml2's HTML parser takes for text.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]{0,500}\[(.{0,20000}?)\]\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]{1,64})\s+["']([^"'<&]{0,200}|&#x?\w{1,8};)["']\s*>""")
_REFERENCE = re.compile(r"&([\w.-]{1,64});")
_PROLOG_CHARACTERS = 10_000
_LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]{0,40})\s[^<>]{4000,}>")
_ATTRIBUTE = re.compile(r"""\s[^\s=>"'/]+(?:=|(?=\s))""")
# Elements that carry no meaning of their own: without them a page nests less deep.
_WRAPPER_TAG = re.compile(
    r"</?(?:div|span|font|section|center|b|i|em|strong|table|tbody|tr|td)\b[^<>]*>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page. ``is_truncated``: the parser gave up before the end."""

    tree: HtmlElement
    is_truncated: bool


def parse_page(html: str, options: HtmlOptions) -> Page:
    """The page as a tree, without comments.

    Raises:
        ItemError: ``too_large`` over the cap; ``no_text`` where nothing is left to parse.
    """
    if len(html) > options.max_characters:
        raise ItemError(
            "too_large",
            f"the page has {len(html):,} characters; the cap is {options.max_characters:,}",
        )
    html = _mended(html)
    html = _LONG_TAG.sub(lambda tag: _without_attributes(tag, options.max_tag_attributes), html)
    tree, is_too_deep = _parsed(html)
    if is_too_deep:
        tree, is_too_deep = _parsed(_WRAPPER_TAG.sub("\n", html))
    return Page(tree, is_too_deep)


def _mended(html: str) -> str:
    """The page without what stops the parser: prologs, lone surrogates, control characters."""
    html = _CONTROL.sub("", html)
    if _SURROGATE.search(html):
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    prolog = _XML_PROLOG.match(html)
    if prolog:
        html = html[prolog.end() :]
    doctype = _DOCTYPE.search(html, 0, _PROLOG_CHARACTERS)
    if doctype is None:
        return html
    entities: dict[str, str] = dict(_ENTITY.findall(doctype.group(1)))
    html = html[doctype.end() :]
    if not entities:
        return html
    return _REFERENCE.sub(lambda found: entities.get(found.group(1), found.group()), html)


def _without_attributes(tag: re.Match[str], cap: int) -> str:
    many = len(_ATTRIBUTE.findall(tag.group())) > cap
    return f"<{tag.group(1)}>" if many else tag.group()


def _parsed(html: str) -> tuple[HtmlElement, bool]:
    parser = lxml_html.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ItemError("no_text", f"the page cannot be parsed: {error}") from error
    is_too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return tree, is_too_deep
