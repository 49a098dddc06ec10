"""The tables beside this module, read once: words and phrases with what they mean."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from transforms.extract.numbers.lexer import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transforms.extract.numbers.lexer import Tokens

Meaning = TypeVar("Meaning")
DATA = Path(__file__).parent / "data"


class Phrases(Generic[Meaning]):
    """Phrases of one or more tokens; the longest that fits wins."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings: dict[tuple[str, ...], Meaning] = {}
        self._lengths_by_first: dict[str, list[int]] = {}
        self._lengths_by_last: dict[str, list[int]] = {}
        for phrase, meaning in meanings.items():
            words = tuple(token.lower for token in tokenize(phrase) if token.text)
            self._meanings[words] = meaning
            self._lengths_by_first.setdefault(words[0], []).append(len(words))
            self._lengths_by_last.setdefault(words[-1], []).append(len(words))
        for lengths in (self._lengths_by_first, self._lengths_by_last):
            for word in lengths:
                lengths[word] = sorted(set(lengths[word]), reverse=True)

    @property
    def starts(self) -> frozenset[str]:
        """The first words of the phrases."""
        return frozenset(self._lengths_by_first)

    @property
    def ends(self) -> frozenset[str]:
        """The last words of the phrases."""
        return frozenset(self._lengths_by_last)

    def at(self, tokens: Tokens, first: int) -> tuple[int, Meaning] | None:
        """The end and the meaning of the phrase that begins at a token."""
        for length in self._lengths_by_first.get(tokens[first].lower, ()):
            words = tuple([token.lower for token in tokens[first : first + length]])
            if words in self._meanings:
                return first + length, self._meanings[words]
        return None

    def before(self, tokens: Tokens, last: int) -> tuple[int, Meaning] | None:
        """The beginning and the meaning of the phrase that ends just before a token."""
        for length in self._lengths_by_last.get(tokens[last - 1].lower, ()):
            first = last - length
            words = tuple([token.lower for token in tokens[first:last]]) if first >= 0 else ()
            if words in self._meanings:
                return first, self._meanings[words]
        return None


@cache
def table(name: str) -> dict[str, dict[str, str]]:
    """A table of the data folder whose values are strings."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def decimals(name: str, section: str) -> dict[str, Decimal]:
    """One section of a table as exact numbers."""
    return {word: Decimal(value) for word, value in table(name)[section].items()}


def rows(name: str) -> Iterable[dict[str, str]]:
    """The rows of a CSV table of the data folder."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def words(name: str, section: str) -> dict[str, frozenset[str]]:
    """One section of a table as sets of words."""
    return {key: frozenset(values) for key, values in table(name)[section].items()}


def entries(name: str, section: str) -> list[dict[str, Any]]:
    """The entries of a table's section, each with its own words and an example."""
    found: list[dict[str, Any]] = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))[section]
    return found


def listed(name: str, section: str) -> frozenset[str]:
    """The words of all entries of a table's section."""
    return frozenset(word for entry in entries(name, section) for word in entry["words"])
