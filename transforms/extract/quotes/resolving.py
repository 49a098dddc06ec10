"""The name behind a speaker: "he", "the minister", "Smith's lawyer Jane Roe"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import speaker_nouns, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention

_BODIES: Final = frozenset(("ORG", "GPE"))
_POSSESSIVE: Final = ("'s", "’s", "'", "’")


class Resolver:
    """Resolves the speakers of one text, in reading order; remembers who spoke last."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [m.start_offset for m in mentions]
        self._last_person: int | None = None

    def resolve(
        self, speaker: tuple[int, int], head: tuple[int, int] | None, before: int
    ) -> int | None:
        """The index of the mention that a speaker is, or ``None``.

        Args:
            speaker: Start and end of the speaker's words.
            head: Start and end of the head of that phrase.
            before: Where the speech stands; a pronoun goes back to a name before it.
        """
        words_said = self._text[speaker[0] : speaker[1]].lower()
        found: int | None
        if words_said in words().personal_pronouns or words_said in ("who", "which"):
            found = self._last_person
            if found is None:
                found = self._nearest_person(speaker[0])
        else:
            found = self._named(speaker, head)
            if found is None:
                found = self._by_role(words_said, speaker[0])
        if found is not None and self._mentions[found].label == "PERSON":
            self._last_person = found
        return found

    def _inside(self, start: int, end: int) -> range:
        first = bisect_left(self._starts, start)
        return range(first, bisect_left(self._starts, end))

    def _named(self, speaker: tuple[int, int], head: tuple[int, int] | None) -> int | None:
        start, end = speaker
        comma = self._text.find(",", start, end)
        core = end if comma < 0 else comma
        for begin, stop in ((start, core), (core, end)):
            people = [
                i
                for i in self._inside(begin, stop)
                if self._mentions[i].label == "PERSON" and not self._is_possessive(i)
            ]
            if people:
                return people[-1] if begin == start else people[0]
        bodies = [
            i
            for i in self._inside(start, core)
            if self._mentions[i].label in _BODIES
            and not self._is_possessive(i)
            and (head is None or self._mentions[i].end_offset >= head[1])
            and (head is None or self._mentions[i].start_offset <= head[0])
        ]
        return bodies[0] if bodies else None

    def _is_possessive(self, index: int) -> bool:
        mention = self._mentions[index]
        if mention.text.endswith(("'s", "’s")):
            return True
        return self._text.startswith(_POSSESSIVE[:2], mention.end_offset)

    def _nearest_person(self, before: int) -> int | None:
        for index in range(bisect_left(self._starts, before) - 1, -1, -1):
            if self._mentions[index].label == "PERSON" and not self._is_possessive(index):
                return index
        return None

    def _by_role(self, phrase: str, before: int) -> int | None:
        """ "The minister": the nearest person before whose role holds the noun."""
        parts = phrase.split()
        if not parts or parts[0] not in ("the", "this", "that") or parts[-1] not in speaker_nouns():
            return None
        for index in range(bisect_left(self._starts, before) - 1, -1, -1):
            mention = self._mentions[index]
            if mention.role is not None and parts[-1] in mention.role.lower().split():
                return index
        return None
