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
_STRONG_END: Final = frozenset(".!?")
_DASHES: Final = frozenset(("-", "--", "—", "–", "―"))
_LONGEST_SUBJECT: Final = 30
_LONGEST_TITLE: Final = 8
_SHORTEST_SIGNATURE: Final = 2
# What a title follows: "in an episode of “...”", "a song called “...”".
_TITLED: Final = frozenset(
    ("titled", "entitled", "nicknamed", "headlined", "subtitled", "of", "film", "book", "song")
)


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


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence with its clauses and the token ranges that each of them retells."""

    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    contents: Sequence[Sequence[tuple[int, int]]]


def link_quotes(
    sentence: Reading, following: Reading | None, carried: Attribution | None
) -> list[LinkedQuote]:
    """The quoted stretches of a sentence that somebody says.

    Args:
        sentence: The sentence.
        following: The next sentence of the paragraph, for ``"Why?" Smith asked.``
        carried: Who spoke last, if what stands here without a cue would be theirs.
    """
    tokens, clauses = sentence.tokens, sentence.clauses
    found: list[LinkedQuote] = []
    last: Attribution | None = carried
    for index, token in enumerate(tokens):
        if token.quoted is None:
            continue
        before = _before(sentence, index)
        after = _after(tokens, clauses, index) or _signed(tokens, index)
        after = after or _next_sentence(tokens, index, following)
        linked = before if before is not None and _prefers(tokens, index, after) else after
        linked = linked or before or _at_end(tokens, clauses, index)
        if linked is None and last is not None and _is_utterance(tokens, index):
            linked = LinkedQuote(index, replace(last, rule_id="same-speaker"), is_mixed=False)
        if linked is not None and not _is_title(tokens, index, linked):
            found.append(linked)
            last = linked.attribution
    return found


def _prefers(tokens: Sequence[Token], index: int, after: LinkedQuote | None) -> bool:
    """Whether a cue before the quote beats one after it: "Smith scolded him: "...," she said."""
    if after is None:
        return True
    if index == 0 or tokens[index - 1].quoted is not None or after.attribution.head is None:
        return False
    return tokens[index - 1].text == ":" or (tokens[index - 1].is_word)


def _signed(tokens: Sequence[Token], index: int) -> LinkedQuote | None:
    """``"..." - Jane Roe``: a quote set apart, with its speaker below or after a dash."""
    if index + 2 >= len(tokens) or tokens[index + 1].text not in _DASHES or index > 0:
        return None
    last = index + 2
    while last < len(tokens) and (tokens[last].is_capital or tokens[last].text == "."):
        last += 1
    name = tokens[index + 2 : last]
    if len(name) < _SHORTEST_SIGNATURE or (last < len(tokens) and tokens[last].text != ","):
        return None
    if name[-1].text == ".":
        name = name[:-1]
    speaker = (name[0].start, name[-1].end)
    attribution = Attribution(speaker, (name[-1].start, name[-1].end), None, "quote-signature")
    return LinkedQuote(index, attribution, is_mixed=False)


def _is_title(tokens: Sequence[Token], index: int, linked: LinkedQuote) -> bool:
    """Whether quoted words are the title of a work or a nickname, and nobody's speech."""
    token = tokens[index]
    parts = _words_in(token)
    if not parts or len(parts) > _LONGEST_TITLE:
        return False
    before = tokens[index - 1].lower if index > 0 else ""
    if token.text[-2:-1] in _STRONG_END and not (
        before in words().linking_prepositions or before.endswith(("'s", "s'"))
    ):
        return False
    if index > 0 and tokens[index - 1].lower in _TITLED:
        return True
    begins = index == 0 or tokens[index - 1].text in (",", ":") or tokens[index - 1].quoted
    if linked.attribution.rule_id != "cue-quote" and begins:
        return False
    small = words().linking_prepositions | words().determiners | {"and", "or"}
    names = [p for p in parts if p.lower() not in small]
    return len(names) > 1 and all(p[:1].isupper() or p[:1].isdigit() for p in names)


def _words_in(token: Token) -> list[str]:
    return [p for w in token.text.split() if (p := w.strip("“”\"‘’'«»„`,.:;!?()[]…"))]


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
        if any(t.text in (".", ";", ":") or t.lower in words().boundaries for t in between):
            return None
        break
    else:
        return None
    rule = "quote-verb-subject" if clause.is_inverted else "quote-subject-verb"
    return LinkedQuote(index, attribution_of(tokens, clause, rule), _is_mixed(tokens, index))


def _next_sentence(
    tokens: Sequence[Token],
    index: int,
    following: Reading | None,
) -> LinkedQuote | None:
    """``"Why?" Smith asked.``: the cue stands in what looks like the next sentence."""
    if index != len(tokens) - 1 or following is None:
        return None
    next_tokens, clauses = following.tokens, following.clauses
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
    if (
        clause.entry.lemma not in ("say", "ask", "tell", "add", "write", "reply")
        and rest
        and (rest[0].is_word)
    ):
        return None
    return LinkedQuote(index, attribution_of(next_tokens, clause, "quote-stop-cue"), is_mixed=False)


def _before(sentence: Reading, index: int) -> LinkedQuote | None:
    """``Smith said: "..."``, ``Smith called it "..."``; of nested clauses the outermost.

    A clause right before the quote is its own, unless its subject is a pronoun for the subject of
    a clause around it: "Lynch said she recalled thinking, "..."".
    """
    tokens = sentence.tokens
    near: Clause | None = None
    for clause in sentence.clauses:
        if clause.end <= index and clause.subject is not None:
            near = clause
    around = [
        clause
        for clause, spans in zip(sentence.clauses, sentence.contents, strict=True)
        if clause.end <= index and any(first <= index < end for first, end in spans)
    ]
    if near is not None and _is_adjacent(tokens, near, index) and not _is_pronoun(tokens, near):
        return _cue_quote(tokens, near, index)
    if around:
        return _cue_quote(tokens, around[0], index)
    if near is None or any(t.text == ";" for t in tokens[near.end : index]):
        return None
    return _cue_quote(tokens, near, index)


def _is_adjacent(tokens: Sequence[Token], clause: Clause, index: int) -> bool:
    between = tokens[clause.end : index]
    return len(between) == 1 and between[0].text in (",", ":")


def _is_pronoun(tokens: Sequence[Token], clause: Clause) -> bool:
    subject = clause.subject
    return subject is not None and tokens[subject.head].lower in words().subject_pronouns


def _cue_quote(tokens: Sequence[Token], clause: Clause, index: int) -> LinkedQuote:
    attribution = attribution_of(tokens, clause, "cue-quote")
    return LinkedQuote(index, attribution, _is_mixed(tokens, index))


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
    return (
        index == 0
        or tokens[index - 1].text in (":", ",", "…", "–", "—")
        or (tokens[index - 1].quoted is not None)
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
