"""Which clause speaks which quoted stretch, sentence by sentence and from paragraph to paragraph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transforms.extract.quotes.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.clauses import Clause
    from transforms.extract.quotes.tokens import Token

_UTTERANCE_END: Final = frozenset(",.?!…—–-;")
_LONGEST_SUBJECT: Final = 30


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and by which words, as offsets; ``rule_id`` is the rule that tied them."""

    speaker: tuple[int, int] | None
    head: tuple[int, int] | None
    cue: tuple[int, int] | None
    rule_id: str


@dataclass(frozen=True, slots=True)
class LinkedQuote:
    """A quoted stretch (``tokens[index]`` of its sentence) and who says it."""

    index: int
    attribution: Attribution
    is_mixed: bool


def attribution_of(tokens: Sequence[Token], clause: Clause, rule_id: str) -> Attribution:
    """A clause as offsets into the text."""
    subject = clause.subject
    cue = (tokens[clause.cue].start, tokens[clause.cue_end - 1].end)
    if subject is None:
        return Attribution(None, None, cue, rule_id)
    speaker = (tokens[subject.first].start, tokens[subject.last].end)
    head = (tokens[subject.head].start, tokens[subject.head].end)
    return Attribution(speaker, head, cue, rule_id)


def link_quotes(
    tokens: Sequence[Token],
    clauses: Sequence[Clause],
    following: tuple[Sequence[Token], Sequence[Clause]] | None,
    carried: Attribution | None,
) -> list[LinkedQuote]:
    """The quoted stretches of a sentence that somebody says.

    Args:
        tokens: The sentence.
        clauses: Its clauses of attribution.
        following: The next sentence of the paragraph, for ``"Why?" Smith asked.``
        carried: Who spoke last, if what stands here without a cue would be theirs.
    """
    found: list[LinkedQuote] = []
    last: Attribution | None = carried
    for index, token in enumerate(tokens):
        if token.quoted is None:
            continue
        linked = _after(tokens, clauses, index) or _next_sentence(tokens, index, following)
        linked = linked or _before(tokens, clauses, index) or _at_end(tokens, clauses, index)
        if linked is None and last is not None and _is_utterance(tokens, index):
            linked = LinkedQuote(index, replace(last, rule_id="same-speaker"), is_mixed=False)
        if linked is not None:
            found.append(linked)
            last = linked.attribution
    return found


def _after(tokens: Sequence[Token], clauses: Sequence[Clause], index: int) -> LinkedQuote | None:
    """``"...," Smith said`` and ``"...," said Smith``."""
    right = index + 1
    has_comma = right < len(tokens) and tokens[right].text == ","
    if has_comma:
        right += 1
    if not (has_comma or _ends_utterance(tokens[index])):
        return None
    for clause in clauses:
        if clause.cue < right:
            continue
        if "q" not in clause.entry.frames or clause.subject is None:
            return None
        if clause.subject.is_inherited or clause.pattern == "according-to":
            if clause.pattern == "according-to" and clause.first == right:
                break
            return None
        between = tokens[right : clause.first]
        if clause.first - right > _LONGEST_SUBJECT or any(t.quoted is not None for t in between):
            return None
        if any(t.text in (".", ";", ":") for t in between):
            return None
        if clause.first > right and not clause.is_inverted and not _is_adjunct(tokens, right):
            return None
        break
    else:
        return None
    rule = "quote-verb-subject" if clause.is_inverted else "quote-subject-verb"
    return LinkedQuote(index, attribution_of(tokens, clause, rule), _is_mixed(tokens, index))


def _is_adjunct(tokens: Sequence[Token], at: int) -> bool:
    return not tokens[at].is_word or tokens[at].lower not in words().conjunctions


def _next_sentence(
    tokens: Sequence[Token],
    index: int,
    following: tuple[Sequence[Token], Sequence[Clause]] | None,
) -> LinkedQuote | None:
    """``"Why?" Smith asked.``: the cue stands in what looks like the next sentence."""
    if index != len(tokens) - 1 or following is None:
        return None
    next_tokens, clauses = following
    if not clauses or clauses[0].first > 0 or "q" not in clauses[0].entry.frames:
        return None
    clause = clauses[0]
    if clause.subject is None or clause.subject.is_inherited or clause.pattern == "according-to":
        return None
    rest = next_tokens[clause.end :]
    if rest and (rest[0].is_word or rest[0].quoted is not None or rest[0].text == ":"):
        asked = tokens[index].text[-2:-1] in "?!"
        if not asked or rest[0].quoted is not None or rest[0].lower in words().complementizers:
            return None
    if clause.entry.lemma not in ("say", "ask", "tell", "add", "write", "reply") and rest and (
        rest[0].is_word
    ):
        return None
    return LinkedQuote(index, attribution_of(next_tokens, clause, "quote-stop-cue"), is_mixed=False)


def _before(tokens: Sequence[Token], clauses: Sequence[Clause], index: int) -> LinkedQuote | None:
    """``Smith said: "..."``, ``Smith called it "..."``."""
    for clause in reversed(clauses):
        if clause.end > index or clause.subject is None:
            continue
        if any(t.text == ";" for t in tokens[clause.end : index]):
            return None
        rule = "cue-quote"
        return LinkedQuote(index, attribution_of(tokens, clause, rule), _is_mixed(tokens, index))
    return None


def _at_end(tokens: Sequence[Token], clauses: Sequence[Clause], index: int) -> LinkedQuote | None:
    """``The plan is "all but dead", he said``: the cue closes a sentence that holds the quote."""
    for clause in clauses:
        if clause.first <= index or clause.subject is None or clause.subject.is_inherited:
            continue
        if clause.pattern != "according-to":
            if tokens[clause.first - 1].text != "," or not clause.entry.frames & {"q", "s"}:
                return None
            rest = tokens[clause.end :]
            if rest and rest[0].is_word and rest[0].lower in words().complementizers:
                return None
        attribution = attribution_of(tokens, clause, "clause-cue")
        return LinkedQuote(index, attribution, is_mixed=True)
    return None


def _ends_utterance(token: Token) -> bool:
    stretch = token.quoted
    if stretch is None:
        return False
    inner = token.text[stretch.inner_start - token.start : stretch.inner_end - token.start].rstrip()
    return inner[-1:] in _UTTERANCE_END or inner[-1:] in "’'"


def _is_utterance(tokens: Sequence[Token], index: int) -> bool:
    """A quote that is a sentence of its own: nothing of the reporter's before it."""
    return index == 0 or tokens[index - 1].text in (":", ",", "…", "–", "—") or (
        tokens[index - 1].quoted is not None
    )


def _is_mixed(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    stretch = token.quoted
    if stretch is None:
        return True
    inner = token.text[stretch.inner_start - token.start :].lstrip()
    first = inner[:1]
    begins = first.isupper() or first in "[…." or index == 0
    return not begins
