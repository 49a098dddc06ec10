"""What rules ask of a text that SQL cannot tell: its language, and whether its quotes pair up."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FEWEST_WORDS = 40
_CLEAR_SHARE = 0.12
"""The share of function words that makes a language evident; prose has 0.3 to 0.5."""
_CLEAR_LEAD = 2.0
"""How many times as many function words as the declared language has."""

_WORD = re.compile(r"[^\W\d_]+")
_ASCII_LETTER = re.compile("[A-Za-z]")
_NO_ASCII_LETTERS = re.compile(r"[^A-Za-z]+")
_STRAIGHT = re.compile(r'(?<!\d)"')
_OPENING_LINE = re.compile(r'\n\s*["“]')
_SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("ARABIC",),
    "bg": ("CYRILLIC",),
    "el": ("GREEK",),
    "fa": ("ARABIC",),
    "he": ("HEBREW",),
    "hi": ("DEVANAGARI",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL", "CJK"),
    "ru": ("CYRILLIC",),
    "th": ("THAI",),
    "uk": ("CYRILLIC",),
    "ur": ("ARABIC",),
    "zh": ("CJK",),
}
"""The scripts of languages that are not written in Latin letters."""


def language_fits(language: str | None, text: str | None) -> bool | None:
    """Whether a text may be in the language that it is declared to be in.

    Returns:
        ``None`` where that cannot be told: a short text, or a language that is not known here.

    Some 1,500 characters of the text are enough.

    >>> words = "the ministers of the two countries said that they will meet in the city again "
    >>> language_fits("en", words * 4), language_fits("de", words * 4), language_fits("de", words)
    (True, False, None)
    """
    known = _languages_of_words()
    if language is None or text is None or language not in _declarable():
        return None
    script = _main_script(text)
    if script is None:
        return None
    if language in _SCRIPTS or script != "LATIN":
        return script in _SCRIPTS.get(language, ("LATIN",))
    words = _WORD.findall(text.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    met = [*filter(None, map(known.get, words))]
    own = sum(language in languages for languages in met)
    # No language has more words than all together, so most texts need no count of each.
    if own * _CLEAR_LEAD >= len(met):
        return True
    best = max(Counter(chain.from_iterable(met)).values())
    return best < _CLEAR_SHARE * len(words) or own * _CLEAR_LEAD >= best


def quotes_balanced(text: str | None) -> bool | None:
    r"""Whether every double quote that opens in an English text closes.

    A paragraph may open a quote that the next one opens anew. Quotes after a digit are inches.

    Returns:
        ``None`` for a text without double quotes.

    >>> quotes_balanced("“We came,” he said. “We\n“We saw.”"), quotes_balanced("“We came, he said")
    (True, False)
    """
    if text is None or not any(mark in text for mark in '“”"'):
        return None
    opened = text.count("“") - text.count("”")
    if '"' in text:
        opened += len(_STRAIGHT.findall(text)) % 2
    return opened == 0 or 0 < opened <= len(_OPENING_LINE.findall(text))


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parent / "data" / "function_words.csv"
    languages: dict[str, tuple[str, ...]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for word in row["words"].split():
                languages[word] = (*languages.get(word, ()), row["language"])
    return languages


@cache
def _declarable() -> frozenset[str]:
    return frozenset(_SCRIPTS).union(*_languages_of_words().values())


def _main_script(text: str) -> str | None:
    """The script of most letters, as Unicode names it; ``None`` where none has the most."""
    if text.isascii():
        return "LATIN" if _ASCII_LETTER.search(text) else None
    if 2 * len(_NO_ASCII_LETTERS.sub("", text)) > len(text):
        return "LATIN"
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            counts[_script(character)] += count
    if not counts:
        return None
    script, count = counts.most_common(1)[0]
    return script if count > counts.total() / 2 else None


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "UNNAMED").split(" ")[0].split("-")[0]


TEXT_FUNCTIONS: Final[Mapping[str, tuple[Callable[..., bool | None], int]]] = {
    "language_fits": (language_fits, 2),
    "quotes_balanced": (quotes_balanced, 1),
}
"""The functions that rules may call, with the number of texts that they take."""
