"""What a clause of attribution retells: the stretch of its sentence that the cue governs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import words
from transforms.extract.quotes.subjects import DASHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.grammar import Clause
    from transforms.extract.quotes.tokens import Token

Span = tuple[int, int]
"""Tokens, first to end."""

_THAT_WINDOW: Final = 14
_LONGEST_ADDRESSEE: Final = 12
_FEWEST_WORDS: Final = 2
_BREAKS: Final = DASHES | {",", ";"}
_CLOSING_MARKS: Final = frozenset(("%", ")", "$"))
_OPENING_MARKS: Final = frozenset((",", ":", "-", "--", "—", "–", "…"))


def content_spans(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> list[Span]:
    """The token ranges that ``clauses[at]`` retells, in order; none when it retells nothing."""
    clause = clauses[at]
    if clause.pattern == "according-to":
        spans = [_beside(tokens, clauses, at)]
    elif clause.pattern == "headline-colon":
        is_first = clause.subject.first < clause.cue
        spans = [(clause.cue_end, len(tokens)) if is_first else (0, clause.cue)]
    else:
        found = _after(tokens, clauses, at)
        right = _trimmed(tokens, *found) if found else None
        spans = [right]
        # "Prices, he said, will rise": what follows goes on with what was before.
        resumes = right is not None and tokens[right[0] - 1].text == ","
        if (right is None or resumes) and _may_follow(clause):
            spans.insert(0, _before(tokens, clause))
    return [trimmed for span in spans if span and (trimmed := _trimmed(tokens, *span))]


def _may_follow(clause: Clause) -> bool:
    """Whether the cue can stand behind what it retells: "Prices will rise, he said"."""
    frames = clause.entry.frames
    return "clause" in frames or ("quote" in frames and "object" not in frames)


def _before(tokens: Sequence[Token], clause: Clause) -> Span | None:
    first = clause.first
    if first == 0 or clause.subject.is_inherited or tokens[first - 1].text != ",":
        return None
    return 0, first - 1


def _beside(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> Span | None:
    """``According to X, ...`` and ``..., according to X``."""
    first = clauses[at].first
    if first > 0 and tokens[first - 1].lower not in words().conjunctions:
        return 0, first
    for index in range(clauses[at].end, len(tokens)):
        if tokens[index].text == ",":
            return index + 1, _end(tokens, clauses, at, index + 1)
    return None


def _after(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> Span | None:
    clause = clauses[at]
    start = clause.end
    if clause.is_inverted or start >= len(tokens):
        return None
    that = _complementizer(tokens, start, over_commas="object" not in clause.entry.frames)
    begin = _begin(tokens, clause) if that is None else that
    if begin is None:
        return None
    while begin < len(tokens) and (
        tokens[begin].text in (",", ":") or tokens[begin].lower == "that"
    ):
        begin += 1
    if begin >= len(tokens):
        return None
    is_aside = that is None and begin > start and tokens[begin - 1].text == ","
    if is_aside and not _resumes(tokens, clause, begin):
        return None
    return begin, _end(tokens, clauses, at, begin)


def _begin(tokens: Sequence[Token], clause: Clause) -> int | None:
    """Where the content begins that no "that" opens."""
    start, frames, closed = clause.end, clause.entry.frames, words()
    following = tokens[start]
    if "addressee" in frames:
        return _after_addressee(tokens, start)
    if "object" in frames:
        if following.lower in closed.circumstances:
            return None
        is_particle = following.lower in closed.particles and following.lower != "to"
        return start + 1 if is_particle else start
    if "clause" in frames:
        return _after_adjunct(tokens, start)
    has_quote = start + 1 < len(tokens) and tokens[start + 1].quoted is not None
    return start + 1 if following.text == ":" or has_quote else None


def _resumes(tokens: Sequence[Token], clause: Clause, begin: int) -> bool:
    """``Prices, he said, will rise``: whether what follows the comma is more than circumstance."""
    if tokens[begin].quoted is not None:
        return True
    lower, closed = tokens[begin].lower, words()
    if clause.first == 0 or lower in closed.adjunct_prepositions:
        return False
    return lower not in closed.conjunctions and not lower.endswith("ing")


def _complementizer(tokens: Sequence[Token], start: int, *, over_commas: bool) -> int | None:
    """The "that" of the clause, past addressee and circumstance; or a "whether" right at hand."""
    closed = words()
    if tokens[start].lower in closed.complementizers:
        return start
    for index in range(start, min(len(tokens), start + _THAT_WINDOW)):
        token = tokens[index]
        if token.lower == "that":
            return index
        if (
            token.quoted is not None
            or token.text in (";", ":")
            or (token.text == "," and not over_commas)
        ):
            return None
        if token.lower in closed.boundaries and token.lower not in closed.before_that:
            return None
    return None


def _after_addressee(tokens: Sequence[Token], start: int) -> int | None:
    """Past "the BBC" in "told the BBC he would"; ``None`` if no clause follows."""
    closed = words()
    index = start
    while index < len(tokens) and tokens[index].lower in closed.articles:
        index += 1
    for at in range(index, min(len(tokens), start + _LONGEST_ADDRESSEE)):
        token, before = tokens[at], tokens[at - 1]
        if not token.is_word:
            return at + 1 if token.text in (":", ",") else None
        if token.lower == "to":
            return at
        if at == start:
            continue
        if token.lower in closed.subject_pronouns | closed.articles | closed.complementizers:
            return at
        if before.mention is not None and token.mention != before.mention and token.is_capital:
            return at
    return None


def _after_adjunct(tokens: Sequence[Token], start: int) -> int | None:
    """Past "on Monday"; ``None`` past "in a statement", where only "that" would go on."""
    closed = words()
    index = start
    while index < len(tokens) and tokens[index].lower in closed.days:
        index += 1
    if index == len(tokens):
        return None
    if tokens[index].lower in closed.adjunct_prepositions | closed.unclausal_prepositions:
        has_day = index + 1 < len(tokens) and tokens[index + 1].lower in closed.days
        return index + 2 if has_day else None
    return index


def _end(tokens: Sequence[Token], clauses: Sequence[Clause], at: int, begin: int) -> int:
    """The token where the content ends: with the sentence, or where the reporter takes over."""
    end = _next_clause(tokens, clauses, at, begin)
    is_named = "object" in clauses[at].entry.frames and not any(
        token.lower == "that" for token in tokens[clauses[at].end : begin]
    )
    for index in range(begin + 1, end - 1):
        text = tokens[index].text
        if text == ";" or (text == "," and _comments(tokens, index + 1, is_named=is_named)):
            return index
        if text in DASHES and not any(t.text in DASHES for t in tokens[index + 1 : end]):
            return index
    return end


def _comments(tokens: Sequence[Token], first: int, *, is_named: bool) -> bool:
    """Whether the reporter comments after a comma; what is named rather than told ends early."""
    closed = words()
    lower = tokens[first].lower
    if lower in closed.turns:
        return True
    if lower in ("a", "an") and first + 2 < len(tokens):
        # "..., a declaration that reflects how"
        return tokens[first + 2].lower in ("that", "which")
    if not is_named:
        return False
    return lower.endswith("ing") or lower in closed.after_named or lower in closed.cue_nouns


def _next_clause(tokens: Sequence[Token], clauses: Sequence[Clause], at: int, begin: int) -> int:
    """Where the next clause that is not part of the content begins, or the sentence ends."""
    # "that when she asked, he left": the first comma closes the condition only.
    is_condition = begin < len(tokens) and tokens[begin].lower in words().subordinators
    for later in clauses[at + 1 :]:
        first = later.first
        if first <= begin:
            continue
        if later.pattern == "according-to":
            return first
        before = tokens[first - 1]
        if before.text == "," and is_condition:
            is_condition = False
            continue
        if before.text in _BREAKS or (first - 1 > begin and _turns(before, later)):
            return first - 1
    return len(tokens)


def _turns(before: Token, later: Clause) -> bool:
    """Whether a conjunction ends what is retold: "and" joins clauses of it as often as not."""
    if before.lower in ("and", "or", "then"):
        return later.subject.is_inherited
    return before.lower in words().conjunctions


def _trimmed(tokens: Sequence[Token], first: int, end: int) -> Span | None:
    """The range without the punctuation around it; ``None`` if no words are left."""
    while end > first and not _is_content(tokens[end - 1]):
        end -= 1
    while first < end and tokens[first].text in _OPENING_MARKS:
        first += 1
    # A quoted stretch is worth several words.
    count = sum(_FEWEST_WORDS if t.quoted else t.is_word for t in tokens[first:end])
    return (first, end) if count >= _FEWEST_WORDS else None


def _is_content(token: Token) -> bool:
    return token.is_word or token.quoted is not None or token.text in _CLOSING_MARKS
