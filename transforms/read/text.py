"""Plain text: bytes in, decoded text out."""

from __future__ import annotations

import codecs
import re

from transforms.errors import ItemError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROL_SHARE = 0.01


def decode_text(data: bytes) -> str:
    r"""The text of a file, decoded, with line ends as ``\n``.

    UTF-8 unless a byte order mark or the bytes themselves say otherwise.

    Raises:
        ItemError: ``empty`` where there is nothing but space, ``not_text`` for binary data.

    >>> decode_text(b"ISTANBUL \xe2\x80\x94 Talks\r\nresume")
    'ISTANBUL — Talks\nresume'
    >>> decode_text(b"Der Pr\xe4sident sprach am Freitag \xfcber den Frieden.")
    'Der Präsident sprach am Freitag über den Frieden.'
    >>> decode_text(b"%PDF-1.7\x00\x01\x02")
    Traceback (most recent call last):
    transforms.errors.ItemError: not_text: it holds binary data; newsmill reads text, HTML and JSONL
    """
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise ItemError("empty", "it holds no text")
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > _MOST_CONTROL_SHARE * len(text):
        raise ItemError("not_text", "it holds binary data; newsmill reads text, HTML and JSONL")
    return text


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise ItemError("not_text", "it holds binary data; newsmill reads text, HTML and JSONL")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ItemError("not_text", "its character set cannot be told; convert it to UTF-8")
    return str(best)
