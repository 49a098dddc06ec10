"""Which full names are one person's, over the whole corpus, from the names alone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.link.entity_keys import given_names, romanized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PARTICLES = frozenset((
    "von", "van", "der", "den", "de", "da", "dos", "del", "della", "di", "la", "le", "el", "al",
    "bin", "ibn", "abu", "y", "ten", "ter", "zu", "du",
))  # fmt: skip
_SHORTEST_MISSPELT = 6


class PersonName(NamedTuple):
    """A full name taken apart; words are folded and written in one romanisation."""

    given: str
    middles: tuple[str, ...]
    surname: str
    suffix: str

    @property
    def initials(self) -> str:
        """The first letters of the names between the first and the last."""
        return "".join(m[0] for m in self.middles)


def parse_person(words: Sequence[str]) -> PersonName:
    """The parts of a name of two folded words or more.

    >>> parse_person(("donald", "j", "trump", "jr"))
    PersonName(given='donald', middles=('j',), surname='trump', suffix='jr')
    """
    suffix = words[-1] if words[-1] in _SUFFIXES and len(words) > 2 else ""  # noqa: PLR2004 - a name of two words has no suffix
    rest = words[:-1] if suffix else words
    given, *middles = (_given(w) for i, w in enumerate(rest[:-1]) if not i or w not in _PARTICLES)
    return PersonName(given, tuple(middles), romanized(rest[-1]), suffix)


def _given(word: str) -> str:
    return word if len(word) == 1 else given_names().get(word, romanized(word))


def person_keys(names: Iterable[str]) -> dict[str, str]:
    """A key for each full name (folded words, spaced) that all names of the person share.

    "george w bush" and "george h w bush" keep two keys, and then "george bush" has a third: it is
    not known who is meant. A surname that no list of surnames has may differ by a letter.

    >>> keys = person_keys(["volodymyr zelenskyy", "vladimir zelensky", "olena zelenska"])
    >>> keys["volodymyr zelenskyy"] == keys["vladimir zelensky"]
    True
    >>> len(set(keys.values()))
    2
    """
    parsed = {name: parse_person(name.split(" ")) for name in sorted(set(names))}
    surnames = _respelt_surnames(parsed.values())
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, person in parsed.items():
        surname = surnames.get((person.given, person.surname), person.surname)
        blocks[surname, person.suffix].append(name)
    keys: dict[str, str] = {}
    for (surname, suffix), block in blocks.items():
        for name, given in _given_keys(block, parsed).items():
            keys[name] = f"{given}|{surname}|{suffix}"
    return keys


def _given_keys(block: Sequence[str], parsed: Mapping[str, PersonName]) -> dict[str, str]:
    """What tells the people of one surname apart, by name."""
    by_given: dict[str, list[str]] = defaultdict(list)
    for name in block:
        by_given[parsed[name].given].append(name)
    given_of = _joined_givens(by_given, parsed)
    groups: dict[str, list[str]] = defaultdict(list)
    for given, names in by_given.items():
        groups[given_of[given]] += names
    keys = {}
    for given, names in groups.items():
        several = len({parsed[n].initials for n in names} - {""}) > 1
        for name in names:
            initials = parsed[name].initials if several else ""
            keys[name] = f"{given} {initials}".strip()
    return keys


def _joined_givens(
    by_given: Mapping[str, Sequence[str]], parsed: Mapping[str, PersonName]
) -> dict[str, str]:
    """Each given name with the one that it stands for: "v" for "vladimir", if for no other."""
    full = sorted(g for g in by_given if len(g) > 1)
    joined = {given: given for given in by_given}
    for given in by_given:
        if len(given) == 1:
            matching = [f for f in full if f.startswith(given)]
            if len(matching) == 1:
                joined[given] = matching[0]
    if len(full) == 2:  # noqa: PLR2004 - "Recep Tayyip" and "Tayyip", and nobody else of the surname
        one, two = full
        if all(two in parsed[name].middles for name in by_given[one]):
            joined[two] = one
        elif all(one in parsed[name].middles for name in by_given[two]):
            joined[one] = two
    return joined


def _respelt_surnames(people: Iterable[PersonName]) -> dict[tuple[str, str], str]:
    """Surnames one letter away from another of the same given name, with the one they stand for.

    Those that a list of surnames has are spelt as they should be, and no variants.
    """
    listed = listed_surnames()
    by_given: dict[str, set[str]] = defaultdict(set)
    for person in people:
        if len(person.surname) >= _SHORTEST_MISSPELT and len(person.given) > 1:
            by_given[person.given].add(person.surname)
    respelt: dict[tuple[str, str], str] = {}
    for given, surnames in by_given.items():
        for one, two in _near_pairs(sorted(surnames)):
            if one not in listed and two not in listed:
                respelt[given, two] = respelt.get((given, one), one)
    return respelt


@cache
def listed_surnames() -> frozenset[str]:
    """The surnames of the tables, as they are compared."""
    return frozenset(romanized(name.lower()) for name in load_gazetteer().family_names)


def _near_pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The pairs one edit apart, each once: words that share a form with one letter less."""
    by_form: dict[str, list[str]] = defaultdict(list)
    pairs: set[tuple[str, str]] = set()
    for word in words:
        for form in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
            pairs.update((other, word) for other in by_form[form] if other != word)
            by_form[form].append(word)
    yield from sorted(p for p in pairs if Levenshtein.distance(*p, score_cutoff=1) <= 1)
