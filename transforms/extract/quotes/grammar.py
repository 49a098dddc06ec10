"""The parts of a sentence that matter here: who speaks, by which cue, and what is retold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.lexicon import Cue
    from transforms.extract.quotes.tokens import Token

Pattern = Literal[
    "subject-verb", "verb-subject", "participle", "according-to", "noun-that", "headline-colon"
]
QuoteRule = Literal[
    "quote-subject-verb",
    "quote-verb-subject",
    "quote-stop-cue",
    "quote-signature",
    "cue-quote",
    "clause-cue",
    "same-speaker",
    "transcript",
]
RuleId = Pattern | QuoteRule
"""Every rule that a quote can carry; ``rules.toml`` holds its meaning and an example."""


class Subject(NamedTuple):
    """A noun phrase, ``tokens[first:last + 1]``; ``head`` is the token that it is about.

    An inherited subject stands elsewhere in the sentence: "said so, adding that".
    """

    first: int
    last: int
    head: int
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A cue, ``tokens[cue:cue_end]``, with its subject."""

    cue: int
    cue_end: int
    entry: Cue
    subject: Subject
    pattern: Pattern

    @property
    def is_inverted(self) -> bool:
        """Whether the subject follows the cue: "said Smith"."""
        return self.cue < self.subject.first and not self.subject.is_inherited

    @property
    def first(self) -> int:
        """The first token of cue and subject."""
        return self.cue if self.subject.is_inherited else min(self.subject.first, self.cue)

    @property
    def end(self) -> int:
        """The token after cue and subject."""
        if self.subject.is_inherited:
            return self.cue_end
        return max(self.subject.last + 1, self.cue_end)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, its clauses, and for each clause the token ranges that it retells."""

    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    contents: Sequence[Sequence[tuple[int, int]]]


class Attribution(NamedTuple):
    """Who says it and by which words, as offsets into the text; ``rule_id`` ties them."""

    speaker: tuple[int, int]
    head: tuple[int, int]
    cue: tuple[int, int] | None
    rule_id: RuleId


def attribution_of(tokens: Sequence[Token], clause: Clause, rule_id: RuleId) -> Attribution:
    """The speaker and cue of a clause as offsets into the text."""
    cue = (tokens[clause.cue].start, tokens[clause.cue_end - 1].end)
    return Attribution(*spans_of(tokens, clause.subject), cue, rule_id)


def spans_of(tokens: Sequence[Token], subject: Subject) -> tuple[tuple[int, int], tuple[int, int]]:
    """A phrase and its head as offsets into the text."""
    head, last = tokens[subject.head], tokens[subject.last]
    # Of "Smith's claim that" the speaker is Smith.
    end = last.end - 2 if last.lower.endswith("'s") else last.end
    return (tokens[subject.first].start, end), (head.start, head.end)
