"""Text to sentences and mentions: the model first, then what the whole document tells.

>>> from transforms.extract.model import load_model
>>> annotation = annotate(["Putin spoke in Moscow. He left."], load_model())[0]
>>> [(s.start_offset, s.end_offset) for s in annotation.sentences]
[(0, 22), (23, 31)]
>>> [(m.text, m.label) for m in annotation.mentions]
[('Putin', 'PERSON'), ('Moscow', 'GPE')]
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from transforms.extract.annotation import (
    AnnotateInput,
    Annotation,
    Label,
    Mention,
    Role,
    Sentence,
)
from transforms.extract.entities.acronyms import definitions
from transforms.extract.entities.coreference import resolve_names
from transforms.extract.entities.correction import correct_names
from transforms.extract.entities.pieces import Piece, batches, cut_into_pieces, model_view
from transforms.extract.entities.spans import Span
from transforms.extract.reading import reader
from transforms.extract.roles import find_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from transforms.extract.reading import Reading

__all__ = ["AnnotateInput", "Annotation", "Label", "Mention", "Role", "Sentence", "annotate"]

# The labels of OntoNotes 5 that name something; dates and numbers are read elsewhere.
_LABELS: dict[str, Label] = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "GPE": "GPE",
    "LOC": "LOC",
    "FAC": "FAC",
    "NORP": "NORP",
    "EVENT": "EVENT",
    "PRODUCT": "PRODUCT",
    "WORK_OF_ART": "WORK",
    "LAW": "LAW",
}


def annotate(documents: Sequence[AnnotateInput | str], nlp: Language) -> list[Annotation]:
    """The sentences and mentions of each document, in the order of the documents.

    A document's annotation depends on its own text and passages only, not on what it is batched
    with. No text is refused: what is no language gives sentences without mentions.
    """
    inputs = [d if isinstance(d, AnnotateInput) else AnnotateInput(d) for d in documents]
    pieces = [p for index, d in enumerate(inputs) for p in cut_into_pieces(index, d)]
    sentences: list[list[Sentence]] = [[] for _ in inputs]
    spans: list[list[Span]] = [[] for _ in inputs]
    for batch in batches(pieces):
        views = [model_view(inputs[p.document].text[p.start : p.end]) for p in batch]
        for piece, reading in zip(batch, reader(nlp).read(views), strict=True):
            found = _sentences(reading, piece, inputs[piece.document].text)
            sentences[piece.document].extend(found)
            spans[piece.document].extend(_spans(reading, piece))
    return [
        _annotation(d.text, sorted(s, key=lambda x: x.start_offset), sorted(n))
        for d, s, n in zip(inputs, sentences, spans, strict=True)
    ]


def _sentences(reading: Reading, piece: Piece, text: str) -> list[Sentence]:
    """The model's sentences, cut where a passage begins, without the white space around them."""
    found = []
    starts = [piece.start, *piece.breaks]
    ends = [*piece.breaks, piece.end]
    passages = list(zip(starts, ends, count(piece.passage)))
    for sentence_start, sentence_end in reading.sentences:
        first, last = piece.start + sentence_start, piece.start + sentence_end
        for start, end, passage in passages:
            if start < last and first < end:
                a, b = max(first, start), min(last, end)
                part = text[a:b]
                a, b = a + len(part) - len(part.lstrip()), b - len(part) + len(part.rstrip())
                if a < b:
                    found.append(Sentence(a, b, passage))
    return found


def _spans(reading: Reading, piece: Piece) -> list[Span]:
    return [
        Span(piece.start + start, piece.start + end, _LABELS[label])
        for start, end, label in reading.entities
        if label in _LABELS
    ]


def _annotation(text: str, sentences: list[Sentence], spans: list[Span]) -> Annotation:
    named = correct_names(text, spans)
    short_forms = {
        text[d.short_start : d.short_end]: text[d.start : d.end] for d in definitions(text)
    }
    names = resolve_names([(text[s.start : s.end], s.label) for s in named], short_forms)
    roles = find_roles(text, named)
    mentions = [
        _mention(text, span, name, roles.get(index))
        for index, (span, name) in enumerate(zip(named, names, strict=True))
    ]
    return Annotation(tuple(sentences), tuple(mentions))


def _mention(text: str, span: Span, name: str, role: Role | None) -> Mention:
    surface = text[span.start : span.end]
    if role is None:
        return Mention(span.start, span.end, surface, span.label, name)
    return Mention(
        start_offset=span.start,
        end_offset=span.end,
        text=surface,
        label=span.label,
        name=name,
        role=role.text,
        role_start_offset=role.start_offset,
        role_end_offset=role.end_offset,
        office=role.office,
        role_organization=role.organization,
        role_status=role.status,
    )
