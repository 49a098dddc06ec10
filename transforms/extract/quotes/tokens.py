"""A paragraph as tokens: words, punctuation, and each quoted stretch as one token.

With the quoted words folded away, ``"...," Smith said. "..."`` has the same shape whatever was
said, and a full stop inside the quote ends no sentence of the reporter's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.marks import Quoted

# Words keep their apostrophes, hyphens and inner dots: don't, D-Fla, U.S, 1.5, AT&T; but the verb
# of "he's" and "they've" is a word of its own.
_TOKEN: Final = re.compile(
    r"(?:he|she|it|they|we|i|you|who)(?=[’'](?:s|re|ve|m|d|ll)\b)"
    r"|(?<=\w)[’'](?:s|re|ve|m|d|ll)\b"
    r"|[^\W_]+(?:[’'&.\-/@_–]?[^\W_]+)*|--+|\S",
    re.IGNORECASE,
)
# William "Bill" Smith: part of a name.
_NICKNAME: Final = re.compile(r"\W[^\W_]+\W$")
# Bounds the work on a text without full stops, where everything is read from everywhere.
_LONGEST_SENTENCE: Final = 250
_SENTENCE_END: Final = frozenset(".!?…")
_SENTENCE_ENDS: Final = _SENTENCE_END | {")", "]", ";", "*", "|", "--"}
_CLOSING: Final = ("”", "’", '"', "'")


class Token(NamedTuple):
    """A word, a mark of punctuation, or (``quoted`` set) a whole quoted stretch."""

    start: int
    end: int
    text: str
    lower: str
    is_word: bool
    is_capital: bool
    mention: int | None
    quoted: Quoted | None


def paragraph_sentences(
    text: str,
    bounds: tuple[int, int],
    quoted: Sequence[Quoted],
    breaks: Sequence[int],
    mentions: Sequence[Mention],
) -> list[tuple[Token, ...]]:
    """The sentences of a paragraph, each as its tokens.

    Args:
        text: The whole text.
        bounds: Start and end of the paragraph.
        quoted: The quoted stretches of the paragraph, in order.
        breaks: Where sentences begin, in order; those inside a quoted stretch are passed over.
        mentions: The mentions of the whole text, in order.
    """
    tokens = _tokens(text, bounds, quoted, mentions)
    found: list[tuple[Token, ...]] = []
    first = 0
    next_break = bisect_left(breaks, bounds[0] + 1)
    for index in range(1, len(tokens) + 1):
        if index < len(tokens):
            token = tokens[index]
            starts_here = False
            while next_break < len(breaks) and breaks[next_break] <= token.start:
                starts_here = True
                next_break += 1
            is_too_long = index - first >= _LONGEST_SENTENCE
            if not (is_too_long or _is_break(tokens[index - 1], token, starts_here=starts_here)):
                continue
        found.append(tuple(tokens[first:index]))
        first = index
    return found


def _is_break(before: Token, after: Token, *, starts_here: bool) -> bool:
    if before.quoted is not None:
        closes = before.text[-2:-1] in _SENTENCE_END or before.quoted.continues
        return closes and (after.quoted is not None or after.is_capital)
    # Where lines are wrapped, the sentences given may end with the line.
    return starts_here and (before.text in _SENTENCE_ENDS or before.text.endswith(_CLOSING))


def _tokens(
    text: str, bounds: tuple[int, int], quoted: Sequence[Quoted], mentions: Sequence[Mention]
) -> list[Token]:
    found: list[Token] = []
    position = bounds[0]
    at = bisect_left(mentions, bounds[0], key=lambda m: m.end_offset)
    for stretch in quoted:
        at = _plain_tokens(text, position, stretch.start, mentions, at, found)
        found.append(_folded(text, stretch, found))
        position = stretch.end
    _plain_tokens(text, position, bounds[1], mentions, at, found)
    return found


def _folded(text: str, stretch: Quoted, before: Sequence[Token]) -> Token:
    words = text[stretch.start : stretch.end]
    follows_name = bool(before) and before[-1].is_capital
    is_nickname = (
        follows_name
        and _NICKNAME.match(words) is not None
        and text[stretch.end + 1 : stretch.end + 2].isupper()
    )
    return Token(
        stretch.start,
        stretch.end,
        words,
        lower="",
        is_word=is_nickname,
        is_capital=is_nickname,
        mention=None,
        quoted=None if is_nickname else stretch,
    )


def _plain_tokens(
    text: str, start: int, end: int, mentions: Sequence[Mention], at: int, found: list[Token]
) -> int:
    count = len(mentions)
    for match in _TOKEN.finditer(text, start, end):
        first, last = match.span()
        while at < count and mentions[at].end_offset <= first:
            at += 1
        inside = at < count and mentions[at].start_offset < last
        word = match.group()
        is_word = word[0].isalnum() or (len(word) > 1 and word[0] in "’'")
        found.append(
            Token(
                first,
                last,
                word,
                word.lower().replace("’", "'") if is_word else word,
                is_word,
                is_word and word[0].isupper(),
                at if inside else None,
                None,
            )
        )
    return at
