"""The model's names, corrected over the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transforms.extract.entities.acronyms import with_definitions
from transforms.extract.entities.joins import join_spans
from transforms.extract.entities.missed import with_missed
from transforms.extract.entities.spans import clean_spans, without_overlaps
from transforms.extract.entities.vote import vote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.extract.entities.spans import Span


def correct_names(text: str, spans: Iterable[Span]) -> list[Span]:
    """The names of a document, in order; none overlap.

    What is glued on to a name comes off, what was cut off comes back; short forms that the text
    explains get the label of their long form; all mentions of a name decide together what it is;
    and names seen once are found everywhere.
    """
    whole = join_spans(text, without_overlaps(clean_spans(text, spans)))
    return with_missed(text, vote(text, with_definitions(text, whole)))
