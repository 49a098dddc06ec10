"""Clauses of attribution: a cue verb, its subject, on which side of it, and where they stand.

No parser is asked. A cue verb is known by its form, its subject by walking from the verb over
auxiliaries and adverbs to the nearest noun phrase; what stands between commas is stepped over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import Cue, cues, speaker_nouns, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.tokens import Token

_CONTRACTED: Final = {
    pronoun + ending: pronoun
    for pronoun in ("he", "she", "it", "they", "we", "i", "you", "who")
    for ending in ("'s", "'re", "'ve", "'m", "'d", "'ll")
}
_DASHES: Final = frozenset(("-", "--", "—", "–", "―"))
_POSSESSIVES: Final = frozenset(("his", "her", "their", "its", "my", "our"))
_VAGUE: Final = frozenset(("i", "we", "you", "it", "they", "people", "who", "which"))
_LONGEST_ASIDE: Final = 40
_LONGEST_MODIFIER: Final = 3
_SPEAKING_LABELS: Final = frozenset(("PERSON", "ORG", "GPE", "NORP"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A noun phrase, ``tokens[first:last + 1]``; ``head`` is the token that it is about."""

    first: int
    last: int
    head: int
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A cue at ``tokens[cue:cue_end]`` with its subject; ``first`` and ``end`` bound both."""

    cue: int
    cue_end: int
    entry: Cue
    subject: Subject | None
    is_inverted: bool
    pattern: str

    @property
    def first(self) -> int:
        """The first token of the clause."""
        if self.subject is None or self.subject.is_inherited:
            return self.cue
        return min(self.subject.first, self.cue)

    @property
    def end(self) -> int:
        """The token after the clause."""
        if self.subject is None or self.subject.is_inherited:
            return self.cue_end
        return max(self.subject.last + 1, self.cue_end)


def find_clauses(tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Clause]:
    """The clauses of attribution of a sentence, from left to right."""
    known = cues()
    reader = _Reader(tokens, mentions)
    found: list[Clause] = []
    for index, token in enumerate(tokens):
        if not token.is_word:
            continue
        if token.lower == "according" and _lower(tokens, index + 1) == "to":
            clause = reader.according_to(index, index + 2)
        elif token.lower == "per" and reader.is_source(index):
            clause = reader.according_to(index, index + 1)
        elif token.lower in words().cue_nouns and _lower(tokens, index + 1) == "that":
            clause = reader.noun_clause(index)
        else:
            entry = known.get(token.lower)
            if entry is None or (token.mention is not None and token.is_capital and index):
                continue
            clause = reader.clause(index, entry, found)
        if clause is not None:
            found.append(clause)
    return found


def main_subject(tokens: Sequence[Token], mentions: Sequence[Mention]) -> Subject | None:
    """The first phrase of a sentence that names a person or body and can be its subject."""
    return _Reader(tokens, mentions).main_subject(len(tokens))


def may_speak_on(tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> bool:
    """Whether a quote without a cue in the next sentence would be by the speaker of a clause."""
    reader = _Reader(tokens, mentions)
    subject = clause.subject
    if subject is None or not reader.is_main(clause) or not reader.can_speak(subject):
        return False
    return _lower(tokens, subject.head) not in _VAGUE


def _lower(tokens: Sequence[Token], index: int) -> str:
    """The word, lower case; of "he's" and "they've" the pronoun."""
    if not 0 <= index < len(tokens):
        return ""
    lower = tokens[index].lower
    return _CONTRACTED.get(lower, lower)


class _Reader:
    """Reads the neighbourhood of a cue."""

    def __init__(self, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.words = words()

    def lower(self, index: int) -> str:
        return _lower(self.tokens, index)

    def is_source(self, index: int) -> bool:
        """Whether "per" names a source: "..., per the bylaws"."""
        if index == 0 or self.tokens[index - 1].is_word or index + 1 >= len(self.tokens):
            return False
        return self.tokens[index + 1].is_capital or self.lower(index + 1) == "the"

    def according_to(self, index: int, end: int) -> Clause | None:
        subject = self.phrase_right(end)
        if subject is None:
            return None
        entry = Cue("according", frozenset("qsn"), "past")
        return Clause(index, end, entry, subject, is_inverted=True, pattern="according-to")

    def noun_clause(self, index: int) -> Clause | None:
        """``Smith's claim that ...``."""
        left = index - 1
        while (
            left >= 0
            and self.tokens[left].is_word
            and not (
                self.tokens[left].lower.endswith(("'s", "s'")) or self.lower(left) in _POSSESSIVES
            )
        ):
            left -= 1
            if index - left > _LONGEST_MODIFIER:
                return None
        if left < 0 or not self.tokens[left].is_word:
            return None
        if self.lower(left) in _POSSESSIVES:
            subject: Subject | None = Subject(left, left, left)
        else:
            subject = self.phrase_left(left)
        if subject is None or not (self.lower(left) in _POSSESSIVES or self.can_speak(subject)):
            return None
        entry = Cue(self.lower(index), frozenset("t"), "base")
        return Clause(index, index + 1, entry, subject, is_inverted=False, pattern="noun-that")

    def clause(self, index: int, entry: Cue, before: list[Clause]) -> Clause | None:
        left, helpers = self._skip_helpers(index - 1)
        if self._is_no_verb(index, entry, left, helpers):
            return None
        inverted = self._inverted(index, entry, left)
        if inverted is not None:
            return inverted
        if "ing" in helpers or (entry.form == "ing" and not helpers & self.words.passive):
            subject = self._participle_subject(index, left, before)
            if (
                "e" in entry.frames
                and subject is not None
                and subject.is_inherited
                and not any("q" in clause.entry.frames for clause in before)
            ):
                return None
            pattern = "participle"
        else:
            subject = self._left_subject(left, entry, before)
            pattern = "subject-verb"
        if subject is None:
            return None
        if self._is_doubtful(index, entry) and not subject.is_inherited and (
            not self.can_speak(subject) or self._is_modified_noun(index, entry, subject)
        ):
            return None
        if (
            entry.form == "base"
            and not helpers & self.words.modals
            and not self._is_plural(subject)
        ):
            return None
        return Clause(index, index + 1, entry, subject, is_inverted=False, pattern=pattern)

    def _is_doubtful(self, index: int, entry: Cue) -> bool:
        """Whether a form may be a noun ("claims") or a participle ("goods ordered")."""
        if "x" in entry.frames and entry.form in ("base", "third"):
            return True
        near = self.tokens[max(0, index - 2) : index + 3]
        return "s" not in entry.frames and all(t.quoted is None for t in near)

    def _is_modified_noun(self, index: int, entry: Cue, subject: Subject) -> bool:
        """``US claims``, ``Pentagon plans``: a name before a noun, unless an object follows."""
        if "x" not in entry.frames or entry.form != "third" or self._is_person(subject.head):
            return False
        if self.tokens[subject.head].mention is None or index + 1 >= len(self.tokens):
            return False
        after = self.tokens[index + 1]
        closed = self.words
        opens = closed.determiners | closed.subject_pronouns | closed.complementizers
        return not (
            after.is_capital
            or after.quoted is not None
            or after.lower in opens | closed.particles
            or after.text in (",", ":")
        )

    def _is_plural(self, subject: Subject) -> bool:
        """Whether a phrase agrees with "say" rather than "says"."""
        token = self.tokens[subject.head]
        if self.lower(subject.head) in ("i", "we", "you", "they", "who", "which", "that"):
            return True
        if any(self.lower(i) == "and" for i in range(subject.first, subject.last)):
            return True
        if token.mention is not None and self.mentions[token.mention].label != "NORP":
            return False
        return token.lower.endswith("s") or token.lower in ("police", "people", "men", "women")

    def can_speak(self, subject: Subject) -> bool:
        """Whether a phrase is plainly somebody: a name, a pronoun or a noun that speaks."""
        token = self.tokens[subject.head]
        if self.lower(subject.head) in self.words.subject_pronouns | {"who", "which"}:
            return True
        if token.mention is not None:
            label = self.mentions[token.mention].label
            return label in _SPEAKING_LABELS and (label != "NORP" or token.lower.endswith("s"))
        # A capital at the head of a sentence is no sign of a name.
        return token.lower in speaker_nouns() or (token.is_capital and subject.head > 0)

    def _skip_helpers(self, index: int) -> tuple[int, set[str]]:
        """Step left over auxiliaries, adverbs and "continues to"."""
        helpers: set[str] = set()
        while index >= 0:
            lower = self.lower(index)
            if lower in self.words.auxiliaries or lower in self.words.adverbs:
                helpers.add(lower)
            elif self._is_time(index):
                if self.lower(index - 1) in ("in", "on", "since", "last", "this", "late", "early"):
                    index -= 1
            elif lower == "to" and self.lower(index - 1) in self.words.controls:
                helpers.add("to")
                index -= 2 if self.lower(index - 1) == "on" else 1
                if self.lower(index).endswith("ing"):
                    helpers.add("ing")
            elif not (lower.endswith("ly") and len(lower) > 4 and not self._is_name(index)):  # noqa: PLR2004
                break
            index -= 1
        return index, helpers

    def _is_person(self, index: int) -> bool:
        mention = self.tokens[index].mention
        return mention is not None and self.mentions[mention].label == "PERSON"

    def _is_time(self, index: int) -> bool:
        lower = self.lower(index)
        return lower in self.words.days or (len(lower) == 4 and lower.isdigit())  # noqa: PLR2004

    def _is_name(self, index: int) -> bool:
        return self.tokens[index].mention is not None

    def _is_no_verb(self, index: int, entry: Cue, left: int, helpers: set[str]) -> bool:
        lower = self.lower(left)
        if left == index - 1 and lower in self.words.articles:
            return True
        if entry.form == "past" and self.lower(index + 1) == "by":
            return True
        if left == index - 1 and lower.endswith(("'s", "s'")):
            return True
        if entry.form == "past" and helpers & self.words.passive:
            return True
        if entry.form == "base" and "to" not in helpers and lower == "to":
            return True
        return (
            entry.form == "base"
            and lower in ("he", "she", "it")
            and not (helpers & self.words.modals)
        )

    def _inverted(self, index: int, entry: Cue, left: int) -> Clause | None:
        """``"...," said Smith`` and ``He would go, said Smith``."""
        if "q" not in entry.frames or entry.form not in ("past", "third") or left != index - 1:
            return None
        if left >= 0 and self.tokens[left].quoted is None and self.tokens[left].text != ",":
            return None
        quoted_before = left >= 0 and any(
            self.tokens[i].quoted is not None for i in (left, left - 1) if i >= 0
        )
        if not quoted_before and "s" not in entry.frames:
            return None
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        if following is None or not following.is_word:
            return None
        starts_phrase = (
            following.is_capital
            or following.mention is not None
            or following.lower in self.words.determiners
            or following.lower in self.words.personal_pronouns
            or (
                quoted_before
                and following.lower not in self.words.boundaries
                and following.lower not in self.words.adjunct_prepositions
                and following.lower not in self.words.days
            )
        )
        if following.lower in self.words.days or not starts_phrase:
            return None
        subject = self.phrase_right(index + 1)
        if subject is None or (not quoted_before and not self._closes(subject)):
            return None
        return Clause(index, index + 1, entry, subject, is_inverted=True, pattern="verb-subject")

    def _closes(self, subject: Subject) -> bool:
        """Whether nothing follows "..., said Smith" that would need Smith as its own subject."""
        if self.lower(subject.head) in self.words.subject_pronouns or not self.can_speak(subject):
            return False
        after = self.tokens[subject.last + 1 : subject.last + 2]
        return (
            not after or not after[0].is_word or after[0].lower in self.words.adjunct_prepositions
        )

    def _participle_subject(self, index: int, left: int, before: list[Clause]) -> Subject | None:
        """The subject of "saying": that of the clause it hangs on, or the phrase before it."""
        lower = self.lower(left)
        hangs = left < 0 or not self.tokens[left].is_word or lower == "and"
        hangs = hangs or lower in self.words.adjunct_prepositions | self.words.linking_prepositions
        if not hangs and self._is_person(left):
            first = left
            while first and self.tokens[first - 1].mention == self.tokens[left].mention:
                first -= 1
            return Subject(first, left, left)
        if not hangs:
            near = self._left_subject(left, None, before)
            if near is not None and self.can_speak(near):
                return near
        return self._inherited(index, before) or self._following_subject(index)

    def _following_subject(self, index: int) -> Subject | None:
        """``After saying so, Smith left``."""
        for at in range(index + 1, len(self.tokens) - 1):
            if self.tokens[at].text == "," or self.tokens[at].quoted is not None:
                subject = self.phrase_right(at + 1)
                if subject is not None and self.can_speak(subject):
                    return Subject(subject.first, subject.last, subject.head, is_inherited=True)
        return None

    def _inherited(self, index: int, before: list[Clause]) -> Subject | None:
        """The subject that a verb without one of its own shares with the verb before it."""
        for clause in reversed(before):
            if clause.subject is not None and self.is_main(clause):
                subject = clause.subject
                for at in range(index - 1, clause.end - 1, -1):
                    if self.lower(at) in ("he", "she", "i", "they", "we"):
                        return Subject(at, at, at, is_inherited=True)
                return Subject(subject.first, subject.last, subject.head, is_inherited=True)
        main = self.main_subject(index)
        if main is None:
            return None
        return Subject(main.first, main.last, main.head, is_inherited=True)

    def is_main(self, clause: Clause) -> bool:
        """Whether a clause is the reporter's own, not part of what somebody else says."""
        if clause.pattern == "according-to":
            return False
        if clause.first == 0 or clause.subject is None or clause.subject.is_inherited:
            return True
        before = self.tokens[clause.first - 1]
        return not before.is_word or self.lower(clause.first - 1) in self.words.conjunctions

    def main_subject(self, end: int) -> Subject | None:
        """The first phrase before ``end`` that can be the subject of the sentence."""
        for index in range(end):
            token = self.tokens[index]
            lower = token.lower
            if lower in ("he", "she", "they"):
                return Subject(index, index, index)
            if token.mention is None or lower.endswith(("'s", "s'")):
                continue
            last = self._mention_end(index)
            label = self.mentions[token.mention].label
            if label not in _SPEAKING_LABELS or self.lower(last).endswith(("'s", "s'")):
                continue
            if self.lower(index - 1) in self.words.adjunct_prepositions:
                continue
            return self.phrase_left(last)
        return None

    def _mention_end(self, index: int) -> int:
        mention = self.tokens[index].mention
        while index + 1 < len(self.tokens) and self.tokens[index + 1].mention == mention:
            index += 1
        return index

    def _left_subject(self, left: int, entry: Cue | None, before: list[Clause]) -> Subject | None:
        if left < 0:
            return None
        token = self.tokens[left]
        lower = self.lower(left)
        if token.quoted is not None:
            return None
        if lower in ("who", "which", "that") and (lower != "that" or entry is not None):
            return self._antecedent(left)
        if lower in self.words.subject_pronouns:
            return Subject(left, left, left)
        if lower in self.words.conjunctions:
            return self._inherited(left, before)
        if token.text == "," or token.text in _DASHES:
            return self._across_aside(left, before, entry)
        if token.text == ")":
            opening = self._match_back(left, "(")
            return self._left_subject(opening - 1, entry, before) if opening > 0 else None
        if not token.is_word and token.text not in (".", "]", "’", "'"):
            return None
        subject = self.phrase_left(left)
        if subject is None or self.can_speak(subject):
            return subject
        return self._modified(subject) or subject

    def _modified(self, subject: Subject) -> Subject | None:
        """``Protesters marching through the streets chanted``: the phrase before a modifier."""
        if self.lower(subject.first - 1) not in self.words.adjunct_prepositions:
            return None
        for index in range(subject.first - 2, max(-1, subject.first - _LONGEST_ASIDE), -1):
            token = self.tokens[index]
            if not token.is_word or self.lower(index) in self.words.conjunctions:
                return None
            if token.lower in speaker_nouns() or token.mention is not None:
                found = self.phrase_left(index)
                if found is not None and self.can_speak(found):
                    return found
        return None

    def _match_back(self, index: int, wanted: str) -> int:
        for at in range(index - 1, max(-1, index - _LONGEST_ASIDE), -1):
            if self.tokens[at].text == wanted:
                return at
        return -1

    def _antecedent(self, relative: int) -> Subject | None:
        """The phrase that "who" goes back to."""
        index = relative - 1
        if index >= 0 and self.tokens[index].text == ",":
            index -= 1
        if self.lower(index) in self.words.linking_prepositions:
            index -= 1
        if index >= 0 and self.tokens[index].text == ")":
            index = self._match_back(index, "(") - 1
        if index < 0 or not (self.tokens[index].is_word or self.tokens[index].text == "."):
            return None
        phrase = self.phrase_left(index)
        if phrase is None:
            return None
        comma = phrase.first - 1
        if self.lower(comma) in self.words.adverbs:
            comma -= 1
        if (
            comma > 0
            and self.tokens[comma].text == ","
            and self._is_person(comma - 1)
            and not (self._is_person(phrase.last))
        ):
            # "Smith, now the minister, who": the name, not what is said of it.
            return self.phrase_left(comma - 1)
        return phrase

    def _across_aside(self, comma: int, before: list[Clause], entry: Cue | None) -> Subject | None:
        """``Smith, the minister, said``: the phrase before the comma that opened the aside."""
        closing = self.tokens[comma].text
        best: Subject | None = None
        for at in range(comma - 1, max(0, comma - _LONGEST_ASIDE), -1):
            token = self.tokens[at]
            if token.quoted is not None or token.text in (";", ":"):
                break
            if token.text != closing and not (closing != "," and token.text in _DASHES):
                continue
            if self.tokens[at - 1].text == ")":
                candidate = self._left_subject(at - 1, entry, before)
            else:
                candidate = self.phrase_left(at - 1)
            if candidate is not None and self.can_speak(candidate):
                best = self._with_name(candidate, at)
                if self._is_whole(candidate):
                    break
        return best if best is not None else self._inherited(comma, before)

    def _with_name(self, subject: Subject, comma: int) -> Subject:
        """``the minister, Jane Roe``: a phrase with the name that follows its comma."""
        first = comma + 1
        if self._is_person(subject.last) or first >= len(self.tokens):
            return subject
        if not self._is_person(first):
            return subject
        last = self._mention_end(first)
        return Subject(subject.first, last, last)

    def _is_whole(self, subject: Subject) -> bool:
        """Whether a phrase begins its sentence or clause, so that no comma before it counts."""
        if subject.first == 0:
            return True
        before = self.tokens[subject.first - 1]
        return before.text not in (",", "and", "or")

    def phrase_left(self, last: int) -> Subject | None:
        """The noun phrase that ends at a token."""
        if last < 0:
            return None
        if self.tokens[last].mention is None and not self._belongs(last, last):
            return None
        first = last
        head = self._head_left(last)
        index = last
        while index >= 0:
            token = self.tokens[index]
            lower = token.lower
            if not token.is_word and not self._is_inner_mark(index):
                break
            if token.is_word and token.mention is None and not self._belongs(index, last):
                break
            first = index
            if (
                lower in self.words.determiners
                and index < last
                and not self._runs_on(index - 1, last)
            ):
                break
            index -= 1
        while first < last and (
            self.lower(first) in self.words.linking_prepositions
            or not self.tokens[first].is_word
            or self.lower(first) == "and"
        ):
            first += 1
        if last == first and (
            not self.tokens[last].is_word or self.lower(last) in self.words.linking_prepositions
        ):
            return None
        return Subject(first, last, max(first, min(head, last)))

    def _head_left(self, last: int) -> int:
        """The head: the last word before the first preposition of the phrase."""
        head = last
        index = last
        while index > 0:
            lower = self.lower(index)
            token = self.tokens[index]
            if not token.is_word and not self._is_inner_mark(index):
                break
            if token.is_word and token.mention is None and not self._belongs(index, last):
                break
            if (
                lower in self.words.linking_prepositions
                and token.mention is None
                and self.tokens[index - 1].is_word
                and self.lower(index - 1) not in self.words.boundaries
            ):
                before = self.tokens[index - 1]
                if lower in ("of", "for", "at", "from", "in", "with") and (
                    before.lower in speaker_nouns() or before.mention is not None
                ):
                    head = index - 1
            index -= 1
        return head

    def _runs_on(self, index: int, last: int) -> bool:
        """Whether a phrase goes on over a preposition: "the head of | the agency"."""
        lower = self.lower(index)
        if lower not in ("of", "for", "at", "from", "in", "with") or index == 0:
            return False
        before = self.tokens[index - 1]
        if not before.is_word or before.lower in self.words.boundaries:
            return False
        if before.lower in speaker_nouns() or before.mention is not None:
            return True
        # "criticism from | observers", "support from | President Smith": the phrase is the second.
        if self._is_person(last) or self.lower(last) in speaker_nouns():
            return False
        return lower == "of" or self.tokens[last].mention is not None

    def _is_inner_mark(self, index: int) -> bool:
        token = self.tokens[index]
        if token.text == ".":
            # The dot of an abbreviation: a full stop ends a sentence and its tokens.
            return index > 0 and self.tokens[index - 1].is_word
        if token.text in ("'", "’", "&", "-", "[", "]"):
            return True
        return token.quoted is not None and not token.quoted.is_double

    def _belongs(self, index: int, last: int) -> bool:
        lower = self.lower(index)
        if lower == "and":
            return self._joins(index)
        if lower in self.words.linking_prepositions:
            return index < last and self._runs_on(index, last)
        if lower in self.words.boundaries:
            return False
        cue = cues().get(lower)
        if cue is None or self.tokens[index].is_capital:
            return True
        if cue.form in ("past", "ing") or "x" not in cue.frames:
            return False
        before = self.lower(index - 1)
        return before not in self.words.subject_pronouns and before not in speaker_nouns()

    def _joins(self, index: int) -> bool:
        """Whether "and" joins two phrases, rather than two clauses."""
        if not 0 < index < len(self.tokens) - 1:
            return False
        before, after = self.tokens[index - 1], self.tokens[index + 1]
        if before.mention is not None and after.mention is not None:
            return True
        return before.lower in speaker_nouns() or (before.is_capital and after.is_capital)

    def phrase_right(self, first: int) -> Subject | None:
        """The noun phrase that begins at a token, up to its first comma or clause."""
        index = first
        last = first - 1
        while index < len(self.tokens):
            token = self.tokens[index]
            lower = token.lower
            if token.is_word:
                if token.mention is None and not self._goes_on(index, first):
                    break
                last = index
                if lower in self.words.subject_pronouns:
                    break
            elif not self._is_inner_mark(index):
                break
            index += 1
        if last < first:
            return None
        while last > first and self.lower(last) in self.words.linking_prepositions:
            last -= 1
        subject = Subject(first, last, self._head_right(first, last))
        if last + 1 < len(self.tokens) and self.tokens[last + 1].text == ",":
            return self._with_name(subject, last + 1)
        return subject

    def _goes_on(self, index: int, first: int) -> bool:
        lower = self.lower(index)
        if lower == "and":
            return self._joins(index)
        if lower in self.words.linking_prepositions:
            return index > first and lower in ("of", "for", "at", "from", "with", "in")
        if lower in self.words.days and index > first:
            return False
        if lower in self.words.subject_pronouns and index == first:
            return True
        return lower not in self.words.boundaries

    def _head_right(self, first: int, last: int) -> int:
        for index in range(first + 1, last + 1):
            token = self.tokens[index]
            if token.mention is None and token.lower in self.words.linking_prepositions:
                return index - 1
        return last
