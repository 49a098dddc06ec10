"""Noun phrases without a parser: what can be one is told by closed classes, names and cue verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.grammar import Subject
from transforms.extract.quotes.lexicon import cues, speaker_nouns, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.tokens import Token

_LONGEST: Final = 40
_SPEAKING_LABELS: Final = frozenset(("PERSON", "ORG", "GPE", "NORP"))
_INNER_MARKS: Final = frozenset(("'", "’", "&", "-", "[", "]"))


class Phrases:
    """The noun phrases of one sentence."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.tokens = tokens
        self._mentions = mentions
        self._words = words()

    def lower(self, index: int) -> str:
        """The word, lower case; empty past the ends of the sentence."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def is_possessive(self, index: int) -> bool:
        """Whether a word ends like "Smith's" or "voters'"."""
        return self.lower(index).endswith(("'s", "s'"))

    def label(self, index: int) -> str | None:
        """The label of the mention that a token belongs to."""
        mention = self.tokens[index].mention
        return None if mention is None else self._mentions[mention].label

    def is_person(self, index: int) -> bool:
        """Whether a token is part of a person's name."""
        return self.label(index) == "PERSON"

    def mention_end(self, index: int) -> int:
        """The last token of the mention that a token belongs to."""
        mention = self.tokens[index].mention
        while index + 1 < len(self.tokens) and self.tokens[index + 1].mention == mention:
            index += 1
        return index

    def can_speak(self, subject: Subject) -> bool:
        """Whether a phrase is plainly somebody: a name, a pronoun or a noun that speaks."""
        lower = self.lower(subject.head)
        if lower in self._words.subject_pronouns or lower in ("who", "which"):
            return True
        label = self.label(subject.head)
        if label is not None:
            return label in _SPEAKING_LABELS and (label != "NORP" or lower.endswith("s"))
        # A capital at the head of a sentence is no sign of a name.
        is_name = self.tokens[subject.head].is_capital and subject.head > 0
        return is_name or lower in speaker_nouns()

    def is_plural(self, subject: Subject) -> bool:
        """Whether a phrase agrees with "say" rather than with "says"."""
        lower = self.lower(subject.head)
        if lower in ("i", "we", "you", "they", "who", "which", "that"):
            return True
        if any(self.lower(i) == "and" for i in range(subject.first, subject.last)):
            return True
        if self.label(subject.head) not in (None, "NORP"):
            return False
        return lower.endswith("s") or lower in ("police", "people", "men", "women")

    def ending_at(self, last: int) -> Subject | None:
        """The noun phrase that ends at a token."""
        if last < 0 or not self._may_be_in(last, last):
            return None
        first = head = last
        for index in range(last, max(-1, last - _LONGEST), -1):
            if not self._may_be_in(index, last) or self._ends_another(index, last):
                break
            first = index
            if self._is_head_before(index):
                head = index - 1
            lower = self.lower(index)
            is_inner = index < last and lower in self._words.determiners
            if is_inner and not self._crosses(index - 1, last):
                break
        while first < last and not self._may_begin(first):
            first += 1
        if not self._may_begin(first):
            return None
        return Subject(first, last, max(first, head))

    def starting_at(self, first: int) -> Subject | None:
        """The noun phrase that begins at a token, up to its first comma or clause."""
        last = first - 1
        for index in range(first, len(self.tokens)):
            token = self.tokens[index]
            if token.is_word:
                if token.mention is None and not self._goes_on(index, first):
                    break
                last = index
                if self.lower(index) in self._words.subject_pronouns:
                    break
            elif not self._is_inner_mark(index):
                break
        if last < first:
            return None
        while last > first and self.lower(last) in self._words.linking_prepositions:
            last -= 1
        subject = Subject(first, last, self._first_head(first, last))
        if last + 1 < len(self.tokens) and self.tokens[last + 1].text == ",":
            return self.with_name(subject, last + 1)
        return subject

    def with_name(self, subject: Subject, comma: int) -> Subject:
        """``the minister, Jane Roe``: a phrase with the name after its comma, if any."""
        first = comma + 1
        if first >= len(self.tokens) or self.is_person(subject.last) or not self.is_person(first):
            return subject
        last = self.mention_end(first)
        return Subject(subject.first, last, last)

    def _may_be_in(self, index: int, last: int) -> bool:
        token = self.tokens[index]
        if token.mention is not None:
            return True
        return self._belongs(index, last) if token.is_word else self._is_inner_mark(index)

    def _ends_another(self, index: int, last: int) -> bool:
        """``a condition | Kyiv considers``: a noun before the name of a body is not its title."""
        if index == last or self.label(index + 1) not in ("ORG", "GPE"):
            return False
        token = self.tokens[index]
        if token.mention is not None or token.is_capital or not token.is_word:
            return False
        lower = token.lower
        if lower in speaker_nouns() or lower in self._words.determiners or lower == "and":
            return False
        return lower not in self._words.linking_prepositions

    def _may_begin(self, index: int) -> bool:
        if not self.tokens[index].is_word:
            return False
        lower = self.lower(index)
        return lower != "and" and lower not in self._words.linking_prepositions

    def _is_head_before(self, index: int) -> bool:
        """Whether a preposition follows the head of its phrase: "a spokesman | for"."""
        if self.tokens[index].mention is not None or index == 0:
            return False
        if self.lower(index) not in self._words.crossing_prepositions:
            return False
        before = self.tokens[index - 1]
        return before.lower in speaker_nouns() or before.mention is not None

    def _crosses(self, index: int, last: int) -> bool:
        """Whether a phrase goes on over a preposition: "the head of | the agency"."""
        lower = self.lower(index)
        if lower not in self._words.crossing_prepositions or index == 0:
            return False
        before = self.tokens[index - 1]
        if not before.is_word or before.lower in self._words.boundaries:
            return False
        if before.lower in speaker_nouns() or before.mention is not None:
            return True
        # "criticism from | observers", "support from | President Smith": the phrase is the second.
        if self.is_person(last) or self.lower(last) in speaker_nouns():
            return False
        return lower == "of" or self.tokens[last].mention is not None

    def _is_inner_mark(self, index: int) -> bool:
        token = self.tokens[index]
        if token.text == ".":
            # The dot of an abbreviation: a full stop ends a sentence and its tokens.
            return index > 0 and self.tokens[index - 1].is_word
        if token.text in _INNER_MARKS:
            return True
        return token.quoted is not None and not token.quoted.is_double

    def _belongs(self, index: int, last: int) -> bool:
        lower = self.lower(index)
        if lower == "and":
            return self._joins(index)
        if lower in self._words.linking_prepositions:
            return index < last and self._crosses(index, last)
        if lower in self._words.boundaries:
            return False
        cue = cues().get(lower)
        if cue is None or self.tokens[index].is_capital:
            return True
        if cue.form in ("past", "ing") or "noun" not in cue.frames:
            return False
        before = self.lower(index - 1)
        return before not in self._words.subject_pronouns and before not in speaker_nouns()

    def _joins(self, index: int) -> bool:
        """Whether "and" joins two phrases, rather than two clauses."""
        if not 0 < index < len(self.tokens) - 1:
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1]
        if before.mention is not None and after.mention is not None:
            return True
        return before.lower in speaker_nouns() or (before.is_capital and after.is_capital)

    def _goes_on(self, index: int, first: int) -> bool:
        lower = self.lower(index)
        if lower == "and":
            return self._joins(index)
        if index == first:
            return lower in self._words.subject_pronouns or not (
                lower in self._words.boundaries or lower in self._words.linking_prepositions
            )
        if lower in self._words.linking_prepositions:
            return lower in self._words.crossing_prepositions
        return lower not in self._words.boundaries and lower not in self._words.days

    def _first_head(self, first: int, last: int) -> int:
        for index in range(first + 1, last + 1):
            is_free = self.tokens[index].mention is None
            if is_free and self.lower(index) in self._words.linking_prepositions:
                return index - 1
        return last
