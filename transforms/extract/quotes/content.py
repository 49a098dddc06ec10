"""What an indirect quote retells: the stretch of the sentence that its cue governs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.clauses import Clause
    from transforms.extract.quotes.tokens import Token

_THAT_WINDOW: Final = 14
_LONGEST_ADDRESSEE: Final = 12
_FEWEST_WORDS: Final = 2
_PREPOSITIONS: Final = frozenset(("between", "against", "into", "among", "within", "without", "toward", "towards", "for", "up", "than"))
# After a verb these begin what was done when or where, not what was said.
_ADJUNCTS: Final = frozenset(
    ("in", "during", "after", "before", "by", "via", "from", "when", "while")
)


def content_spans(
    tokens: Sequence[Token], clauses: Sequence[Clause], at: int
) -> list[tuple[int, int]]:
    """The token ranges, first to end, that ``clauses[at]`` retells; none when there are none."""
    clause = clauses[at]
    if clause.pattern == "according-to":
        return _around(tokens, clauses, at)
    right = _right(tokens, clauses, at)
    spans = []
    if right is not None:
        spans.append(right)
    if (right is None or _resumes(tokens, clause)) and "s" in clause.entry.frames | _q_as_s(clause):
        left = _left(tokens, clauses, at)
        if left is not None:
            spans.insert(0, left)
    return spans


def _q_as_s(clause: Clause) -> frozenset[str]:
    return (
        frozenset("s")
        if "q" in clause.entry.frames and "n" not in clause.entry.frames
        else (frozenset())
    )


def _resumes(tokens: Sequence[Token], clause: Clause) -> bool:
    return clause.end < len(tokens) and tokens[clause.end].text == "," and clause.first > 0


def _right(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> tuple[int, int] | None:
    clause = clauses[at]
    start = clause.end
    if clause.is_inverted or start >= len(tokens):
        return None
    frames = clause.entry.frames
    that = _complementizer(tokens, start, over_commas="n" not in frames)
    if that is not None and frames & {"s", "t", "q", "n"}:
        begin = that + 1 if tokens[that].lower == "that" else that
    elif "o" in frames:
        addressed = _after_addressee(tokens, start)
        if addressed is None:
            return None
        begin = addressed
    elif "n" in frames:
        begin = start
        if tokens[begin].lower in _ADJUNCTS:
            return None
        if tokens[begin].is_word and tokens[begin].lower in words().particles - {"to"}:
            begin += 1
    elif "s" in frames:
        begin = _after_adjunct(tokens, start)
    elif frames & {"t", "q"} and tokens[start].text == ":":
        begin = start + 1
    elif frames & {"q"} and start + 1 < len(tokens) and tokens[start + 1].quoted is not None:
        begin = start + 1
    else:
        return None
    while begin < len(tokens) and tokens[begin].text in (",", ":"):
        begin += 1
    if (
        begin > start
        and begin < len(tokens)
        and tokens[begin - 1].text == ","
        and not (that is not None)
    ):
        return _resumed(tokens, clauses, at, begin)
    return _bounded(tokens, begin, _end(tokens, clauses, at, begin))


def _resumed(
    tokens: Sequence[Token], clauses: Sequence[Clause], at: int, begin: int
) -> tuple[int, int] | None:
    """``Prices, he said, will rise``: what follows the comma, unless it only adds to the cue."""
    clause = clauses[at]
    if clause.first == 0 or tokens[begin].lower in words().adjunct_prepositions:
        return None
    if tokens[begin].lower in words().conjunctions or tokens[begin].lower.endswith("ing"):
        return None
    return _bounded(tokens, begin, _end(tokens, clauses, at, begin))


def _complementizer(tokens: Sequence[Token], start: int, *, over_commas: bool) -> int | None:
    for index in range(start, min(len(tokens), start + _THAT_WINDOW)):
        token = tokens[index]
        if token.text == "," and not over_commas:
            return None
        if token.quoted is not None or token.text in (";", ":", ".") and index == len(tokens) - 1:
            return None
        if token.lower == "that":
            return index
        if index == start and token.lower in words().complementizers:
            return index
        if token.lower in words().boundaries and token.lower not in (
            "and",
            "as",
            "after",
            "during",
        ):
            return None
    return None


def _after_addressee(tokens: Sequence[Token], start: int) -> int | None:
    """Past "the BBC" in "told the BBC he would"; ``None`` if no clause follows."""
    index = start
    closed = words()
    while index < len(tokens) and tokens[index].lower in closed.articles:
        index += 1
    while index < len(tokens) and index - start < _LONGEST_ADDRESSEE:
        token = tokens[index]
        if token.lower == "to" or (index > start and token.lower in closed.subject_pronouns):
            return index
        if index > start and token.lower in closed.articles | closed.complementizers:
            return index
        before = tokens[index - 1]
        if before.mention is not None and token.mention != before.mention and index > start and (
            token.is_capital
        ):
            return index
        if not token.is_word:
            return index + 1 if token.text in (":", ",") and index + 1 < len(tokens) else None
        index += 1
    return None


def _after_adjunct(tokens: Sequence[Token], start: int) -> int:
    """Past "on Monday" and "in a statement", when the clause goes on without "that"."""
    index = start
    closed = words()
    while index < len(tokens) and tokens[index].lower in closed.days:
        index += 1
    if index < len(tokens) and tokens[index].lower in closed.adjunct_prepositions | _PREPOSITIONS:
        if index + 1 < len(tokens) and tokens[index + 1].lower in closed.days:
            return index + 2
        return len(tokens)
    return index


def _end(tokens: Sequence[Token], clauses: Sequence[Clause], at: int, begin: int) -> int:
    """The token where the content ends: the sentence, or a clause that is the reporter's again."""
    end = len(tokens)
    for later in clauses[at + 1 :]:
        if later.first <= begin:
            continue
        first = later.first
        if later.pattern == "according-to":
            if tokens[first - 1].text == ",":
                first -= 1
            end = min(end, first)
            break
        before = tokens[first - 1]
        if before.text in (",", "--", "—", "–", ";"):
            end = min(end, first - 1)
            break
        if _turns(before, later) and first - 1 > begin:
            cut = first - 1
            if tokens[cut - 1].text == ",":
                cut -= 1
            end = min(end, cut)
            break
    return end


def _turns(before: Token, later: Clause) -> bool:
    """Whether a conjunction ends what is retold: "and" joins clauses of it as often as not."""
    if before.lower in ("and", "or", "then"):
        return later.subject is not None and later.subject.is_inherited
    return before.lower in words().conjunctions


def _left(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> tuple[int, int] | None:
    clause = clauses[at]
    first = clause.first
    if first == 0 or clause.subject is None or clause.subject.is_inherited:
        return None
    if tokens[first - 1].text != ",":
        return None
    return _bounded(tokens, 0, first - 1)


def _around(tokens: Sequence[Token], clauses: Sequence[Clause], at: int) -> list[tuple[int, int]]:
    """``According to X, ...`` and ``..., according to X``."""
    clause = clauses[at]
    if clause.first == 0 or tokens[clause.first - 1].lower in words().conjunctions:
        comma = next((i for i in range(clause.end, len(tokens)) if tokens[i].text == ","), None)
        if comma is None:
            return []
        span = _bounded(tokens, comma + 1, _end(tokens, clauses, at, comma + 1))
        return [span] if span is not None else []
    end = clause.first - 1 if tokens[clause.first - 1].text == "," else clause.first
    span = _bounded(tokens, 0, end)
    return [span] if span is not None else []


def _bounded(tokens: Sequence[Token], first: int, end: int) -> tuple[int, int] | None:
    while (
        end > first
        and not tokens[end - 1].is_word
        and tokens[end - 1].quoted is None
        and (tokens[end - 1].text not in ("%", ")", "$"))
    ):
        end -= 1
    while first < end and tokens[first].text in (",", ":", "-", "--", "—", "–", "…"):
        first += 1
    # A quoted stretch is worth several words.
    if sum(_FEWEST_WORDS if t.quoted else t.is_word for t in tokens[first:end]) < _FEWEST_WORDS:
        return None
    return first, end
