"""Names that the model saw in one place and not in another, and those that are known anyway."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import capitalized_words, lower_words, occurrences
from transforms.extract.entities.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from transforms.extract.annotation import Label
    from transforms.extract.entities.gazetteer import Gazetteer, Known

_MIN_LONE = 3
_LARGE_CITY = 500  # thousand people
_NAME_BEFORE = re.compile(r"[A-Z][\w’'&.-]*[ -]$")
_NAME_AFTER = re.compile(r"[ -](?:[A-Z]|of [A-Z])")


def with_missed(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, those of the same names elsewhere in the text, and those of well-known names."""
    starts = capitalized_words(text)
    taken = bytearray(len(text))
    found: list[Span] = []
    for span in (*spans, *_again(text, spans, starts), *_known(text, starts)):
        if taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            found.append(span)
    return sorted(found)


def _again(text: str, spans: Sequence[Span], starts: Mapping[str, list[int]]) -> Iterator[Span]:
    """Where the names stand, and the surnames of people, longer names first."""
    common = lower_words(text)
    names: dict[str, Label] = {text[s.start : s.end]: s.label for s in spans}
    for name, label in list(names.items()):
        surname = name.rsplit(" ", 1)[-1]
        if label == "PERSON" and len(surname) >= _MIN_LONE and surname[0].isupper():
            names.setdefault(surname, "PERSON")
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if len(name) < _MIN_LONE and not name.isupper():
            continue
        # A word that the text has in small letters too is no name wherever it begins a sentence.
        if " " not in name and name.lower() in common:
            continue
        for at in occurrences(text, name, starts):
            yield Span(at, at + len(name), names[name])


def _known(text: str, starts: Mapping[str, list[int]]) -> Iterator[Span]:
    """Where well-known names stand by themselves, not inside a longer name."""
    well_known = _well_known()
    for word in sorted(starts.keys() & well_known.keys()):
        for form, label, is_short in well_known[word]:
            for at in occurrences(text, form, starts):
                if is_short or not _is_inside_a_name(text, at, at + len(form)):
                    yield Span(at, at + len(form), label)


@cache
def _well_known() -> dict[str, list[tuple[str, Label, bool]]]:
    """Well-known names by their first words: the form, its label, whether it is an acronym."""
    gazetteer = load_gazetteer()
    found: dict[str, list[tuple[str, Label, bool]]] = {}
    for word, forms in gazetteer.by_first_word.items():
        for form in forms:
            known = gazetteer.forms[form]
            if _is_well_known(form, known, gazetteer):
                is_short = form.replace(".", "").isupper()
                found.setdefault(word, []).append((form, known.label, is_short))
    return found


def _is_well_known(form: str, known: Known, gazetteer: Gazetteer) -> bool:
    if form in gazetteer.unsafe_forms:
        return False
    if known.kind != "city":
        return True
    is_name = form in gazetteer.given_names or form in gazetteer.family_names
    return known.thousand_people >= _LARGE_CITY and not is_name


def _is_inside_a_name(text: str, start: int, end: int) -> bool:
    before = _NAME_BEFORE.search(text, max(0, start - 24), start)
    return before is not None or _NAME_AFTER.match(text, end) is not None
