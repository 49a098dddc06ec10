"""The headline among the lines, and the lines that repeat it or each other."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from transforms.clean.lines.layout import is_list_item
from transforms.clean.lines.looks import is_prose
from transforms.clean.lines.marks import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_CHARS = 220
_MIN_WORDS = 3
_MAX_WORDS = 32
_FIRST_LINES = 40
_REPEATED_WITHIN = 8
_NEAR_WITHIN = 12
# Further down only the same words count, which take as much room but for their marks.
_MARKS = 16
_NEAR_SHARE = 0.85
_LEDE_SHARE = 0.8
_TWICE = 2
_NO_HEADLINE_END = re.compile(r"[.,;:…]$")
_WORD = re.compile(r"\w+")
_SITE_SUFFIX = re.compile(r"\s+(?:[-|–—·•»:]|::)\s+[^-|–—·•»:]{2,40}$")


@lru_cache(maxsize=1_024)
def line_words(line: str) -> str:
    """The words of a line without case and punctuation, to compare lines by.

    >>> line_words("Talks end — “no deal”!")
    'talks end no deal'
    """
    return " ".join(_WORD.findall(line.casefold()))


def find_headline(lines: Sequence[str], title: str | None) -> int | None:
    """Where the headline stands among the lines; ``None`` where there is none.

    Args:
        lines: The lines of the text, without boilerplate.
        title: The title that the record gives, if it gives one.
    """
    if title is not None:
        return _find_title(lines, title)
    if not lines:
        return None
    if _is_headline(lines[0]) and any(is_prose(line) for line in lines[1:]):
        return 0
    # A headline is repeated as a short line.
    short = [i for i, line in enumerate(lines[:_REPEATED_WITHIN]) if len(line) <= _MAX_CHARS]
    keys = [line_words(lines[i]) for i in short]
    for place, (i, key) in enumerate(zip(short, keys, strict=True)):
        if key in keys[place + 1 :] and _is_headline(lines[i]):
            return i
    return None


class _Said:
    """What a line says, to hold other lines against."""

    def __init__(self, line: str) -> None:
        self.size = len(line)
        self.text = line_words(line)
        self.words = frozenset(self.text.split())
        # Other lines are the likeliest to lack the longest words.
        self._longest_first = sorted(self.words, key=len, reverse=True)

    def share(self, words: frozenset[str]) -> float:
        """How many of all their words both have."""
        union = len(self.words | words)
        return len(self.words & words) / union if union else 0.0

    def may_share(self, line: str, share: float) -> bool:
        """Whether so much of it can be in a line.

        Most lines show by a few words that they lack too many; theirs need not be found then.
        """
        text = line.casefold()
        left = len(self._longest_first)
        fewest = share * left
        for word in self._longest_first:
            if word not in text:
                left -= 1
                if left < fewest:
                    return False
        return True


def find_repeats(lines: Sequence[str], headline: int | None) -> dict[int, Verdict]:
    """The lines that say again what the headline or a paragraph before them said.

    A paragraph that stands there more than twice, and a repeated line of a list or a table, are
    the article's own.
    """
    verdicts: dict[int, Verdict] = {}
    head = None if headline is None else _Said(lines[headline])
    times = Counter(lines)
    seen: set[str] = set()
    lede: _Said | None = None
    for i, line in enumerate(lines):
        if i == headline:
            continue
        rule_id = _repeats_headline(head, line, i) if head is not None else None
        if rule_id is None and is_prose(line):
            if line in seen and times[line] == _TWICE:
                rule_id = "repeat.line"
            elif lede is not None and i < _NEAR_WITHIN and _says_again(lede, line):
                rule_id = "repeat.near_lede"
            lede = lede or _Said(line)
            seen.add(line)
        if rule_id is not None:
            verdicts[i] = Verdict("duplicate", rule_id)
    return verdicts


def _repeats_headline(head: _Said, line: str, place: int) -> str | None:
    size = len(head.text)
    near = size if place < _NEAR_WITHIN else _MARKS
    if size == 0 or len(line) > _MAX_CHARS or abs(len(line) - size) >= near:
        return None
    if not head.may_share(line, _NEAR_SHARE):
        return None
    words = line_words(line)
    if words == head.text:
        return "repeat.headline"
    is_near = place < _NEAR_WITHIN and head.share(frozenset(words.split())) >= _NEAR_SHARE
    return "repeat.near_headline" if is_near else None


def _says_again(lede: _Said, line: str) -> bool:
    """Whether a paragraph says what the first one says, all numbers included."""
    if not _LEDE_SHARE * len(line) <= lede.size <= len(line) / _LEDE_SHARE:
        return False
    if not lede.may_share(line, _LEDE_SHARE):
        return False
    words = frozenset(line_words(line).split())
    return lede.share(words) >= _LEDE_SHARE and not any(map(str.isdigit, lede.words ^ words))


def _find_title(lines: Sequence[str], title: str) -> int | None:
    whole = line_words(title)
    bare = line_words(_SITE_SUFFIX.sub("", title)) or whole
    # Of a line without the longest word of both, the words need not be found.
    longest = max(bare.split(), key=len, default="")
    for i, line in enumerate(lines[:_FIRST_LINES]):
        if line == title:
            return i
        may_be = whole and len(line) <= 2 * len(title) and longest in line.casefold()
        if may_be and line_words(line) in {whole, bare}:
            return i
    return None


def _is_headline(line: str) -> bool:
    words = line.count(" ") + 1
    return (
        len(line) <= _MAX_CHARS
        and (_MIN_WORDS <= words <= _MAX_WORDS)
        and not line[0].islower()
        and _NO_HEADLINE_END.search(line) is None
        and not is_list_item(line)
    )
