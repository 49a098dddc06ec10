from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.errors import ItemError
from transforms.read.html import decode_html

PAGE = "<!DOCTYPE html><html><title>Zürich</title><p>Gespräche – „jetzt“, sagte er.</p></html>"
RUSSIAN = "<html><head>{}</head><p>Президент заявил, что переговоры будут продолжены.</p></html>"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "utf-32-le"),
        (b"", "utf-32-be"),
    ],
)
def test_unicode_with_and_without_a_mark(mark: bytes, encoding: str) -> None:
    assert decode_html(mark + PAGE.encode(encoding)) == PAGE


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("<meta charset=iso-8859-5>", "iso8859-5"),
    ],
)
def test_a_declared_charset_is_followed(declaration: str, encoding: str) -> None:
    page = RUSSIAN.format(declaration)
    assert decode_html(page.encode(encoding)) == page


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    page = '<meta charset="iso-8859-1"><p>“Quoted” – and dashed</p>'
    assert decode_html(page.encode("cp1252")) == page


def test_valid_utf_8_wins_over_a_wrong_declaration() -> None:
    page = '<meta charset="iso-8859-1"><p>Zürich – „jetzt“</p>'
    assert decode_html(page.encode()) == page


def test_an_undeclared_charset_is_found_by_its_letters() -> None:
    page = RUSSIAN.format("") * 5
    assert decode_html(page.encode("cp1251")) == page


def test_an_xml_declaration_counts_as_well() -> None:
    page = '<?xml version="1.0" encoding="windows-1251"?><html><p>Привет</p></html>'
    assert decode_html(page.encode("cp1251")) == page


def test_a_few_stray_bytes_do_not_spoil_a_page_in_utf_8() -> None:
    data = ('<meta charset="utf-8">' + PAGE * 20).encode() + b"<p>\xff</p>"
    assert decode_html(data).startswith('<meta charset="utf-8">' + PAGE)


@pytest.mark.parametrize("label", ["utf-7", "base64", "rot13", "idna", "no-such-charset", "utf-16"])
def test_labels_that_are_no_charset_of_pages_are_passed_over(label: str) -> None:
    page = f'<meta charset="{label}"><p>Zürich</p>'
    assert decode_html(page.encode()) == page


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\x00", "empty"),
        (b"%PDF-1.7\n<p>", "not_text"),
        (b"\x89PNG\r\n\x1a\n<p>", "not_text"),
        (b"\x1f\x8b\x08<p>", "not_text"),
        (bytes(range(32)) * 40 + b"<p>", "not_text"),
        (b"Talks resumed in Istanbul on Friday.", "not_html"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ItemError) as caught:
        decode_html(data)
    assert caught.value.reason == reason


@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    try:
        text = decode_html(data)
    except ItemError as error:
        reason = error.reason
    else:
        reason = None if "<" in text else "no tag"
    assert reason in {None, "empty", "not_text", "not_html"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    page = f"<p>{text}</p>"
    assert decode_html(page.encode()) == page
