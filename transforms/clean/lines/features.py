"""What the line classifier sees: how a line looks, what stands around it, and where it stands.

Every feature is a number that can be read off the lines with the eye. They cost a few passes over
the lines, whatever the lines are.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from transforms.clean.lines.layout import is_list_item
from transforms.clean.lines.looks import is_prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transforms.clean.lines.rules import Rule

_WORDS_FILE = Path(__file__).with_name("words.toml")
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_END = re.compile(r"(?:([.!?。！？])|(…|\.\.)|([:,;]))[\"'”’»)\]*]*$")
_QUOTE = re.compile(r"[\"“”„«»「『]")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d ?(?:ago|am|pm)\b", re.IGNORECASE)
_SIGN = re.compile(r"[©®™*#+✓★×|]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONG_WORD = 5
_CJK_WORDS = 12
_FAR = 40
_LONG_PROSE = 45
_SPAN_COSTS = (8, 14)


class Look(NamedTuple):
    """How one line looks, the other lines aside."""

    words: float
    chars: float
    end: float
    capitals: float
    digits: float
    function_words: float
    prompt: float
    said: float
    quote: float
    date: float
    sign: float
    list_item: float
    rule: float
    prose: float


class Surroundings(NamedTuple):
    """What stands around a line."""

    words_2_before: float
    words_1_before: float
    words_1_after: float
    words_2_after: float
    capitals_1_before: float
    capitals_1_after: float
    prose_lines_2_before: float
    prose_lines_10_before: float
    prose_lines_10_after: float
    rules_5_before: float
    rules_5_after: float
    mean_words_5_before: float
    mean_words_10_before: float
    since_prose: float
    until_prose: float
    since_rule: float
    until_rule: float
    since_section: float
    copies: float
    shared_words: float
    headline_words: float


class Place(NamedTuple):
    """Where a line stands in the article."""

    place: float
    prose_lines_before: float
    prose_words_before: float
    prose_words_after: float
    prose_share: float
    before_body: float
    after_body: float


FEATURE_NAMES = (*Look._fields, *Surroundings._fields, *Place._fields)


def line_features(lines: Sequence[str], rules: Sequence[Rule | None]) -> list[tuple[float, ...]]:
    """A row of ``FEATURE_NAMES`` for every line.

    Args:
        lines: The lines of one article.
        rules: The rule that each line matches by itself.
    """
    looks = [look_of(line, rule) for line, rule in zip(lines, rules, strict=True)]
    around = _surroundings(lines, rules, looks)
    places = _places(looks)
    return [(*a, *b, *c) for a, b, c in zip(looks, around, places, strict=True)]


def look_of(line: str, rule: Rule | None) -> Look:
    """How one line looks."""
    words = _WORD.findall(line)
    size = len(words)
    lower = [word.lower() for word in words]
    function_words, prompts, said = _word_lists()
    end = _END.search(line)
    return Look(
        words=min(_count_words(line, size), 120),
        chars=min(len(line), 800),
        end=0 if end is None or end.lastindex is None else end.lastindex,
        capitals=sum(word[0].isupper() for word in words) / (size or 1),
        digits=len(_DIGIT.findall(line)) / (len(line) or 1),
        function_words=sum(word in function_words for word in lower) / (size or 1),
        prompt=sum(word in prompts for word in lower) / (size or 1),
        said=not said.isdisjoint(lower),
        quote=_QUOTE.search(line) is not None,
        date=len(_DATE.findall(line)),
        sign=_SIGN.search(line) is not None,
        list_item=is_list_item(line),
        rule=_rule_strength(rule),
        prose=rule is None and is_prose(line),
    )


def _count_words(line: str, size: int) -> int:
    """Words, or pairs of characters where a script has no spaces."""
    if size >= _CJK_WORDS:
        return size
    return max(size, len(_CJK.findall(line)) // 2)


def _rule_strength(rule: Rule | None) -> int:
    if rule is None:
        return 0
    if rule.section:
        return 3
    return 1 if rule.company or rule.tail else 2


def _surroundings(
    lines: Sequence[str], rules: Sequence[Rule | None], looks: Sequence[Look]
) -> list[Surroundings]:
    size = len(lines)
    words = [look.words for look in looks]
    capitals = [look.capitals for look in looks]
    prose_sums = [0.0, *accumulate(look.prose for look in looks)]
    rule_sums = [0, *accumulate(rule is not None for rule in rules)]
    word_sums = [0.0, *accumulate(words)]
    is_prose_line = [bool(look.prose) for look in looks]
    is_rule = [rule is not None for rule in rules]
    since_prose, until_prose = _since(is_prose_line), _since(is_prose_line[::-1])[::-1]
    since_rule, until_rule = _since(is_rule), _since(is_rule[::-1])[::-1]
    since_section = _since_section(rules, looks)
    copies = Counter(lines)
    shared, headline = _shared_words(lines, is_prose_line)
    rows = []
    for i in range(size):
        before_2, before_5, before_10 = max(0, i - 2), max(0, i - 5), max(0, i - 10)
        after_5, after_10 = min(size, i + 6), min(size, i + 11)
        rows.append(
            Surroundings(
                words[i - 2] if i > 1 else -1,
                words[i - 1] if i > 0 else -1,
                words[i + 1] if i + 1 < size else -1,
                words[i + 2] if i + 2 < size else -1,
                capitals[i - 1] if i > 0 else -1,
                capitals[i + 1] if i + 1 < size else -1,
                prose_sums[i] - prose_sums[before_2],
                prose_sums[i] - prose_sums[before_10],
                prose_sums[after_10] - prose_sums[i + 1],
                rule_sums[i] - rule_sums[before_5],
                rule_sums[after_5] - rule_sums[i + 1],
                (word_sums[i] - word_sums[before_5]) / max(1, i - before_5),
                (word_sums[i] - word_sums[before_10]) / max(1, i - before_10),
                since_prose[i],
                until_prose[i],
                since_rule[i],
                until_rule[i],
                since_section[i],
                copies[lines[i]],
                shared[i],
                headline[i],
            )
        )
    return rows


def _places(looks: Sequence[Look]) -> list[Place]:
    prose = list(accumulate((look.prose for look in looks), initial=0.0))
    prose_words = list(accumulate((look.prose * look.words for look in looks), initial=0.0))
    all_words = sum(look.words for look in looks)
    first, last = _body_span(looks)
    end = max(1, len(looks) - 1)
    total = prose_words[-1]
    return [
        Place(
            place=i / end,
            prose_lines_before=min(prose[i], 30),
            prose_words_before=prose_words[i] / max(1, total),
            prose_words_after=min(total - prose_words[i + 1], 600),
            prose_share=total / max(1, all_words),
            before_body=min(max(0, first - i), 20),
            after_body=min(max(0, i - last), 20),
        )
        for i in range(len(looks))
    ]


def _body_span(looks: Sequence[Look]) -> tuple[int, int]:
    """The run of lines with most prose in it: the maximum subsequence, in one pass.

    Prose counts by its words; another line costs ``_SPAN_COSTS``, more if a rule knows it.
    """
    best, span = 0.0, (0, len(looks) - 1)
    current, start = 0.0, 0
    for i, look in enumerate(looks):
        if current <= 0:
            current, start = 0.0, i
        current += look.words if look.prose else -_SPAN_COSTS[look.rule > 0]
        if current > best:
            best, span = current, (start, i)
    return span


def _since(marks: Sequence[bool]) -> list[int]:
    """How many lines ago the last marked line was."""
    found = []
    ago = _FAR
    for mark in marks:
        found.append(ago)
        ago = 0 if mark else min(_FAR, ago + 1)
    return found


def _since_section(rules: Sequence[Rule | None], looks: Sequence[Look]) -> list[int]:
    """How many lines ago a section heading was, with no long paragraph between."""
    found = []
    ago = _FAR
    for rule, look in zip(rules, looks, strict=True):
        found.append(ago)
        if rule is not None and rule.section:
            ago = 0
        elif look.prose and look.words > _LONG_PROSE:
            ago = _FAR
        else:
            ago = min(_FAR, ago + 1)
    return found


def _shared_words(
    lines: Sequence[str], is_prose_line: Sequence[bool]
) -> tuple[list[float], list[float]]:
    """The share of a line's long words that other prose, and that the first line, has too."""
    sets = [
        {word for word in _WORD.findall(line.lower()) if len(word) >= _LONG_WORD} for line in lines
    ]
    counts = Counter(
        word for words, mark in zip(sets, is_prose_line, strict=True) if mark for word in words
    )
    first = sets[0] if sets else set()
    shared = [
        sum(counts[word] > mark for word in words) / max(1, len(words))
        for words, mark in zip(sets, is_prose_line, strict=True)
    ]
    return shared, [len(first & words) / max(1, len(words)) for words in sets]


@cache
def _word_lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))
    return frozenset(table["function"]), frozenset(table["prompt"]), frozenset(table["said"])
