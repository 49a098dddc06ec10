"""The page as a tree: parsed once, within caps, whatever its author did to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from transforms.errors import ItemError

if TYPE_CHECKING:
    from transforms.clean.html.options import HtmlOptions

# lxml.html's own look-up of an element's class is a call of Python for every element that is met.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
_CONTROL = bytes({*range(32)} - set(b"\t\n\f\r"))
_XML_PROLOG = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
# A document type with declarations of its own, which libxml2's HTML parser takes for text.
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[<>]{0,500}\[(.{0,20000}?)\]\s*>", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]{1,64})\s+["']([^"'<&]{0,200}|&#x?\w{1,8};)["']\s*>""")
_REFERENCE = re.compile(r"&([\w.-]{1,64});")
_PROLOG_CHARACTERS = 10_000
_LONG_TAG = re.compile(rb"<([a-zA-Z][\w:-]{0,40})\s[^<>]{4000,}>")
_ATTRIBUTE = re.compile(rb"""\s[^\s=>"'/]+(?:=|(?=\s))""")
# Elements that carry no meaning of their own: without them a page nests less deep.
_WRAPPER_TAG = re.compile(
    rb"</?(?:div|span|font|section|center|b|i|em|strong|table|tbody|tr|td)\b[^<>]*>"
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
    data = _encoded(_without_prolog(html))
    data = _LONG_TAG.sub(lambda tag: _without_attributes(tag, options.max_tag_attributes), data)
    tree, is_too_deep = _parsed(data)
    if is_too_deep:
        tree, is_too_deep = _parsed(_WRAPPER_TAG.sub(b"\n", data))
    return Page(tree, is_too_deep)


def _encoded(html: str) -> bytes:
    """The page in UTF-8 without control characters; halves of surrogate pairs joined or marked."""
    try:
        data = html.encode()
    except UnicodeEncodeError:
        data = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
    return data.translate(None, _CONTROL)


def _without_prolog(html: str) -> str:
    """The page without an XML prolog and a document type of its own, its entities resolved."""
    prolog = _XML_PROLOG.match(html)
    if prolog is not None:
        html = html[prolog.end() :]
    doctype = _DOCTYPE.search(html, 0, _PROLOG_CHARACTERS)
    if doctype is None:
        return html
    entities: dict[str, str] = dict(_ENTITY.findall(doctype.group(1)))
    html = html[doctype.end() :]
    if not entities:
        return html
    return _REFERENCE.sub(lambda found: entities.get(found.group(1), found.group()), html)


def _without_attributes(tag: re.Match[bytes], cap: int) -> bytes:
    many = len(_ATTRIBUTE.findall(tag.group())) > cap
    return b"<" + tag.group(1) + b">" if many else tag.group()


def _parsed(data: bytes) -> tuple[HtmlElement, bool]:
    parser = etree.HTMLParser(
        huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ItemError("no_text", f"the page cannot be parsed: {error}") from error
    is_too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return tree, is_too_deep
