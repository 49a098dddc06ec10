"""Clauses of attribution: cue verbs, nouns and prepositions, each with its subject.

No parser is asked. A cue verb is known by its form; its subject is found by walking from the verb
over auxiliaries and adverbs to the nearest noun phrase, stepping over what stands between commas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.grammar import Clause, Pattern, Subject
from transforms.extract.quotes.lexicon import Cue, cues, speaker_nouns, triggers, words
from transforms.extract.quotes.phrases import Phrases
from transforms.extract.quotes.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.tokens import Token

_ACCORDING: Final = Cue("according", frozenset(("quote", "clause")), "past")
_PUT_IT: Final = Cue("put", frozenset(("quote", "clause")), "past")
_COLON: Final = Cue(":", frozenset(("quote", "clause")), "past")
_POSSESSIVES: Final = frozenset(("his", "her", "their", "its", "my", "our"))
_VAGUE: Final = frozenset(("i", "we", "you", "it", "they", "people", "who", "which"))
_LONGEST_MODIFIER: Final = 3
_LONGEST_LABEL: Final = 6
_YEAR_DIGITS: Final = 4
_SHORTEST_ADVERB: Final = 5


class ClauseReader:
    """Reads the clauses of attribution of one sentence."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self._tokens = tokens
        self._words = words()
        self._phrases = Phrases(tokens, mentions)
        self._subjects = Subjects(self._phrases)

    def clauses(self, *, is_headline: bool) -> list[Clause]:
        """The clauses, from left to right; in a headline a colon can be a cue."""
        found: list[Clause] = []
        headline = self._headline() if is_headline else None
        if headline is not None:
            found.append(headline)
        known = triggers()
        for index, token in enumerate(self._tokens):
            if token.lower in known:
                clause = self._at(index, token, found)
                if clause is not None:
                    found.append(clause)
        return found

    def main_subject(self) -> Subject | None:
        """The first phrase that names a person or body and can be the subject of the sentence."""
        return self._subjects.main(len(self._tokens))

    def may_speak_on(self, clause: Clause) -> bool:
        """Whether a quote without a cue in the next sentence would be by the same speaker."""
        subject = clause.subject
        if not self._subjects.is_main(clause) or not self._phrases.can_speak(subject):
            return False
        return self._phrases.lower(subject.head) not in _VAGUE

    def _at(self, index: int, token: Token, found: list[Clause]) -> Clause | None:
        following = self._phrases.lower(index + 1)
        if token.lower == "according" and following == "to":
            return self._according_to(index, index + 2)
        if token.lower == "per" and self._names_source(index):
            return self._according_to(index, index + 1)
        if token.lower in self._words.cue_nouns and following == "that":
            return self._noun_that(index)
        if token.lower in ("put", "puts") and following == "it":
            subject = self._subjects.left_of(index - 1, found, over_that=False)
            return subject and Clause(index, index + 2, _PUT_IT, subject, "subject-verb")
        entry = cues().get(token.lower)
        if entry is None or (token.mention is not None and token.is_capital and index):
            return None
        return self._verb(index, entry, found)

    def _headline(self) -> Clause | None:
        """``Putin: talks will go on`` and ``Talks will go on: Putin``."""
        colons = [i for i, t in enumerate(self._tokens) if t.text == ":"]
        if not colons:
            return None
        for colon, first, last in (
            (colons[0], 0, colons[0] - 1),
            (colons[-1], colons[-1] + 1, len(self._tokens) - 1),
        ):
            if not 0 <= last - first < _LONGEST_LABEL:
                continue
            subject = self._phrases.ending_at(last)
            if subject is not None and subject.first == first and self._is_source(subject):
                return Clause(colon, colon + 1, _COLON, subject, "headline-colon")
        return None

    def _is_source(self, subject: Subject) -> bool:
        """Whether a label before a colon is somebody: a place may be a dateline."""
        label = self._phrases.label(subject.head)
        if label is not None:
            return label in ("PERSON", "ORG")
        lower = self._phrases.lower(subject.head)
        is_noun = not self._tokens[subject.head].is_capital or subject.head == 0
        return is_noun and self._phrases.can_speak(subject) and lower not in _VAGUE

    def _names_source(self, index: int) -> bool:
        """Whether "per" names a source: "..., per the bylaws"."""
        if index == 0 or self._tokens[index - 1].is_word or index + 1 >= len(self._tokens):
            return False
        return self._tokens[index + 1].is_capital or self._phrases.lower(index + 1) == "the"

    def _according_to(self, index: int, end: int) -> Clause | None:
        subject = self._phrases.starting_at(end)
        if subject is None:
            return None
        return Clause(index, end, _ACCORDING, subject, "according-to")

    def _noun_that(self, index: int) -> Clause | None:
        """``Smith's claim that ...``."""
        for left in range(index - 1, max(-1, index - 1 - _LONGEST_MODIFIER), -1):
            if not self._tokens[left].is_word:
                return None
            subject: Subject | None = None
            if self._phrases.lower(left) in _POSSESSIVES:
                subject = Subject(left, left, left)
            elif self._phrases.is_possessive(left):
                subject = self._phrases.ending_at(left)
                if subject is None or not self._phrases.can_speak(subject):
                    return None
            if subject is not None:
                entry = Cue(self._phrases.lower(index), frozenset(("that",)), "base")
                return Clause(index, index + 1, entry, subject, "noun-that")
        return None

    def _verb(self, index: int, entry: Cue, before: list[Clause]) -> Clause | None:
        left, helpers = self._skip_helpers(index - 1)
        if self._is_no_verb(index, entry, left, helpers):
            return None
        inverted = self._inverted(index, entry, left)
        if inverted is not None:
            return Clause(index, index + 1, entry, inverted, "verb-subject")
        pattern: Pattern = "subject-verb"
        if "ing" in helpers or (entry.form == "ing" and not helpers & self._words.progressive):
            pattern = "participle"
            subject = self._subjects.of_participle(index, left, before)
            if subject is not None and subject.is_inherited and self._is_comment(entry, before):
                return None
        else:
            subject = self._subjects.left_of(left, before, over_that=True)
        if subject is None or not self._agrees(index, entry, subject, helpers):
            return None
        return Clause(index, index + 1, entry, subject, pattern)

    def _skip_helpers(self, index: int) -> tuple[int, set[str]]:
        """Step left over auxiliaries, adverbs, times and "continues to"."""
        helpers: set[str] = set()
        while index >= 0:
            lower = self._phrases.lower(index)
            if lower in self._words.auxiliaries or lower in self._words.adverbs:
                helpers.add(lower)
            elif lower in self._words.days or (len(lower) == _YEAR_DIGITS and lower.isdigit()):
                index -= self._phrases.lower(index - 1) in self._words.before_times
            elif lower == "to" and self._phrases.lower(index - 1) in self._words.controls:
                helpers.add("to")
                index -= 2 if self._phrases.lower(index - 1) == "on" else 1
                if self._phrases.lower(index).endswith("ing"):
                    helpers.add("ing")
            elif not self._is_adverb(index):
                break
            index -= 1
        return index, helpers

    def _is_adverb(self, index: int) -> bool:
        lower = self._phrases.lower(index)
        if len(lower) < _SHORTEST_ADVERB or not lower.endswith("ly"):
            return False
        return self._tokens[index].mention is None and lower not in speaker_nouns()

    def _is_no_verb(self, index: int, entry: Cue, left: int, helpers: set[str]) -> bool:
        """Whether the form is a noun, a passive or a bare infinitive here."""
        lower = self._phrases.lower(left)
        if self._phrases.is_possessive(left):
            return True
        if left == index - 1 and lower in self._words.articles:
            return True
        if entry.form == "past":
            is_passive = bool(helpers & self._words.passive)
            return is_passive or self._phrases.lower(index + 1) == "by"
        if entry.form == "base" and not helpers & self._words.modals:
            return lower in ("he", "she", "it") or (lower == "to" and "to" not in helpers)
        return False

    @staticmethod
    def _is_comment(entry: Cue, before: list[Clause]) -> bool:
        """``Talks began, signaling a thaw``: the participle is the reporter's, nobody speaks."""
        return "evidence" in entry.frames and not any("quote" in c.entry.frames for c in before)

    def _agrees(self, index: int, entry: Cue, subject: Subject, helpers: set[str]) -> bool:
        """Whether a form that may be something else has a subject that makes it a verb."""
        is_finite = entry.form == "base" and not helpers & self._words.modals
        if is_finite and not self._phrases.is_plural(subject):
            return False
        if self._tokens[index].is_capital and index:
            return self._may_head_title(entry, subject)
        if subject.is_inherited or not self._is_doubtful(index, entry, subject):
            return True
        return self._phrases.can_speak(subject) and not self._is_noun(index, entry, subject)

    def _may_head_title(self, entry: Cue, subject: Subject) -> bool:
        """Whether a verb with a capital is one: all words of a headline may have capitals."""
        if "noun" in entry.frames:
            return self._phrases.is_person(subject.head)
        is_named = self._phrases.label(subject.head) is not None
        is_noun = self._phrases.lower(subject.head) in speaker_nouns()
        return (is_named or is_noun) and self._phrases.can_speak(subject)

    def _is_doubtful(self, index: int, entry: Cue, subject: Subject) -> bool:
        """Whether a form may be a noun ("claims") or a participle ("goods ordered")."""
        if "noun" in entry.frames and entry.form in ("base", "third"):
            return True
        if "clause" in entry.frames:
            return False
        near = [*self._tokens[max(0, index - 2) : index + 3]]
        near += self._tokens[max(0, subject.first - 2) : subject.first]
        return all(t.quoted is None for t in near)

    def _is_noun(self, index: int, entry: Cue, subject: Subject) -> bool:
        """``US claims``, ``Pentagon plans``: a name before a noun, unless an object follows."""
        if "noun" not in entry.frames or entry.form != "third":
            return False
        if self._phrases.label(subject.head) in (None, "PERSON"):
            return False
        if index + 1 >= len(self._tokens):
            return False
        after = self._tokens[index + 1]
        if after.is_capital or after.quoted is not None or after.text in (",", ":"):
            return False
        return after.lower not in (
            self._words.determiners
            | self._words.subject_pronouns
            | self._words.complementizers
            | self._words.after_verbs
        )

    def _inverted(self, index: int, entry: Cue, left: int) -> Subject | None:
        """The subject in ``"...," said Smith`` and ``He would go, said Smith``."""
        if "quote" not in entry.frames or entry.form not in ("past", "third") or left != index - 1:
            return None
        is_first = left < 0
        after_quote = any(t.quoted is not None for t in self._tokens[max(0, left - 1) : index])
        if not is_first and self._tokens[left].quoted is None and self._tokens[left].text != ",":
            return None
        if not after_quote and "clause" not in entry.frames:
            return None
        if not self._may_begin_subject(index + 1, after_quote=after_quote):
            return None
        subject = self._phrases.starting_at(index + 1)
        if subject is None or not (after_quote or self._closes(subject)):
            return None
        return subject

    def _may_begin_subject(self, index: int, *, after_quote: bool) -> bool:
        lower = self._phrases.lower(index)
        if not lower or not self._tokens[index].is_word or lower in self._words.days:
            return False
        if self._tokens[index].is_capital or self._tokens[index].mention is not None:
            return True
        if lower in self._words.determiners or lower in self._words.personal_pronouns:
            return True
        closed = self._words.boundaries | self._words.adjunct_prepositions
        return after_quote and lower not in closed

    def _closes(self, subject: Subject) -> bool:
        """Whether nothing follows "..., said Smith" that would need Smith as its own subject."""
        if self._phrases.lower(subject.head) in self._words.subject_pronouns:
            return False
        if not self._phrases.can_speak(subject):
            return False
        index = subject.last + 1
        if index >= len(self._tokens) or not self._tokens[index].is_word:
            return True
        return self._phrases.lower(index) in self._words.adjunct_prepositions
