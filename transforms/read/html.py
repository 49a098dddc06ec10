"""HTML pages: bytes in, decoded text out.

The order of evidence is that of browsers (BOM, then what the page declares), save that bytes
which are valid UTF-8 are read as UTF-8 whatever the page says: they are almost never anything
else, and pages declare wrong charsets more often.
"""

from __future__ import annotations

import codecs
import re

from transforms.errors import ItemError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")
_DECLARATION_BYTES = 8192  # browsers look at 1,024; many pages declare later
_TAG = re.compile(r"<(?:[a-zA-Z!?/])")
# The labels that the WHATWG Encoding Standard gives to a wider charset, by Python's name.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
}
_MAGIC = {
    b"%PDF-": "a PDF file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a ZIP archive",
    b"\x1f\x8b": "gzip data",
    b"BZh": "bzip2 data",
    b"\xd0\xcf\x11\xe0": "an old Office file",
}
_DETECTION_BYTES = 65_536
_WIDE_BYTES = 2048
# Pages in UTF-8 may hold a few bytes of something else (an ad, a comment cut in the middle).
_STRAY_SHARE = 0.005
_BINARY_SHARE = 0.02
_CONTROL = bytes([*range(9), *range(14, 32)])
_HIGH_BYTES = bytes(range(128, 256))
# Python knows codecs that are no charset of pages, and some that are attacks (utf-7).
_CHARSET = re.compile(
    r"(?:cp\d+|iso8859-\d+|koi8|mac|gb|big5|shift|euc|utf-8|iso2022|hz|johab|tis|kz1048|ptcp154)"
)


def decode_html(data: bytes) -> str:
    r"""The text of a page.

    Raises:
        ItemError: ``empty`` for nothing at all, ``not_text`` for binary data, ``not_html`` for
            text without a single tag.

    >>> decode_html(b'<meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>')
    '<meta charset="windows-1251"><p>Привет</p>'
    >>> decode_html("<p>Zürich</p>".encode("utf-16-le"))
    '<p>Zürich</p>'
    >>> decode_html(b"%PDF-1.7 ...")
    Traceback (most recent call last):
    transforms.errors.ItemError: not_text: it is a PDF file and not a web page
    """
    if not data.strip(b"\x00\t\n\r\f "):
        raise ItemError("empty", "the page has no content")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ItemError("not_text", f"it is {what} and not a web page")
    text = _decode(data)
    if _control_characters(text) > _BINARY_SHARE * len(text):
        raise ItemError("not_text", "it holds binary data and not a web page")
    if not _TAG.search(text):
        raise ItemError("not_html", "it holds no HTML tag; give plain text as .txt or as a record")
    return text


def _control_characters(text: str) -> int:
    # In UTF-8 they are single bytes, and bytes are deleted faster than characters are counted.
    data = text.encode("utf-8", "surrogatepass")
    return len(data) - len(data.translate(None, _CONTROL))


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    wide = _wide_encoding(data)
    if wide is not None:
        return data.decode(wide, "replace")
    declared = _declared_encoding(data)
    # Seven-bit charsets with escapes are valid UTF-8 too.
    if declared in ("iso2022_jp", "hz") and (b"\x1b" in data or b"~{" in data):
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(data, declared)


def _decode_legacy(data: bytes, declared: str | None) -> str:
    if declared not in (None, "utf-8"):
        text = data.decode(declared, "replace")
        if text.count("\ufffd") <= _STRAY_SHARE * len(text):
            return text
    text = data.decode("utf-8", "replace")
    high_bytes = len(data) - len(data.translate(None, _HIGH_BYTES))
    strays = text.count("\ufffd")
    if strays <= high_bytes / 10 or (declared == "utf-8" and strays <= _STRAY_SHARE * len(text)):
        return text
    # Loaded here: it takes longer to import than most pages take to read.
    from charset_normalizer import from_bytes

    guess = from_bytes(_without_markup(data)[:_DETECTION_BYTES]).best()
    encoding = "cp1252" if guess is None or guess.encoding == "ascii" else guess.encoding
    return data.decode(encoding, "replace")


def _without_markup(data: bytes) -> bytes:
    """The bytes between the tags: scripts and tags are ASCII and only dilute the evidence."""
    body = re.sub(rb"(?is)<(script|style)\b.*?</\1\s*>|<[^<>]*>", b" ", data)
    return body if body.strip() else data


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: markup is ASCII, so each tag leaves its zero bytes."""
    head = data[:_WIDE_BYTES]
    zeros = head.count(b"\x00")
    place = head.find(b"<")
    if place < 0 or zeros * 5 < len(head):
        return None
    # Where in its unit the first "<" stands tells the order of the bytes.
    if zeros * 5 >= 3 * len(head):
        return "utf-32-le" if place % 4 == 0 else "utf-32-be"
    return "utf-16-le" if place % 2 == 0 else "utf-16-be"


def _declared_encoding(data: bytes) -> str | None:
    """Python's name of the declared charset, widened as browsers do; None for none or unknown."""
    found = _DECLARED.search(data[:_DECLARATION_BYTES])
    if found is None:
        return None
    try:
        name = codecs.lookup(found.group(1).decode("ascii")).name
    except LookupError:
        return None
    # A page that can be read as ASCII up to its declaration is not in UTF-16, whatever it says.
    if name.startswith(("utf-16", "utf-32")):
        return "utf-8"
    name = _WIDER.get(name, name)
    return name if _CHARSET.match(name) else None
