"""Bytes of text files: decoded as what they are, or refused with a reason."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import ItemError
from transforms.read.text import decode_text

TEXT = "İstanbul: “Talks” – Gespräche, переговоры, 会談.\nSecond line."
GERMAN = "Der Präsident sprach am Freitag über den Frieden, und die Gäste hörten höflich zu. " * 3


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_by_its_mark(mark: bytes, encoding: str) -> None:
    assert decode_text(mark + TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_legacy_character_set_is_told_by_its_letters(encoding: str) -> None:
    assert decode_text(GERMAN.encode(encoding)) == GERMAN


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_are_one(end: str) -> None:
    assert decode_text(TEXT.replace("\n", end).encode()) == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"%PDF-1.7\x00\x01\x02", "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not_text"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "not_text"),
    ],
)
def test_what_holds_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ItemError) as caught:
        decode_text(data)
    assert caught.value.reason == reason


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_comes_back_to_the_letter(text: str) -> None:
    source = text.removeprefix("\ufeff")
    if source.strip():
        assert decode_text(source.encode()) == source


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode_text(data)
    except ItemError as error:
        assert error.reason in {"empty", "not_text"}  # noqa: PT017  either way is right
    else:
        assert text.strip()
        assert "\r" not in text
