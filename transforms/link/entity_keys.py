"""What a name alone tells of the entity: its class, and a key that all its spellings share."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from transforms.extract.entities.coreference import core_name
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transforms.extract.annotation import Label
    from transforms.extract.entities.gazetteer import Known

_DATA = Path(__file__).parent / "data"

EntityClass = Literal["person", "body", "place", "people", "thing"]
_CLASSES: Mapping[str, EntityClass] = {
    "PERSON": "person",
    "ORG": "body",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "people",
}
# Words of no name: what cannot be told from one document to the next.
_PRONOUN = re.compile(r"(?:i|you|he|she|we|they|it|his|her|our|my|me|us|them|who)\Z")
_COMPANY_FORMS = frozenset((
    "inc", "incorporated", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "llc",
    "ag", "se", "sa", "gmbh", "nv", "spa", "ab", "asa", "oyj", "group",
))  # fmt: skip
_SMALL_LETTER = re.compile(r"\b(?!(?:of|and|the|for)\b)[a-z]")
_EMPTY_WORDS = frozenset(("and", "of", "the", "for", "s"))
_SPELLINGS = {"centre": "center", "defence": "defense", "labour": "labor", "programme": "program"}
# Romanisation of Cyrillic and Arabic names: what one newspaper writes so and another so.
_ROMANIZATION = (
    (re.compile(r"(?:iy|yy|yi|ii|ij|yj|ey|ei|y|i|j)\b"), "i"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"oe|ö"), "o"),
    (re.compile(r"ue\B|ü"), "u"),
    (re.compile(r"dj|dzh"), "j"),
    (re.compile(r"tch|tsch"), "ch"),
    (re.compile(r"kh|q|ck"), "k"),
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee"), "i"),
    (re.compile(r"y"), "i"),
    (re.compile(r"ii+"), "i"),
    (re.compile(r"ie"), "e"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ss?ch|sh"), "s"),
    (re.compile(r"([a-z])\1"), r"\1"),
)


class Reading(NamedTuple):
    """What a name and its label stand for.

    ``key`` is equal for all spellings that the name alone shows to be one; ``is_lone`` tells
    that the key is a person's surname only, or letters of a body, so that documents must decide.
    """

    entity_class: EntityClass
    key: str
    name: str
    label: Label
    country_code: str | None
    is_lone: bool = False
    is_local: bool = False


@lru_cache(maxsize=20_000)
def read_name(name: str, label: Label) -> Reading:
    """What the name stands for.

    >>> read_name("the U.S.", "GPE").key, read_name("United States of America", "GPE").key
    ('country:US', 'country:US')
    >>> read_name("Türkiye", "GPE").name
    'Turkey'
    """
    core = core_name(name, label)
    if label == "PERSON":
        return _person(core)
    known = _known(core)
    if known is not None and _agrees(known, label):
        code = known.country_code if len(known.country_code) == 2 else None  # noqa: PLR2004 - ISO alpha-2
        key = known.country_code if known.kind == "country" else folded(known.name)
        return Reading(
            _CLASSES.get(known.label, "thing"), f"{known.kind}:{key}", known.name, known.label, code
        )
    if _PRONOUN.fullmatch(core.lower()):
        return Reading("thing", core.lower(), core, label, None, is_local=True)
    entity_class = _CLASSES.get(label, "thing")
    lone = entity_class == "body" and core.isupper() and " " not in core
    return Reading(entity_class, body_key(core), core, label, None, is_lone=lone)


def _known(name: str) -> Known | None:
    """What the tables have under the name, in another case, or after its country's name."""
    gazetteer = load_gazetteer()
    known = gazetteer.known(name)
    first, _, rest = name.partition(" ")
    if known is not None or not rest:
        return known
    body, country = gazetteer.known(rest), gazetteer.known(first)
    if body and country and country.kind == "country" and body.country_code == country.country_code:
        return body
    capitalized = _SMALL_LETTER.sub(lambda found: found[0].upper(), name)
    return gazetteer.known(capitalized) if capitalized != name else None


def _agrees(known: Known, label: Label) -> bool:
    """Whether the label lets the name be the known thing: "Sweden" the team is not the country."""
    if known.kind in {"country", "city", "place"}:
        return label in {"GPE", "LOC", "FAC"} or (known.kind == "place" and label == known.label)
    if known.kind == "people":
        return label == "NORP"
    return label != "NORP"


def _person(core: str) -> Reading:
    words = [w for w in folded(core).split(" ") if w]
    if not words or _PRONOUN.fullmatch(" ".join(words)):
        return Reading("person", core.lower(), core, "PERSON", None, is_local=True)
    if len(words) == 1:
        return Reading("person", romanized(words[0]), core, "PERSON", None, is_lone=True)
    return Reading("person", " ".join(words), core, "PERSON", None)


@lru_cache(maxsize=20_000)
def romanized(word: str) -> str:
    """The word as all romanisations of it come out.

    >>> {romanized(w) for w in ("zelensky", "zelenskyy", "zelenskiy", "zelenskyi", "zelenskii")}
    {'zelenski'}
    """
    for pattern, written in _ROMANIZATION:
        word = pattern.sub(written, word)
    return word


def body_key(name: str) -> str:
    """The name without what one newspaper writes and another does not.

    >>> body_key("World Health Organisation"), body_key("Tesla, Inc.")
    ('world health organization', 'tesla')
    """
    words = [
        word.replace("organisation", "organization", 1)
        if word.startswith("organisation")
        else _SPELLINGS.get(word, word)
        for word in folded(name.replace("&", " and ")).split()
        if word not in _EMPTY_WORDS
    ]
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return " ".join(words) or name


@cache
def given_names() -> Mapping[str, str]:
    """The key of each given name that has variants, by the name as it is compared."""
    keys: dict[str, str] = {}
    for row in read_table("given_names.csv"):
        for variant in (row["name"], *row["variants"].split("|")):
            if variant:
                keys.setdefault(folded(variant), romanized(folded(row["name"])))
    return keys


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table of the data folder; lines that begin with # are comments."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
