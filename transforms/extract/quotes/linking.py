"""Which clause speaks which quoted stretch, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.extract.quotes.grammar import Attribution, Clause, Reading, attribution_of
from transforms.extract.quotes.lexicon import words
from transforms.extract.quotes.subjects import DASHES
from transforms.extract.quotes.titles import is_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.quotes.tokens import Token

_UTTERANCE_ENDS: Final = (",", ".", "?", "!", "…", "—", "–", "-", ";", "’", "'")
_LONGEST_SUBJECT: Final = 30
_SHORTEST_SIGNATURE: Final = 2


class LinkedQuote(NamedTuple):
    """A quoted stretch, the number of its token in the sentence, and who says it."""

    token: int
    attribution: Attribution
    is_mixed: bool


def link_quotes(
    sentence: Reading, following: Reading | None, carried: Attribution | None
) -> list[LinkedQuote]:
    """The quoted stretches of a sentence that somebody says, in order.

    Args:
        sentence: The sentence.
        following: The next sentence of the paragraph, for ``"Why?" Smith asked.``
        carried: Who spoke last: a quote that is a sentence of its own is theirs.
    """
    tokens = sentence.tokens
    found: list[LinkedQuote] = []
    for index, token in enumerate(tokens):
        if token.quoted is None:
            continue
        attribution = _attribution(sentence, index, following)
        if attribution is None and carried is not None and _stands_alone(tokens, index):
            attribution = carried._replace(rule_id="same-speaker")
        if attribution is None:
            continue
        follows_cue = attribution.rule_id == "cue-quote"
        if not is_title(tokens, index, follows_cue=follows_cue):
            found.append(LinkedQuote(index, attribution, _is_mixed(tokens, index, attribution)))
            carried = attribution
    return found


def _attribution(sentence: Reading, index: int, following: Reading | None) -> Attribution | None:
    tokens = sentence.tokens
    before = _cue_before(sentence, index)
    after = _cue_after(sentence, index) or _signature(tokens, index)
    after = after or _cue_in_next(tokens[index], index == len(tokens) - 1, following)
    if before is not None and after is not None:
        # Smith scolded him: "...," she said.
        is_led = tokens[index - 1].text == ":"
        return before if is_led or _governs(sentence, index) else after
    return before or after or _cue_at_end(sentence, index)


def _governs(sentence: Reading, index: int) -> bool:
    """Whether a quote is a piece of what a cue before it retells: 'Smith said it was "so"'."""
    if not sentence.tokens[index - 1].is_word:
        return False
    return any(
        clause.end <= index and any(first <= index < end for first, end in spans)
        for clause, spans in zip(sentence.clauses, sentence.contents, strict=True)
    )


def _cue_before(sentence: Reading, index: int) -> Attribution | None:
    """``Smith said: "..."``, ``Smith called it "..."``; of nested clauses the outermost.

    A clause right before the quote is its own, unless its subject is a pronoun for the subject of
    a clause around it: "Lynch said she recalled thinking, "..."".
    """
    tokens = sentence.tokens
    earlier = [i for i, clause in enumerate(sentence.clauses) if clause.end <= index]
    if not earlier:
        return None
    near = sentence.clauses[earlier[-1]]
    if _is_adjacent(tokens, near, index) and not _has_pronoun(tokens, near):
        return attribution_of(tokens, near, "cue-quote")
    for i in earlier:
        if any(first <= index < end for first, end in sentence.contents[i]):
            return attribution_of(tokens, sentence.clauses[i], "cue-quote")
    if any(token.text == ";" for token in tokens[near.end : index]):
        return None
    return attribution_of(tokens, near, "cue-quote")


def _is_adjacent(tokens: Sequence[Token], clause: Clause, index: int) -> bool:
    return index == clause.end + 1 and tokens[clause.end].text in (",", ":")


def _has_pronoun(tokens: Sequence[Token], clause: Clause) -> bool:
    return tokens[clause.subject.head].lower in words().subject_pronouns


def _cue_after(sentence: Reading, index: int) -> Attribution | None:
    """``"...," Smith said`` and ``"...," said Smith``."""
    tokens = sentence.tokens
    right = index + 1
    if right < len(tokens) and tokens[right].text == ",":
        right += 1
    elif not _ends_utterance(tokens[index]):
        return None
    if right < len(tokens) and tokens[right].lower == "as":
        right += 1
    clause = next((c for c in sentence.clauses if c.cue >= right), None)
    if clause is None or not _takes_quote_before(clause):
        return None
    between = tokens[right : clause.first]
    if clause.pattern == "according-to" and between:
        return None
    if len(between) > _LONGEST_SUBJECT or any(_separates(token) for token in between):
        return None
    if clause.is_inverted:
        return attribution_of(tokens, clause, "quote-verb-subject")
    return attribution_of(tokens, clause, "quote-subject-verb")


def _takes_quote_before(clause: Clause) -> bool:
    return "quote" in clause.entry.frames and not clause.subject.is_inherited


def _separates(token: Token) -> bool:
    if token.quoted is not None or token.text in (".", ";", ":"):
        return True
    return token.lower in words().boundaries


def _signature(tokens: Sequence[Token], index: int) -> Attribution | None:
    """``"..." - Jane Roe``: a quote set apart, with its speaker after a dash."""
    first = index + 2
    if index > 0 or first >= len(tokens) or tokens[index + 1].text not in DASHES:
        return None
    end = first
    while end < len(tokens) and (tokens[end].is_capital or tokens[end].text == "."):
        end += 1
    if end < len(tokens) and tokens[end].text != ",":
        return None
    while end > first and tokens[end - 1].text == ".":
        end -= 1
    if end - first < _SHORTEST_SIGNATURE:
        return None
    last = tokens[end - 1]
    return Attribution(
        (tokens[first].start, last.end), (last.start, last.end), None, "quote-signature"
    )


def _cue_in_next(quote: Token, is_last: bool, following: Reading | None) -> Attribution | None:  # noqa: FBT001
    """``"Why?" Smith asked.``: the cue stands in what looks like the next sentence."""
    if not is_last or following is None or not following.clauses:
        return None
    tokens, clause = following.tokens, following.clauses[0]
    if clause.first > 0 or not _takes_quote_before(clause) or clause.pattern == "according-to":
        return None
    rest = tokens[clause.end : clause.end + 1]
    if rest and not _may_close(rest[0], clause, quote):
        return None
    return attribution_of(tokens, clause, "quote-stop-cue")


def _may_close(after: Token, clause: Clause, quote: Token) -> bool:
    """Whether a sentence that goes on after its cue may still close the quote before it."""
    if not after.is_word:
        return after.quoted is None and after.text != ":"
    # After a question or a cry the cue may have an addressee: "Why?" Smith asked the crowd.
    is_asked = quote.text[:-1].endswith(("?", "!"))
    is_plain = clause.entry.lemma in words().plain_cues
    return is_asked and is_plain and after.lower not in words().complementizers


def _cue_at_end(sentence: Reading, index: int) -> Attribution | None:
    """``The plan is "all but dead", he said``: the cue closes a sentence that holds the quote."""
    tokens = sentence.tokens
    clause = next(
        (c for c in sentence.clauses if c.first > index and not c.subject.is_inherited), None
    )
    if clause is None:
        return None
    if clause.pattern not in ("according-to", "headline-colon"):
        if tokens[clause.first - 1].text != "," or not clause.entry.frames & {"quote", "clause"}:
            return None
        rest = tokens[clause.end : clause.end + 1]
        if rest and rest[0].lower in words().complementizers:
            return None
    return attribution_of(tokens, clause, "clause-cue")


def _ends_utterance(token: Token) -> bool:
    stretch = token.quoted
    if stretch is None:
        return False
    inner = token.text[: stretch.inner_end - token.start].rstrip()
    return inner.endswith(_UTTERANCE_ENDS)


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    """Whether a quote is a sentence of its own: nothing of the reporter's goes before it."""
    if index == 0 or tokens[index - 1].quoted is not None:
        return True
    return tokens[index - 1].text in (":", ",", "…", "–", "—")


def _is_mixed(tokens: Sequence[Token], index: int, attribution: Attribution) -> bool:
    """Whether quoted words are part of the reporter's sentence."""
    if attribution.rule_id == "clause-cue":
        return True
    if attribution.rule_id == "same-speaker" or index == 0:
        return False
    if tokens[index - 1].text in (",", ":"):
        return False
    token = tokens[index]
    inner = token.text.lstrip("“”\"‘’'«»„` ")
    return not (inner[:1].isupper() or inner[:1] in ("[", "…", "."))
