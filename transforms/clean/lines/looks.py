"""How a line looks: folded for comparison, a sentence, a paragraph, English."""

from __future__ import annotations

import re

_FOLD = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "…": "...",
    "İ": "i",
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
}
_FOLDED = re.compile("[" + "".join(_FOLD) + "]")
_SENTENCE_END = re.compile(r"[.!?。！？]['\")\]]*$")
_SENTENCE_WORDS = 8
PROSE_CHARS = 80
_PROSE_END = re.compile(r"[.!?…。！？।:][\"'”’»)\]]*\d*$")
# Most sentences end in one of these, and need no pattern to show it.
_PLAIN_ENDS = (".", "!", "?")
# In so many characters the end of a sentence shows, with the marks and the digits behind it.
_END_CHARS = 12
# So many of its commonest words show that a line of some length is English.
_ENOUGH_CHARS = 60
_ENGLISH_WORDS = 2


def fold(line: str) -> str:
    r"""The line as rules see it: lower case, plain quotes and dashes, single spaces.

    >>> fold("Leave\xa0a  Reply…")
    'leave a reply...'
    """
    if not line.isascii():
        line = _FOLDED.sub(lambda sign: _FOLD[sign.group()], line)
    folded = line.casefold()
    return folded.strip(" ") if is_single_spaced(folded) else " ".join(folded.split())


def is_single_spaced(text: str) -> bool:
    """Whether a text has no spaces but single plain ones, and nothing that does not print."""
    # Of all spaces, only the plain one counts as printable.
    return text.isprintable() and "  " not in text


def is_sentence(folded: str) -> bool:
    """Whether a folded line is long enough, and ends, like a sentence."""
    if folded.count(" ") < _SENTENCE_WORDS - 1:
        return False
    tail = max(0, len(folded) - _END_CHARS)
    return folded.endswith(_PLAIN_ENDS) or _SENTENCE_END.search(folded, tail) is not None


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text: long, and ending like a sentence."""
    return len(line) >= PROSE_CHARS and ends_sentence(line)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does, closing marks and a footnote's number aside."""
    tail = max(0, len(line) - _END_CHARS)
    return line.endswith(_PLAIN_ENDS) or _PROSE_END.search(line, tail) is not None


def is_english(folded: str) -> bool:
    """Whether a line is surely English, so that no rule for another language need be asked.

    >>> is_english("the talks ended on friday, and both of the sides went home without a deal.")
    True
    >>> is_english("das ende der gespräche"), is_english("the end of it")
    (False, False)
    """
    if len(folded) <= _ENOUGH_CHARS:
        return False
    found = folded.count(" the ")
    return found >= _ENGLISH_WORDS or (
        found + folded.count(" of ") + folded.count(" and ") >= _ENGLISH_WORDS
    )
