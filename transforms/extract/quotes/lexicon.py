"""The words of attribution: cue verbs with their frames, nouns that speak, closed classes."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast

_FOLDER: Final = Path(__file__).parent
_VOWELS: Final = frozenset("aeiou")

Form = Literal["base", "third", "past", "ing"]


Frame = Literal["quote", "clause", "that", "object", "addressee", "noun", "evidence"]


class Cue(NamedTuple):
    """A form of a verb that can attribute words to somebody; ``cues.csv`` says what each takes.

    ``quote``: a quotation. ``clause``: a clause without "that" ("said he would"). ``that``: a
    clause, but with "that" only. ``object``: any complement ("praised X", "vowed to X").
    ``addressee``: somebody first ("told X that"). Two are warnings: ``noun``, the form is as often
    a noun ("plans"), and ``evidence``, the subject is as often a thing ("showing that").
    """

    lemma: str
    frames: frozenset[Frame]
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
    crossing_prepositions: frozenset[str]
    before_times: frozenset[str]
    unclausal_prepositions: frozenset[str]
    circumstances: frozenset[str]
    before_that: frozenset[str]
    before_titles: frozenset[str]
    small_in_titles: frozenset[str]
    plain_cues: frozenset[str]
    progressive: frozenset[str]
    after_verbs: frozenset[str]
    subordinators: frozenset[str]
    turns: frozenset[str]
    after_named: frozenset[str]


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
            frames = frozenset(cast("list[Frame]", row["frames"].split()))
            # "Read" and "forecast" are their own past, which needs no plural subject.
            for form, kind in reversed(_forms(row["lemma"], row["forms"].split())):
                found.setdefault(form, Cue(row["lemma"], frames, kind))
    return found


@cache
def triggers() -> frozenset[str]:
    """Words without one of which a sentence attributes nothing."""
    return frozenset(cues()) | words().cue_nouns | {"according", "per", "put", "puts"}


@cache
def speaker_nouns() -> frozenset[str]:
    """Nouns that speak, singular and plural."""
    with (_FOLDER / "nouns.csv").open(encoding="utf-8", newline="") as lines:
        nouns = [row["noun"] for row in csv.DictReader(lines)]
    return frozenset(nouns) | {_plural(noun) for noun in nouns}


def _forms(lemma: str, irregular: list[str]) -> list[tuple[str, Form]]:
    stem = lemma.removesuffix("e")
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
