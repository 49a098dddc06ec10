"""What was found lately, kept for when it is asked for again."""

from __future__ import annotations

from itertools import filterfalse
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

Key = TypeVar("Key", bound="Hashable")
Found = TypeVar("Found")


class Recent(Generic[Key, Found]):
    """Findings by their keys, in two generations: of the older one stays what is asked for.

    >>> squares = Recent[int, int](most=2)
    >>> squares.known.update((number, number**2) for number in squares.missed([3, 4, 5, 3]))
    >>> squares.missed([4, 6]), squares.known
    ([6], {4: 16})
    """

    def __init__(self, most: int) -> None:
        """Knows nothing yet; a generation ends with the batch that takes it over so many."""
        self.known: dict[Key, Found] = {}
        self._before: dict[Key, Found] = {}
        self._most = most

    def missed(self, keys: Iterable[Key]) -> list[Key]:
        """The keys that the caller is to put into ``known``, each once; all others are there."""
        if len(self.known) > self._most:
            self._before, self.known = self.known, {}
        new = dict.fromkeys(filterfalse(self.known.__contains__, keys))
        self.known.update((key, self._before[key]) for key in new if key in self._before)
        return [key for key in new if key not in self.known]
