"""One thing, one name: which names of a document are short for which others."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.names import folded, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transforms.extract.annotation import Label

_POSSESSIVE = re.compile(r"\s?'s?$")
_TAIL = re.compile(
    r"\s?,\s.*|\s(?:himself|herself|itself|themselves)$|\s(?:who|which|that|as)\s.*", re.DOTALL
)
_PARTICLES = frozenset((
    "von", "van", "der", "den", "de", "da", "dos", "del", "della", "di", "la", "le", "bin", "ibn",
    "al", "el", "y", "e", "ten", "ter", "zu", "du",
))  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_MOST_NAMESAKES = 100
_INITIALS = re.compile(r"[A-Z]")
_SHORT = re.compile(r"[A-Z][A-Z&]{1,7}")


class _Person(NamedTuple):
    name: str
    words: tuple[str, ...]


def core_name(surface: str, label: Label) -> str:
    """The name alone: without article, owner's "'s", titles and what is said of it after a comma.

    >>> core_name("former Pennsylvania Senator Rick Santorum's", "PERSON")
    'Rick Santorum'
    >>> core_name("the Black Sea", "LOC")
    'Black Sea'
    """
    name = _without_possessive(plain_name(surface))
    if (" " in name or "," in name) and not load_gazetteer().known(name):
        name = _TAIL.sub("", name) or name
    name = _without_possessive(name)
    return _without_office(name) if label == "PERSON" and " " in name else name


def _without_possessive(name: str) -> str:
    return _POSSESSIVE.sub("", name) if "'" in name else name


def _without_office(name: str) -> str:
    """What follows the last title or lower-case word, and the countries after it."""
    gazetteer = load_gazetteer()
    words = name.split(" ")
    start = 0
    for index, word in enumerate(words[:-1]):
        lower = word[0].islower() and word.lower() not in _PARTICLES and "-" not in word
        if lower or word.rstrip(".") in gazetteer.titles:
            start = index + 1
    rest = words[start:]
    for size in (3, 2, 1):
        known = gazetteer.known(" ".join(rest[:size])) if start and len(rest) > size + 1 else None
        if known is not None and known.kind in {"country", "place", "people"}:
            rest = rest[size:]
    return " ".join(rest)


def resolve_names(
    mentions: Sequence[tuple[str, Label]], defined: Mapping[str, str] | None = None
) -> list[str]:
    """The fullest form of each mention's name; mentions are (text, label) in their order.

    ``defined`` are short forms that the text explains. A surname that several people share is
    the one's who was named in full last.

    >>> resolve_names([("Vladimir Putin", "PERSON"), ("Moscow", "GPE"), ("Putin", "PERSON")])
    ['Vladimir Putin', 'Moscow', 'Vladimir Putin']
    """
    cores = [core_name(text, label) for text, label in mentions]
    people = _people(c for c, (_, label) in zip(cores, mentions, strict=True) if label == "PERSON")
    bodies = _bodies(
        [c for c, (_, label) in zip(cores, mentions, strict=True) if label != "PERSON"],
        defined or {},
    )
    by_word = _by_word(people)
    latest: dict[str, str] = {}
    names = []
    for core, (_, label) in zip(cores, mentions, strict=True):
        if label != "PERSON":
            names.append(bodies.get(core, core))
            continue
        name = people.get(core) or latest.get(folded(core)) or _of_lone(core, by_word)
        words = folded(name).split(" ")
        if len(words) > 1:
            latest[_surname(words)] = name
        names.append(name)
    return names


def _surname(words: Sequence[str]) -> str:
    rest = [w for w in words if w not in _SUFFIXES]
    return rest[-1] if rest else words[-1]


def _people(names: Iterable[str]) -> dict[str, str]:
    """The full names of a document's people, each with the fullest form of the same person."""
    by_surname: dict[str, list[_Person]] = defaultdict(list)
    for name in dict.fromkeys(names):
        words = tuple(folded(name).split(" "))
        if len(words) > 1:
            by_surname[_surname(words)].append(_Person(name, words))
    full: dict[str, str] = {}
    for people in by_surname.values():
        people.sort(key=lambda p: (-len(p.words), -len(p.name), p.name))
        for person in people:
            longest = people[:_MOST_NAMESAKES]
            same = next((p for p in longest if is_short_for(person.words, p.words)), person)
            full[person.name] = full.get(same.name, same.name)
    return full


def is_short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether two names of one surname, as folded words, can be one person's.

    >>> is_short_for(("d", "trump"), ("donald", "j", "trump"))
    True
    >>> is_short_for(("donald", "trump"), ("donald", "trump", "jr"))
    False
    >>> is_short_for(("hunter", "biden"), ("joe", "biden"))
    False
    """
    if (set(short) ^ set(full)) & _SUFFIXES:
        return False
    given, others = list(short[:-1]), list(full[:-1])
    at = 0
    for word in given:
        while at < len(others) and not _same_given(word, others[at]):
            at += 1
        if at == len(others):
            return "".join(short) == "".join(full)
        at += 1
    return _same_given(given[0], others[0]) or len(given[0]) > 1


def _same_given(one: str, two: str) -> bool:
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    return len(short) == 1 and long.startswith(short)


def _by_word(people: Mapping[str, str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The people by surname, and by given name."""
    surnames: dict[str, set[str]] = defaultdict(set)
    givens: dict[str, set[str]] = defaultdict(set)
    for name, full in people.items():
        words = folded(name).split(" ")
        surnames[_surname(words)].add(full)
        givens[words[0]].add(full)
    return surnames, givens


def _of_lone(core: str, by_word: Sequence[Mapping[str, set[str]]]) -> str:
    """The person of a lone surname or given name, where it is one person's only."""
    word = folded(core)
    found = next((index[word] for index in by_word if word in index), set())
    return next(iter(found)) if len(found) == 1 else core


def _bodies(names: Sequence[str], defined: Mapping[str, str]) -> dict[str, str]:
    """The fuller forms of names that are none of people's, where the document has one only."""
    gazetteer = load_gazetteer()
    distinct = list(dict.fromkeys(names))
    longer: dict[str, set[str]] = defaultdict(set)
    for name in distinct:
        words = name.split(" ")
        if len(words) == 1:
            continue
        initials = "".join(_INITIALS.findall(name))
        longer[initials].add(name)
        if words[-1] in gazetteer.heads:
            longer[" ".join(words[:-1])].add(name)
        if " of " in name:
            longer[name.rsplit(" of ", 1)[1]].add(name)
        known = gazetteer.known(name)
        if known is not None and known.kind == "country":
            longer[words[-1]].add(name)
    found = {}
    for name in distinct:
        short = plain_name(name)
        if short in defined:
            found[name] = core_name(defined[short], "ORG")
        elif len(longer[name]) == 1 and gazetteer.known(name) is None:
            found[name] = next(iter(longer[name]))
    return found
