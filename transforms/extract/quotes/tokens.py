"""A sentence as tokens: words, punctuation, and each quoted stretch as one token.

With the quoted words folded away, ``"...," Smith said. "..."`` has the same shape whatever was
said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.extract.annotation import Mention
    from transforms.extract.quotes.marks import Quoted
    from transforms.extract.quotes.sentences import SentenceSpan

# Words keep their apostrophes, hyphens and inner dots: don't, D-Fla, U.S, 1.5, AT&T.
_TOKEN: Final = re.compile(r"\w+(?:[’'&.\-/@–]\w+)*|--+|\S")
# But the verb of "he's" and "they've" is a word of its own.
_CONTRACTED: Final = {
    f"{pronoun}'{verb}": len(pronoun)
    for pronoun in ("he", "she", "it", "they", "we", "i", "you", "who")
    for verb in ("s", "re", "ve", "m", "d", "ll")
}
# William "Bill" Smith: part of a name.
_NICKNAME: Final = re.compile(r"\W[^\W_]+\W$")


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


# A named tuple's own constructor takes three times as long, and making tokens is most of the work.
_new = tuple.__new__


class Tokenizer:
    """Cuts the sentences of one text into tokens."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._spans = [(m.start_offset, m.end_offset) for m in mentions]
        self._ends = [end for _, end in self._spans]

    def tokens(self, sentence: SentenceSpan) -> list[Token]:
        """The tokens of a sentence, in order."""
        found: list[Token] = []
        position = sentence.start
        for stretch in sentence.quoted:
            self._add_words(position, stretch.start, found)
            found.append(self._folded(stretch, found))
            position = stretch.end
        self._add_words(position, sentence.end, found)
        return found

    def _add_words(self, start: int, end: int, found: list[Token]) -> None:
        if start >= end:
            return
        text = self._text
        at = bisect_right(self._ends, start)
        beyond = (end + 1, end + 1)
        mention_start, mention_end = self._spans[at] if at < len(self._spans) else beyond
        last = start
        for word in _TOKEN.findall(text, start, end):
            # Only white space lies between: the next place where the word stands is its own.
            first = text.index(word, last)
            last = first + len(word)
            while mention_end <= first:
                at += 1
                mention_start, mention_end = self._spans[at] if at < len(self._spans) else beyond
            mention = at if mention_start < last else None
            lower, is_word, is_capital, cut = _shape(word)
            if cut:
                middle = first + cut
                head = (first, middle, word[:cut], lower[:cut], True, is_capital, mention, None)
                found.append(_new(Token, head))
                first, word, lower, is_capital = middle, word[cut:], lower[cut:], False  # noqa: PLW2901
            found.append(
                _new(Token, (first, last, word, lower, is_word, is_capital, mention, None))
            )

    def _folded(self, stretch: Quoted, before: Sequence[Token]) -> Token:
        words = self._text[stretch.start : stretch.end]
        follows_name = bool(before) and before[-1].is_capital
        is_nickname = (
            follows_name
            and _NICKNAME.match(words) is not None
            and self._text[stretch.end + 1 : stretch.end + 2].isupper()
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


@lru_cache(maxsize=1 << 15)
def _shape(word: str) -> tuple[str, bool, bool, int]:
    """Lower case, whether it is a word, whether it has a capital, where a pronoun's verb begins."""
    if not (word.isalnum() or (len(word) > 1 and word[0] != "-")):
        return word, False, False, 0
    lower = word.lower().replace("’", "'")
    return lower, True, word[0].isupper(), _CONTRACTED.get(lower, 0)
