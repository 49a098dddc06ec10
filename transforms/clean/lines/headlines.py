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


def find_repeats(lines: Sequence[str], headline: int | None) -> dict[int, Verdict]:
    """The lines that say again what the headline or a paragraph before them said.

    A paragraph that stands there more than twice, and a repeated line of a list or a table, are
    the article's own.
    """
    verdicts: dict[int, Verdict] = {}
    head = "" if headline is None else line_words(lines[headline])
    head_words = set(head.split())
    times = Counter(lines)
    seen: set[str] = set()
    lede = ""
    lede_words: list[str] = []
    for i, line in enumerate(lines):
        if i == headline:
            continue
        size = len(line)
        if head and size <= _MAX_CHARS and _is_near(i, size, head):
            words = line_words(line)
            if words == head:
                verdicts[i] = Verdict("duplicate", "repeat.headline")
            elif i < _NEAR_WITHIN and _share(head_words, words) >= _NEAR_SHARE:
                verdicts[i] = Verdict("duplicate", "repeat.near_headline")
        if i in verdicts or not is_prose(line):
            continue
        if line in seen and times[line] == _TWICE:
            verdicts[i] = Verdict("duplicate", "repeat.line")
        elif i < _NEAR_WITHIN and _is_near_size(size, lede) and _says_again(lede_words, line):
            verdicts[i] = Verdict("duplicate", "repeat.near_lede")
        if not lede:
            # The longest first: the other paragraphs are the likeliest to lack these.
            lede, lede_words = line, sorted(set(line_words(line).split()), key=len, reverse=True)
        seen.add(line)
    return verdicts


def _find_title(lines: Sequence[str], title: str) -> int | None:
    keys = {line_words(title), line_words(_SITE_SUFFIX.sub("", title))} - {""}
    for i, line in enumerate(lines[:_FIRST_LINES]):
        if line == title or (len(line) <= 2 * len(title) and line_words(line) in keys):
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


def _is_near(place: int, size: int, head: str) -> bool:
    return abs(size - len(head)) < (len(head) if place < _NEAR_WITHIN else _MARKS)


def _is_near_size(size: int, lede: str) -> bool:
    return _LEDE_SHARE * size <= len(lede) <= size / _LEDE_SHARE


def _says_again(lede_words: Sequence[str], line: str) -> bool:
    """Whether a paragraph says what the first one says, all numbers included."""
    if _lacks_words(line, lede_words):
        return False
    lede, words = set(lede_words), line_words(line)
    differing = lede ^ set(words.split())
    return _share(lede, words) >= _LEDE_SHARE and not any(map(str.isdigit, differing))


def _lacks_words(line: str, lede_words: Sequence[str]) -> bool:
    """Whether so many words are not in the line that the others cannot be share enough.

    Seen after a few words of nearly every paragraph, whose own words need not be found then.
    """
    text = line.casefold()
    fewest = _LEDE_SHARE * len(lede_words)
    shared = len(lede_words)
    for word in lede_words:
        if word not in text:
            shared -= 1
            if shared < fewest:
                return True
    return False


def _share(head: set[str], words: str) -> float:
    other = set(words.split())
    union = len(head | other)
    return len(head & other) / union if union else 0.0
