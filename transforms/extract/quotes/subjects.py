"""The subject of a cue verb: the phrase before it, across asides, or that of the clause before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.grammar import Clause, Subject
from transforms.extract.quotes.lexicon import speaker_nouns, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.phrases import Phrases

DASHES: Final = frozenset(("-", "--", "—", "–", "―"))
_TURNS: Final = frozenset((",", "and", "but", "while", "though", "although", "when"))
# No aside, modifier or bracket is looked over that is longer: a bound on the work, too.
_LONGEST_ASIDE: Final = 40


class Subjects:
    """Finds the subjects of one sentence."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._tokens = phrases.tokens
        self._words = words()

    def left_of(self, left: int, before: Sequence[Clause], *, over_that: bool) -> Subject | None:
        """The subject that ends at token ``left``, the last before a verb and its auxiliaries.

        Args:
            left: The token.
            before: The clauses found to the left.
            over_that: Whether "that" may be a relative pronoun: "a letter that says".
        """
        while left >= 0 and self._tokens[left].text == ")":
            left = self._opening_bracket(left) - 1
        if left < 0 or self._tokens[left].quoted is not None:
            return None
        token, lower = self._tokens[left], self._phrases.lower(left)
        if lower in self._words.subject_pronouns:
            return Subject(left, left, left)
        if lower in ("who", "which") or (lower == "that" and over_that):
            return self._antecedent(left)
        if token.is_word and lower not in self._words.conjunctions:
            return self._phrase_or_modified(left)
        return self._from_afar(left, before)

    def _from_afar(self, left: int, before: Sequence[Clause]) -> Subject | None:
        """The subject over a comma, a dash or a conjunction; or a phrase that ends with a dot."""
        text = self._tokens[left].text
        if text == "," or text in DASHES:
            return self._across_aside(left, before)
        if self._tokens[left].is_word:
            return self.inherited(left, before)
        return self._phrase_or_modified(left)

    def _phrase_or_modified(self, last: int) -> Subject | None:
        subject = self._phrases.ending_at(last)
        if subject is None or self._phrases.can_speak(subject):
            return subject
        return self._modified(subject) or subject

    def of_participle(self, index: int, left: int, before: Sequence[Clause]) -> Subject | None:
        """The subject of "saying" at ``index``: the phrase before it, or that of its sentence."""
        if not self._hangs(left):
            if self._phrases.is_person(left):
                return self._name_ending_at(left)
            near = self.left_of(left, before, over_that=False)
            if near is not None and self._phrases.can_speak(near):
                return near
        return self.inherited(index, before) or self._after_comma(index)

    def inherited(self, index: int, before: Sequence[Clause]) -> Subject | None:
        """The subject that a verb without one of its own shares with the verb before it."""
        subject = next((c.subject for c in reversed(before) if self.is_main(c)), None)
        if subject is None:
            subject = self.main(index)
        else:
            subject = self._newer(subject.last, index) or subject
        return None if subject is None else subject._replace(is_inherited=True)

    def main(self, end: int) -> Subject | None:
        """The first phrase before token ``end`` that can be the subject of the sentence."""
        for index in range(end):
            if self._tokens[index].lower in ("he", "she", "they"):
                return Subject(index, index, index)
            if self._tokens[index].mention is None:
                continue
            last = self._phrases.mention_end(index)
            if self._phrases.is_possessive(last):
                continue
            if self._phrases.lower(index - 1) in self._words.adjunct_prepositions:
                continue
            subject = Subject(index, last, last)
            if self._phrases.can_speak(subject):
                return self._phrases.ending_at(last)
        return None

    def is_main(self, clause: Clause) -> bool:
        """Whether a clause is the reporter's own, not part of what somebody else says."""
        if clause.pattern == "according-to":
            return False
        if clause.first == 0 or clause.subject.is_inherited:
            return True
        before = clause.first - 1
        is_joined = self._phrases.lower(before) in self._words.conjunctions
        return is_joined or not self._tokens[before].is_word

    def _hangs(self, left: int) -> bool:
        """Whether a participle has no phrase right before it: ", saying", "by saying"."""
        if left < 0 or not self._tokens[left].is_word:
            return True
        lower = self._phrases.lower(left)
        prepositions = self._words.adjunct_prepositions | self._words.linking_prepositions
        return lower == "and" or lower in prepositions

    def _name_ending_at(self, last: int) -> Subject:
        first = last
        while first and self._tokens[first - 1].mention == self._tokens[last].mention:
            first -= 1
        return Subject(first, last, last)

    def _after_comma(self, index: int) -> Subject | None:
        """``After saying so, Smith left``."""
        for at in range(index + 1, len(self._tokens) - 1):
            if self._tokens[at].text == "," or self._tokens[at].quoted is not None:
                subject = self._phrases.starting_at(at + 1)
                if subject is not None and self._phrases.can_speak(subject):
                    return subject._replace(is_inherited=True)
                return None
        return None

    def _newer(self, start: int, end: int) -> Subject | None:
        """A subject between a clause and a verb: "said so, but Kyiv was not content, stating"."""
        for at in range(end - 1, start, -1):
            if self._phrases.lower(at - 1) not in _TURNS:
                continue
            if self._phrases.lower(at) in ("he", "she", "i", "they", "we"):
                return Subject(at, at, at)
            if self._tokens[at].mention is None:
                continue
            last = self._phrases.mention_end(at)
            subject = Subject(at, last, last)
            if self._phrases.can_speak(subject) and not self._phrases.is_possessive(last):
                return subject
        return None

    def _modified(self, subject: Subject) -> Subject | None:
        """``Protesters marching through the streets chanted``: the phrase before a modifier."""
        if self._phrases.lower(subject.first - 1) not in self._words.adjunct_prepositions:
            return None
        for index in range(subject.first - 2, max(-1, subject.first - _LONGEST_ASIDE), -1):
            token = self._tokens[index]
            if not token.is_word or self._phrases.lower(index) in self._words.conjunctions:
                return None
            if token.lower in speaker_nouns() or token.mention is not None:
                found = self._phrases.ending_at(index)
                if found is not None and self._phrases.can_speak(found):
                    return found
        return None

    def _opening_bracket(self, closing: int) -> int:
        for at in range(closing - 1, max(-1, closing - _LONGEST_ASIDE), -1):
            if self._tokens[at].text == "(":
                return at
        return -1

    def _antecedent(self, relative: int) -> Subject | None:
        """The phrase that "who" goes back to."""
        index = relative - 1
        if index >= 0 and self._tokens[index].text == ",":
            index -= 1
        if self._phrases.lower(index) in self._words.linking_prepositions:
            index -= 1
        if index >= 0 and self._tokens[index].text == ")":
            index = self._opening_bracket(index) - 1
        phrase = self._phrases.ending_at(index)
        if phrase is None:
            return None
        comma = phrase.first - 1
        if self._phrases.lower(comma) in self._words.adverbs:
            comma -= 1
        if comma > 0 and self._tokens[comma].text == "," and self._phrases.is_person(comma - 1):
            # "Smith, now the minister, who": the name, not what is said of it.
            return (
                phrase if self._phrases.is_person(phrase.last) else self._name_ending_at(comma - 1)
            )
        return phrase

    def _across_aside(self, closing: int, before: Sequence[Clause]) -> Subject | None:
        """``Smith, the minister, said``: the phrase before the comma that opened the aside."""
        mark = self._tokens[closing].text
        best: Subject | None = None
        for at in range(closing - 1, max(0, closing - _LONGEST_ASIDE), -1):
            token = self._tokens[at]
            if token.quoted is not None or token.text in (";", ":"):
                break
            if token.text != mark and not (mark in DASHES and token.text in DASHES):
                continue
            end = at - 1
            if self._tokens[end].text == ")":
                end = self._opening_bracket(end) - 1
            candidate = self._phrases.ending_at(end)
            if candidate is not None and self._phrases.can_speak(candidate):
                best = self._phrases.with_name(candidate, at)
                if self._begins_clause(candidate):
                    break
        return best if best is not None else self.inherited(closing, before)

    def _begins_clause(self, subject: Subject) -> bool:
        """Whether a phrase begins its clause, so that no comma before it opened the aside."""
        return subject.first == 0 or self._tokens[subject.first - 1].text not in (",", "and", "or")
