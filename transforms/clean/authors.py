"""Who wrote an article: people without "By", and news agencies apart."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKUP = re.compile(r"<[^<>]*>")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|@\w+|\([^()]*\)|\[[^\[\]]*\]|[©✓®]")
_SEPARATOR = re.compile(r"\s*[,;|/•·]\s*|\s+[–—-]\s+|\s+&\s+|\n")
_DATE = re.compile(r"\d")
_EDGES = " .:-–—*|\"“”'"
_LONGEST_NAME = 60
_MOST_WORDS = 5
_MOST_AUTHORS = 30
# A part of the site's name this long is that site ("nachrichten" of nachrichten.at).
_SITE_PART = 6


@dataclass(frozen=True, slots=True)
class _Table:
    prefix: re.Pattern[str]
    joiner: re.Pattern[str]
    roles: frozenset[str]
    bodies: frozenset[str]
    agencies: dict[str, str]


@cache
def _table() -> _Table:
    path = Path(__file__).with_name("authors.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    prefixes = "|".join(re.escape(p) for p in sorted(table["prefixes"], key=len, reverse=True))
    joiners = "|".join(table["joiners"])
    return _Table(
        prefix=re.compile(rf"^\s*(?:{prefixes})\b\s*:?\s*", re.IGNORECASE),
        joiner=re.compile(rf"\s+(?:{joiners})\s+"),
        roles=frozenset(table["roles"]),
        bodies=frozenset(table["bodies"]),
        agencies={form: name for name, forms in table["agencies"].items() for form in forms},
    )


def people_and_agencies(
    evidence: Sequence[Sequence[str]], site: str | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people who signed, in their order, and the agencies, sorted.

    The first group of evidence that names a person counts; where none does, a desk or a house
    that signed stands in.

    Args:
        evidence: Bylines as found, best group first.
        site: The site's name: it is no author.

    >>> people_and_agencies([["By Jane Doe and John Roe, Reuters"]])
    (('Jane Doe', 'John Roe'), ('Reuters',))
    >>> people_and_agencies([["Example News"], ["von Erika Mustermann"]], site="Example News")
    (('Erika Mustermann',), ())
    """
    agencies: set[str] = set()
    bodies: list[str] = []
    for group in evidence:
        people: list[str] = []
        for name in _names(group, site):
            kind = _kind(name, site)
            if kind == "agency":
                agencies.add(_table().agencies[name.casefold()])
            elif kind == "person" and not any(name.startswith(other) for other in people):
                people.append(name)
            elif kind == "body" and name not in bodies:
                bodies.append(name)
        if people:
            return tuple(people[:_MOST_AUTHORS]), tuple(sorted(agencies))
    return tuple(bodies[:1]), tuple(sorted(agencies))


def record_authors(authors: Iterable[str], site: str | None = None) -> tuple[str, ...]:
    """The authors that a record names: people apart from agencies; what is neither stays as it is.

    >>> record_authors(["By Jane Doe and John Roe", "Reuters", "Desk 7"])
    ('Jane Doe', 'John Roe', 'Desk 7')
    """
    found: list[str] = []
    for text in authors:
        people, agencies = people_and_agencies([[text]], site)
        found += people if people or agencies else [text]
    return tuple(dict.fromkeys(found))


def _names(texts: Iterable[str], site: str | None) -> list[str]:
    table = _table()
    names: list[str] = []
    for text in texts:
        plain = _NOISE.sub(" ", _MARKUP.sub(" ", unescape(text)))
        plain = table.prefix.sub("", plain)
        for part in _SEPARATOR.split(plain):
            for name in table.joiner.split(part):
                clean = _trimmed(table.prefix.sub("", name.strip(_EDGES)), site)
                if clean:
                    names.append(clean)
    return names


def _trimmed(name: str, site: str | None) -> str:
    """A name without the role, date or house that is printed after it."""
    words = name.split()
    for place in range(2, len(words)):
        if words[place].strip(",.:").casefold() in _table().roles or _DATE.search(words[place]):
            words = words[:place]
            break
    site_words = (site or "").casefold().split()
    ends_with_site = [word.casefold() for word in words[-len(site_words) :]] == site_words
    if site_words and len(words) > len(site_words) + 1 and ends_with_site:
        words = words[: -len(site_words)]
    return " ".join(words).strip(_EDGES)


def _kind(name: str, site: str | None) -> str | None:
    table = _table()
    folded = name.casefold()
    words = folded.split()
    if folded in table.agencies:
        return "agency"
    if len(name) > _LONGEST_NAME or _DATE.search(name) or not any(c.isalpha() for c in name):
        return None
    has_role = any(word in table.roles for word in words)
    if has_role or words[0] == "the" or _is_site(folded, site):
        return "body" if len(words) > 1 or not has_role else None
    if any(word in table.bodies for word in words):
        return "body"
    return "person" if len(words) <= _MOST_WORDS else None


def _is_site(folded: str, site: str | None) -> bool:
    if not site:
        return False
    plain, plain_site = (re.sub(r"\W", "", text.casefold()) for text in (folded, site))
    return plain == plain_site or (len(plain) >= _SITE_PART and plain in plain_site)
