"""All that is extracted from a document's text: sentences, mentions, quantities, quotes."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transforms.extract.annotate import AnnotateInput, annotate
from transforms.extract.languages import extraction_status
from transforms.extract.numbers import extract_quantities
from transforms.extract.quotes import extract_quotes
from transforms.ids import stable_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from spacy.language import Language

    from transforms.extract.annotate import Mention, Sentence
    from transforms.extract.numbers import Quantity
    from transforms.extract.quotes import Quote
    from transforms.rows import Rows


@dataclass(frozen=True, slots=True)
class ExtractInput:
    """A cleaned document, as far as extraction needs it; passages are (start, end) offsets."""

    document_id: str
    text: str
    passages: tuple[tuple[int, int], ...]
    published_date: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was found in a document, each sequence in the order of its offsets."""

    document_id: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    quotes: tuple[Quote, ...] = ()


def extract(documents: Sequence[ExtractInput], nlp: Language) -> list[Extracted]:
    """What is found in each document, in their order; the same whatever they are batched with."""
    read = [d for d in documents if extraction_status(d.language) == "full"]
    annotations = annotate([AnnotateInput(d.text, d.passages) for d in read], nlp)
    found = {}
    for document, annotation in zip(read, annotations, strict=True):
        sentences, mentions = annotation.sentences, annotation.mentions
        found[document.document_id] = Extracted(
            document_id=document.document_id,
            sentences=sentences,
            mentions=mentions,
            quantities=tuple(extract_quantities(document.text, document.published_date)),
            quotes=tuple(extract_quotes(document.text, sentences, mentions)),
        )
    return [found.get(d.document_id, Extracted(d.document_id)) for d in documents]


def add_rows(found: Extracted, rows: Mapping[str, Rows], run_id: str) -> None:
    """Adds what was found to the rows of sentences, mentions, quantities and quotes."""
    base = {"document_id": found.document_id, "run_id": run_id}
    starts = [sentence.start_offset for sentence in found.sentences]

    def sentence_index(offset: int) -> int:
        return max(0, bisect_right(starts, offset) - 1)

    for index, one in enumerate(found.sentences):
        rows["sentences"].add(one, sentence_index=index, **base)
    mention_ids = [_id(found.document_id, "mention", mention) for mention in found.mentions]
    for mention_id, mention in zip(mention_ids, found.mentions, strict=True):
        sentence = sentence_index(mention.start_offset)
        rows["entity_mentions"].add(mention, mention_id=mention_id, sentence_index=sentence, **base)
    for quantity in found.quantities:
        rows["quantities"].add(
            quantity,
            quantity_id=_id(found.document_id, "quantity", quantity),
            sentence_index=sentence_index(quantity.start_offset),
            **base,
        )
    for quote in found.quotes:
        speaker = quote.speaker_mention_index
        rows["quotes"].add(
            quote,
            quote_id=_id(found.document_id, "quote", quote),
            speaker_mention_id=None if speaker is None else mention_ids[speaker],
            **base,
        )


def _id(document_id: str, what: str, row: Mention | Quantity | Quote) -> str:
    return stable_id(document_id, what, row.start_offset, row.end_offset)
