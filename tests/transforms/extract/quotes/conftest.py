"""Documents as the tests write them: a text and the names in it, without a language model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from transforms.extract.annotation import Label, Mention, Sentence
from transforms.extract.quotes import Quote, extract_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_SENTENCE: Final = re.compile(r"\S(?:[^\n])*?(?:(?<!Sen)[.!?]+[”\"’']*(?=\s+[\"“‘A-Z])|(?=\n|$))")
_LABELS: Final[dict[str, Label]] = {"people": "PERSON", "bodies": "ORG", "places": "GPE"}


class Document(NamedTuple):
    text: str
    sentences: list[Sentence]
    mentions: list[Mention]

    def quotes(self) -> list[Quote]:
        return extract_quotes(self.text, self.sentences, self.mentions)


def _document(text: str, **names: Sequence[str]) -> Document:
    sentences = [Sentence(*m.span(), 0) for m in _SENTENCE.finditer(text)]
    mentions = [
        Mention(m.start(), m.end(), name, _LABELS[kind], name)
        for kind, listed in names.items()
        for name in listed
        for m in re.finditer(rf"\b{re.escape(name)}\b", text)
    ]
    return Document(text, sentences, sorted(mentions, key=lambda m: m.start_offset))


@pytest.fixture
def document() -> Callable[..., Document]:
    return _document


@pytest.fixture
def document_of() -> Callable[[Mapping[str, object]], Document]:
    """A document of a case in a TOML file."""

    def build(case: Mapping[str, object]) -> Document:
        names = {kind: case.get(kind, []) for kind in _LABELS}
        return _document(str(case["text"]), **names)  # type: ignore[arg-type]  # TOML is untyped

    return build
