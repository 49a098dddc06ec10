"""The name behind a speaker: "he", "the minister", "Smith's lawyer Jane Roe"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import speaker_nouns, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.sentences import SentenceSpan

_SUBJECTS: Final = frozenset(("PERSON", "ORG", "GPE"))
_BODIES: Final = frozenset(("ORG", "GPE"))
_POSSESSIVE: Final = ("'s", "’s")
_FARTHEST: Final = 100
_LONGEST_LEAD: Final = 100
_DEFINITE: Final = ("the", "this", "that")
_PERSON: Final = "PERSON"


class Resolver:
    """Resolves the speakers of one text in reading order; a pronoun is the last person noted."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [m.start_offset for m in mentions]
        self._ends = [m.end_offset for m in mentions]
        self._person: int | None = None

    def note(self, sentence: SentenceSpan) -> None:
        """Remember the subject of a sentence, if it is a person, for the pronouns that follow."""
        for index in self._inside(sentence.start, sentence.end):
            mention = self._mentions[index]
            if mention.label not in _SUBJECTS or self._is_possessive(index):
                continue
            lead_start = max(sentence.start, mention.start_offset - _LONGEST_LEAD)
            lead = self._text[lead_start : mention.start_offset].lower().split()
            if lead and lead[-1] in words().adjunct_prepositions:
                continue
            if mention.label == _PERSON and words().subject_pronouns.isdisjoint(lead):
                self._person = index
            return

    def resolve(self, speaker: tuple[int, int], head: tuple[int, int]) -> int | None:
        """The index of the mention of the person or body that a speaker is, or ``None``.

        Args:
            speaker: Start and end of the speaker's words.
            head: Start and end of the head of that phrase.
        """
        said = self._text[speaker[0] : speaker[1]].lower()
        found: int | None
        if said in words().personal_pronouns:
            found = self._person if self._person is not None else self._person_before(speaker[0])
        else:
            found = self._named(speaker, head)
            if found is None:
                found = self._in_office(said, speaker[0])
        if found is not None and self._mentions[found].label == _PERSON:
            self._person = found
        return found

    def _inside(self, start: int, end: int) -> range:
        """The mentions that overlap a stretch; none overlap each other."""
        first = bisect_left(self._ends, start + 1)
        return range(first, max(first, bisect_left(self._starts, end)))

    def _named(self, speaker: tuple[int, int], head: tuple[int, int]) -> int | None:
        start, end = speaker
        comma = self._text.find(",", start, end)
        core = end if comma < 0 else comma
        people = self._people(start, core)
        if people:
            return people[-1]
        people = self._people(core, end)
        if people:
            return people[0]
        for index in self._inside(*head):
            if self._mentions[index].label in _BODIES and not self._is_possessive(index):
                return index
        return None

    def _people(self, start: int, end: int) -> list[int]:
        return [
            index
            for index in self._inside(start, end)
            if self._mentions[index].label == _PERSON and not self._is_possessive(index)
        ]

    def _is_possessive(self, index: int) -> bool:
        mention = self._mentions[index]
        return mention.text.endswith(_POSSESSIVE) or self._text.startswith(
            _POSSESSIVE, mention.end_offset
        )

    def _before(self, offset: int) -> range:
        """The mentions before an offset, the nearest first, as far back as anybody would look."""
        nearest = bisect_left(self._starts, offset) - 1
        return range(nearest, max(-1, nearest - _FARTHEST), -1)

    def _person_before(self, offset: int) -> int | None:
        for index in self._before(offset):
            if self._mentions[index].label == _PERSON and not self._is_possessive(index):
                return index
        return None

    def _in_office(self, said: str, offset: int) -> int | None:
        """``The minister``: the nearest person before in whose role the noun stands."""
        parts = said.split()
        if len(parts) < 2 or parts[0] not in _DEFINITE or parts[-1] not in speaker_nouns():  # noqa: PLR2004
            return None
        for index in self._before(offset):
            role = self._mentions[index].role
            if role is not None and parts[-1] in role.lower().split():
                return index
        return None
