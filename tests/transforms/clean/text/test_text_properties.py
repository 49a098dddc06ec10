from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.clean.lines import load_rules
from transforms.clean.text import TextOptions, clean_text, keep_text

_PHRASES = [example for rule in load_rules().rules for example in (*rule.examples, *rule.keeps)]
_PROSE = [
    "The two delegations met for less than two hours on Friday and agreed on nothing but a swap.",
    "ISTANBUL — In a cautiously optimistic turn of events, both sides held their first talks.",
    "“We want peace,” the minister said. “But not before the guns fall silent on both sides.”",
    "A short line of text.",
    "Key Outcomes",
    "- Prisoner swap: both sides agreed to exchange 1,000 prisoners of war.",
    "Web Desk: ISLAMABAD, March 4 (Reuters) - The election commission ruled on Monday.",
]
_BREAKS = ["\n", "\n\n", "\r\n", "\r", "\u2028", "\x85", " \n\t", "\n    ", " ", "  "]
_LINE = st.one_of(
    st.sampled_from(_PHRASES),
    st.sampled_from(_PROSE),
    st.text(max_size=120),
    st.text(alphabet="aB .:-—(),/\"'1\u00a0\u200b", max_size=60),
)
_SOURCE = st.lists(st.tuples(_LINE, st.sampled_from(_BREAKS)), max_size=25).map(
    lambda pairs: "".join(line + gap for line, gap in pairs)
)


def _printed(text: str) -> list[str]:
    return [character for character in text if not character.isspace()]


@settings(max_examples=400, deadline=None)
@given(_SOURCE)
def test_every_printed_character_is_kept_or_removed_once(source: str) -> None:
    cleaned = clean_text(source)
    spans = sorted(
        (piece.source_start, piece.source_end)
        for piece in (*cleaned.passages, *cleaned.removed)
        if piece.source_start is not None and piece.source_end is not None
    )
    position = 0
    for start, end in spans:
        assert position <= start <= end
        assert not [c for c in source[position:start] if _is_printed(c)]
        position = end
    assert not [c for c in source[position:] if _is_printed(c)]


@settings(max_examples=400, deadline=None)
@given(_SOURCE, st.one_of(st.none(), st.sampled_from(_PROSE), st.text(max_size=60)))
def test_passages_cut_the_text_and_the_source(source: str, title: str | None) -> None:
    cleaned = clean_text(source, title)
    lines = [cleaned.text[p.start_offset : p.end_offset] for p in cleaned.passages]
    assert cleaned.text == "\n".join(lines)
    assert all(lines)
    for line, passage in zip(lines, cleaned.passages, strict=True):
        if passage.source_start is not None:
            raw = source[passage.source_start : passage.source_end]
            assert [c for c in raw if _is_printed(c)] == _printed(line)
    for piece in cleaned.removed:
        raw = source[piece.source_start : piece.source_end]
        assert [c for c in raw if _is_printed(c)] == _printed(piece.text)
    assert [p.kind for p in cleaned.passages].count("headline") == (cleaned.title is not None)


@settings(max_examples=400, deadline=None)
@given(_SOURCE, st.one_of(st.none(), st.sampled_from(_PROSE), st.text(max_size=60)))
def test_cleaning_twice_changes_nothing(source: str, title: str | None) -> None:
    cleaned = clean_text(source, title)
    again = clean_text(cleaned.text, title)
    assert again.text == cleaned.text
    assert again.title == cleaned.title


@given(_SOURCE)
def test_kept_text_is_the_source_to_the_letter(source: str) -> None:
    kept = keep_text(source)
    assert kept.text == source
    assert kept.removed == ()
    spans = [(p.source_start, p.source_end) for p in kept.passages]
    assert spans == [(p.start_offset, p.end_offset) for p in kept.passages]
    assert _printed("".join(source[a:b] for a, b in spans)) == _printed(source)


@given(_SOURCE)
def test_nothing_but_lines_goes_without_datelines_and_repeats(source: str) -> None:
    cleaned = clean_text(source, None, TextOptions(datelines=False, repeats=False))
    assert cleaned.dateline is None
    assert not {piece.kind for piece in cleaned.removed} & {"dateline", "desk_credit", "duplicate"}


def _is_printed(character: str) -> bool:
    """Control characters and lone surrogates are in no text, and count as space."""
    if character.isspace():
        return False
    return not (
        character < " "
        or character in "\x7f\ufeff\ufffe\uffff"
        or "\ud800" <= character <= "\udfff"
    )
