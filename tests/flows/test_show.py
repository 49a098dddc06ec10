"""``newsmill show``: cuts in their place, marks in the text, errors that say the way out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli.marked_text import Look, Mark, article_lines, number_value

if TYPE_CHECKING:
    from tests.flows.conftest import Newsmill

PLAIN, COLOURED = Look(colours=False), Look(colours=True)


def test_cuts_stand_in_their_place_with_their_rule(published: Newsmill) -> None:
    lines = published("show", "001").stdout.split("\n")
    [dateline] = [line for line in lines if line.startswith("[-ISTANBUL")]
    assert "-]{dateline.dash} In a cautiously optimistic turn" in dateline
    reply = lines.index("[-Leave a Reply-]{comment_form.heading}")
    assert lines[reply - 1].startswith("As the humanitarian toll")
    assert "Numbers and dates: 9" in lines


def test_marks_stand_in_the_text(published: Newsmill) -> None:
    shown = published("show", "001", "--numbers").stdout
    assert "[1,000]{count 1000 [count.digits]}" in shown
    assert "over [two years]{duration gt 2 year [duration.unit]} at" in shown
    assert "Numbers and dates" not in shown
    assert "[Kyiv]{GPE}" in published("show", "001", "--entities").stdout
    quotes = published("show", "001", "--quotes", "--entities").stdout
    assert "]{direct Volodymyr Zelensky}" in quotes


def test_a_document_is_found_by_what_people_call_it(published: Newsmill) -> None:
    ids = dict(published.sql("SELECT source_id, document_id FROM documents"))
    for wanted in ("002_", *(n for n in ids if str(n).startswith("002"))):
        told = json.loads(published("show", wanted, "--json").stdout)
        assert told["document"]["document_id"] == ids[told["document"]["source_id"]]
        assert told["document"]["source_id"].startswith("002_")
    first = str(ids[told["document"]["source_id"]])
    assert json.loads(published("show", first[:10], "--json").stdout) == told
    assert told["removed_passages"] is not None
    assert {row["rule_id"] for row in told["quantities"]}


@pytest.mark.parametrize(
    ("wanted", "told"), [("nowhere", "'newsmill sql'"), ("00", "say more of the id")]
)
def test_what_is_not_there_or_not_clear_is_said(
    published: Newsmill, wanted: str, told: str
) -> None:
    assert told in published("show", wanted, expect=2).stderr


def passage(start: int, end: int, kind: str = "body", source: int | None = None) -> dict[str, Any]:
    return {
        "kind": kind,
        "start_offset": start,
        "end_offset": end,
        "source_start": source,
        "source_end": None if source is None else source + end - start,
    }


def cut(text: str, before: int | None, rule: str = "share.bar") -> dict[str, Any]:
    places = {"source_start": None, "source_end": None, "kind": "share"}
    return {"text": text, "passage_index": before, "rule_id": rule} | places


def printed(
    look: Look,
    text: str,
    passages: list[dict[str, Any]],
    removed: list[dict[str, Any]],
    marks: list[Mark],
) -> list[str]:
    return [line.plain for line in article_lines(text, passages, removed, marks, look)]


def test_pieces_stand_before_their_passage_and_the_unplaced_at_the_end() -> None:
    removed = [cut("a", 0), cut("b", 1), cut("c", 2), cut("d", None)]
    assert printed(PLAIN, "One\nTwo", [passage(0, 3), passage(4, 7)], removed, []) == [
        "[-a-]{share.bar}",
        "One",
        "[-b-]{share.bar}",
        "Two",
        "[-c-]{share.bar}",
        "[-d-]{share.bar}",
    ]


def test_what_stood_around_the_article_is_told_short() -> None:
    menu = cut("\n".join(f"Section {n}" for n in range(30)), 0, "html.outside")
    [short, _] = printed(PLAIN, "One", [passage(0, 3)], [menu], [])
    assert short.endswith("… (30 lines)-]{html.outside}")
    [whole, _] = printed(Look(colours=False, whole=True), "One", [passage(0, 3)], [menu], [])
    assert "Section 29" in whole


def test_a_text_may_not_steer_the_terminal() -> None:
    lines = printed(COLOURED, "a\x1b[2Jb", [passage(0, 6)], [cut("\x1b]0;x\x07", 0)], [])
    assert not [line for line in lines if "\x1b" in line or "\x07" in line]


def test_marks_within_marks_are_closed_from_within() -> None:
    marks = [Mark(0, 11, "quote", ""), Mark(4, 7, "name", ""), Mark(0, 3, "number", "")]
    assert printed(PLAIN, "Two men met", [passage(0, 11)], [], marks) == [
        "[[Two]{number} [men]{name} met]{quote}"
    ]
    assert printed(COLOURED, "Two men met", [passage(0, 11)], [], marks) == [
        "Two number men name met quote"
    ]


TEXT = "The mayor of Akron opened two bridges"
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).map(
    lambda span: (min(span), max(span) + (span[0] == span[1]))
)


@settings(deadline=None)
@given(st.lists(SPANS, max_size=6))
def test_without_its_marks_the_text_is_the_text(spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, end, "m", "cyan") for start, end in spans]
    [line] = printed(PLAIN, TEXT, [passage(0, len(TEXT))], [], marks)
    assert line.replace("]{m}", "").replace("[", "") == TEXT
    assert line.count("[") == line.count("]{m}") == len(spans)


def test_values_are_told_as_people_write_them() -> None:
    from datetime import date
    from decimal import Decimal

    none = dict.fromkeys(
        ("value", "value_low", "value_high", "comparator", "date_start", "date_end")
    )
    value = Decimal("1000.000000000")
    assert number_value(none) == ""
    assert number_value(none | {"value": value, "comparator": "gt"}) == "gt 1000"
    ends = {"value_low": Decimal(2), "value_high": Decimal("2.5"), "comparator": "range"}
    assert number_value(none | ends) == "range 2..2.5"
    assert number_value(none | {"date_start": date(2022, 3, 1)}) == "2022-03-01"
