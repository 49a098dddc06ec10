"""What annotating gives: the sentences of a document and who and what is named in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW"]
RoleStatus = Literal["current", "former", "acting", "designate", "deputy", "candidate"]


@dataclass(frozen=True, slots=True)
class AnnotateInput:
    """A text and its passages, as (start, end) in code points; without passages, its lines."""

    text: str
    passages: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, ``text[start_offset:end_offset]`` in code points; it lies in one passage."""

    start_offset: int
    end_offset: int
    passage_index: int


@dataclass(frozen=True, slots=True)
class Role:
    """The office that a text gives a person: "former U.S. President".

    ``text[start_offset:end_offset]`` is the role as printed and ``office`` what it is, without
    its status and without whose it is ("president"); ``organization`` is the country or body,
    as named in the document.
    """

    text: str
    start_offset: int
    end_offset: int
    office: str
    organization: str | None
    status: RoleStatus


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands, ``document[start_offset:end_offset]`` in code points.

    ``name`` is the fullest form in which the document gives the same thing ("Putin" has the name
    "Vladimir Putin" where both occur). The role fields are those of the role that stands beside
    the name, ``None`` where none does.
    """

    start_offset: int
    end_offset: int
    text: str
    label: Label
    name: str
    role: str | None = None
    role_start_offset: int | None = None
    role_end_offset: int | None = None
    office: str | None = None
    role_organization: str | None = None
    role_status: RoleStatus | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """The sentences and mentions of a document, each in order of their offsets; none overlap."""

    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
