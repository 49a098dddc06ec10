"""An article as lines for a terminal: what was cut in its place, and marks within the text.

With colours a cut is struck through and a mark is coloured; without them both stand in brackets:
``[-Leave a Reply-]{comment_form.heading}``, ``[1,000]{count 1000}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.text import Text

from flows.cli.tables import plain_decimal, shown
from transforms.clean.cleaned import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Row: TypeAlias = "dict[str, Any]"

_CUT, _RULE, _HEADLINE, _SUBHEAD = "red strike", "dim", "bold", "bold"
_PREFIXES = ("dateline", "desk_credit")
_TEASER_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in the text that is to be seen: its place, what it is, in which colour."""

    start: int
    end: int
    label: str
    style: str


@dataclass(frozen=True, slots=True)
class Look:
    """How an article is printed.

    Attributes:
        colours: Else everything is said by brackets.
        whole: What was never taken for the article is printed in full too.
    """

    colours: bool
    whole: bool = False


def article_lines(
    text: str,
    passages: Sequence[Row],
    removed: Sequence[Row],
    marks: Sequence[Mark],
    look: Look,
) -> Iterator[Text]:
    """The lines of an article, each piece that was cut before the passage that it stood before."""
    last = len(passages)
    before: dict[int, list[Row]] = {}
    for piece in removed:
        place = piece["passage_index"]
        before.setdefault(last if place is None else min(place, last), []).append(piece)
    for index, passage in enumerate(passages):
        prefix = Text()
        for piece in before.get(index, ()):
            line = _cut(piece, look)
            if piece["kind"] in _PREFIXES and _follows_at_once(piece, passage):
                prefix.append_text(line).append(" ")
            else:
                yield line
        yield prefix.append_text(_passage(text, passage, marks, look))
    yield from (_cut(piece, look) for piece in before.get(last, ()))


def entity_marks(mentions: Iterable[Row]) -> Iterator[Mark]:
    """Each mention: what it is, and who that is where the text says it otherwise."""
    for row in mentions:
        name = row["name"] if row["name"] != row["text"] else None
        label = _joined(row["label"], name, row["role"])
        yield Mark(row["start_offset"], row["end_offset"], label, "cyan")


def number_marks(quantities: Iterable[Row]) -> Iterator[Mark]:
    """Each number or date: its kind, value and unit, and the rule that read it."""
    for row in quantities:
        label = _joined(row["kind"], number_value(row), row["unit"], f"[{row['rule_id']}]")
        yield Mark(row["start_offset"], row["end_offset"], label, "green")


def quote_marks(quotes: Iterable[Row]) -> Iterator[Mark]:
    """Each quote: its kind and who says it."""
    for row in quotes:
        label = _joined(row["kind"], row["speaker_name"] or row["speaker_text"])
        yield Mark(row["start_offset"], row["end_offset"], label, "magenta")


def number_value(row: Row) -> str:
    """The value of a quantity as text: with its comparator, a range by its ends, a date as such."""
    comparator = row["comparator"] if row["comparator"] != "eq" else None
    if row["date_start"] is not None and row["value"] is None:
        dates = dict.fromkeys((row["date_start"], row["date_end"] or row["date_start"]))
        return _joined(comparator, "..".join(str(date) for date in dates))
    if row["value"] is None and row["value_low"] is not None and row["value_high"] is not None:
        ends = (plain_decimal(row[name]) for name in ("value_low", "value_high"))
        return _joined(comparator, "..".join(ends))
    return _joined(comparator, None if row["value"] is None else plain_decimal(row["value"]))


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _follows_at_once(piece: Row, passage: Row) -> bool:
    end, start = piece["source_end"], passage["source_start"]
    return end is not None and start is not None and 0 <= start - end <= 1


def _cut(piece: Row, look: Look) -> Text:
    text = shown(piece["text"])
    if piece["rule_id"] == OUTSIDE:
        lines = piece["text"].count("\n") + 1
        if not look.whole and len(text) > _TEASER_CHARACTERS:
            text = f"{text[:_TEASER_CHARACTERS].rstrip()}… ({lines} lines)"
    if look.colours:
        return Text.assemble((text, _CUT), (f" {piece['rule_id']}", _RULE))
    return Text(f"[-{text}-]{{{piece['rule_id']}}}")


def _passage(text: str, passage: Row, marks: Sequence[Mark], look: Look) -> Text:
    start, end = passage["start_offset"], passage["end_offset"]
    line = Text(shown(text[start:end]), style=_style(passage["kind"]) if look.colours else "")
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    return _marked(line, start, inside, look) if inside else line


def _style(kind: str) -> str:
    return {"headline": _HEADLINE, "subhead": _SUBHEAD, "caption": "italic"}.get(kind, "")


def _marked(line: Text, offset: int, marks: Sequence[Mark], look: Look) -> Text:
    """The line with its marks: what ends first is closed first, what is longer is opened first."""
    signs: list[tuple[int, int, int, Text]] = []
    for mark in marks:
        start, end = mark.start - offset, mark.end - offset
        if look.colours:
            line.stylize(mark.style, start, end)
            signs.append((end, 0, -start, Text(f" {mark.label}", style=_RULE)))
        else:
            signs.append((start, 1, -end, Text("[")))
            signs.append((end, 0, -start, Text(f"]{{{mark.label}}}")))
    signs.sort(key=lambda sign: sign[:3])
    places = sorted({place for place, *_ in signs})
    pieces = iter(line.divide(places))
    out = Text(style=line.style).append_text(next(pieces))
    for (_, group), piece in zip(groupby(signs, key=lambda sign: sign[0]), pieces, strict=True):
        for *_, sign in group:
            out.append_text(sign)
        out.append_text(piece)
    return out
