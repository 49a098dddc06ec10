"""The tables beside this module, read once: words and phrases with what they mean."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from transforms.extract.numbers.lexer import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transforms.extract.numbers.lexer import Token

Meaning = TypeVar("Meaning")
DATA = Path(__file__).parent / "data"


class Phrases(Generic[Meaning]):
    """Phrases of one or more tokens; the longest that fits wins."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for phrase, meaning in meanings.items():
            words = tuple(token.lower for token in tokenize(phrase) if token.text)
            self._by_first.setdefault(words[0], []).append((words, meaning))
            self._by_last.setdefault(words[-1], []).append((words, meaning))
        for table in (self._by_first, self._by_last):
            for entries in table.values():
                entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Sequence[Token], first: int) -> tuple[int, Meaning] | None:
        """The end and the meaning of the phrase that begins at a token."""
        for words, meaning in self._by_first.get(tokens[first].lower, ()):
            if all(tokens[first + n].lower == word for n, word in enumerate(words)):
                return first + len(words), meaning
        return None

    def before(self, tokens: Sequence[Token], last: int) -> tuple[int, Meaning] | None:
        """The beginning and the meaning of the phrase that ends just before a token."""
        if last < 1:
            return None
        for words, meaning in self._by_last.get(tokens[last - 1].lower, ()):
            first = last - len(words)
            if first >= 0 and all(tokens[first + n].lower == word for n, word in enumerate(words)):
                return first, meaning
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
