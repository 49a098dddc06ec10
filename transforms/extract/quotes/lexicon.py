"""The words of attribution: cue verbs with their frames, nouns that speak, closed classes."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

_FOLDER: Final = Path(__file__).parent
_VOWELS: Final = frozenset("aeiou")

Form = Literal["base", "third", "past", "ing"]


class Cue(NamedTuple):
    """A form of a verb that can attribute words to somebody.

    ``frames``: ``q`` carries a quote, ``s`` a bare clause ("said he would"), ``t`` a clause with
    "that" only, ``n`` any complement ("praised X", "vowed to X"); ``x``: the form is often
    something else ("the state", "a plan"), so its subject must be plain.
    """

    lemma: str
    frames: frozenset[str]
    form: Form


class Words(NamedTuple):
    """The closed classes of ``words.toml``."""

    auxiliaries: frozenset[str]
    passive: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    subject_pronouns: frozenset[str]
    personal_pronouns: frozenset[str]
    relative_pronouns: frozenset[str]
    determiners: frozenset[str]
    linking_prepositions: frozenset[str]
    boundaries: frozenset[str]
    controls: frozenset[str]
    conjunctions: frozenset[str]
    complementizers: frozenset[str]
    particles: frozenset[str]
    days: frozenset[str]
    adjunct_prepositions: frozenset[str]
    cue_nouns: frozenset[str]
    articles: frozenset[str]


@cache
def words() -> Words:
    """The closed word classes."""
    table = tomllib.loads((_FOLDER / "words.toml").read_text("utf-8"))
    return Words(**{name: frozenset(values) for name, values in table.items()})


@cache
def cues() -> dict[str, Cue]:
    """Every form of every cue verb, lower case."""
    found: dict[str, Cue] = {}
    with (_FOLDER / "cues.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            frames = frozenset(row["frames"].split())
            for form, kind in _forms(row["lemma"], row["forms"].split()):
                found.setdefault(form, Cue(row["lemma"], frames, kind))
    return found


@cache
def speaker_nouns() -> frozenset[str]:
    """Nouns that speak, singular and plural."""
    with (_FOLDER / "nouns.csv").open(encoding="utf-8", newline="") as lines:
        nouns = [row["noun"] for row in csv.DictReader(lines)]
    return frozenset(nouns) | {_plural(noun) for noun in nouns}


def _forms(lemma: str, irregular: list[str]) -> list[tuple[str, Form]]:
    stem = lemma[:-1] if lemma.endswith("e") else lemma
    forms: list[tuple[str, Form]] = [(lemma, "base")]
    for form in irregular:
        kind: Form = "ing" if form.endswith("ing") else "third" if form.endswith("s") else "past"
        forms.append((form, kind))
    kinds = {kind for _, kind in forms}
    if "third" not in kinds:
        forms.append((_plural(lemma), "third"))
    if "past" not in kinds:
        forms.append((stem + "ed", "past"))
    if "ing" not in kinds:
        forms.append((stem + "ing", "ing"))
    return forms


def _plural(word: str) -> str:
    if word.endswith("man") and word != "man":
        return word[:-2] + "en"
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"
