"""Cuts a text into the tokens that the grammar reads.

One pass of one regular expression: every alternative either consumes what it read or fails within a
bounded look-ahead, so that the time is linear in the length of any text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ADJACENT, SPACED, BROKEN = 0, 1, 2


class Token(NamedTuple):
    """A word, a number or a sign, and how far it is from the one before."""

    text: str
    lower: str
    start: int
    end: int
    kind: str
    gap: int


# Beyond the end (and, by index -1, before the beginning) stand tokens that no rule matches.
END = Token("", "", 0, 0, "end", BROKEN)
MARGIN = 8

# Addresses and handles are blanked before the text is cut; they are rare, their marks are not in other text.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    r"|(?<!\w)[@#]\w+"
    r"|(?<![\w.-])(?:[\w-]{1,64}\.){1,4}(?:com|org|net|gov|edu|co\.uk)\b(?:/[^\s<>\"]*)?"
)
MARKS = ("@", "#", "://", "www.", ".com", ".org", ".net", ".gov", ".edu", ".co.uk")

SIGNS = "$£€¥¥₹₨₩₽₺₪₫₱₦₴₡₵₸₮₭₲₾֏₼฿৳៛"
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
DASHES = "-‐‑‒–—―−"

TOKEN = re.compile(
    rf"""
[^\S\r\n\v\f\x85\u2028\u2029]*+(?:
  (?P<word>(?![A-Za-z]\.)[^\W\d_]++(?:['’][^\W\d_]++)*+)(?![\d_$])
| (?P<break>[\r\n\v\f\x85\u2028\u2029]\s*+)
| (?P<meridiem>[aApP]\.\ ?[mM]\b\.?)
| (?P<initials>(?:[A-Z]\.){{2,8}}(?![A-Za-z]))
| (?P<letter>[A-Za-z])(?=\.)
| (?P<prefix>(?=[A-Z][A-Za-z]{{0,2}}[=\d])
     (?:[A-Z]{{3}}|Rs|RM|PS|Rp|DM|SFr|Sfr|Fr|KSh|Ksh|R)(?=\d{{1,3}}(?:[,.\d]|(?:bn|mn|m|tn|k)?\b))|Y=(?=\d))
| (?P<dollar>(?:US|USD|A|AU|C|CA|CAD|CDN|CAN|HK|NZ|S|SG|NT|TW|R|Z|J|TT|FJ|B|EC|MX)\$)
| (?P<code>[^\W\d_]+(?=[\d_])\w*+(?:[-/.][A-Z\d]+(?!\w))*)
| (?P<sign>\$(?:US|AU|A|CAN|C|HK|NZ|S)(?=\s?\d)|CN¥|JP¥|[{SIGNS}])
| (?P<phone>\+\d{{1,3}}(?:[\s.-]?\(?\d{{1,5}}\)?){{2,5}}
     |\(\d{{2,5}}\)\s?\d{{3,4}}[\s-]?\d{{3,4}}(?![\d,])
     |(?<![\d,.])0\d{{2,5}}[\s-]\d{{3,8}}(?:[\s-]\d{{3,4}})?(?![\d,])
     |(?<![\d,.])(?:1-)?\d{{3}}[.-]\d{{3}}[.-]\d{{4}}(?![\d,])
     |(?<![\d,.])0\d{{9,10}}(?![\d,.]))
| (?P<numeric>\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{{1,9}})?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)
     |\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})(?![\d/])
     |\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?![\d.]))
| (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d{{1,3}})?(?![\d:]))
| (?P<fraction>(?:\d{{1,4}}(?:-|\ ))?(?<![/\d.])\d{{1,3}}[/⁄]\d{{1,3}}(?![\d/⁄])|\d{{0,6}}[{VULGAR}])
| (?P<number>\d{{1,3}}(?:,\d{{3}})++(?:\.\d++)?(?!,?\d)
     |\d{{1,2}}(?:,\d{{2}})++,\d{{3}}(?:\.\d++)?(?!,?\d)
     |\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})++(?!\d)(?:\.\d++)?
     |\d++(?:\.\d++)?(?:\s?[×x]\s?10(?:\^[-−]?\d{{1,3}}|[-−]\d{{1,3}}|[⁻⁰¹²³⁴-⁹]{{1,4}})(?!\d)|[eE][+-]?\d{{1,6}}(?!\w))?
     |(?<![\w.])\.\d++)
| (?P<dash>[{DASHES}]++)
| (?P<mark>[%‰°º℃℉″"'’′,.;:!?()\[\]/&+~≈<>=≤≥*])
| (?P<other>\S))
""",
    re.VERBOSE,
)


def tokenize(text: str) -> Sequence[Token]:
    """The tokens of a text, with a margin of empty ones at the end.

    A line break parts two phrases, unless the next line goes on in lower case or with a digit, as
    in text that was wrapped at a fixed width.

    >>> [token.text for token in tokenize("over £2.5bn a year") if token.text]
    ['over', '£', '2.5', 'bn', 'a', 'year']
    """
    if any(mark in text for mark in MARKS):
        text = ADDRESS.sub(lambda match: "\ufffc" * len(match[0]), text)
    tokens: list[Token] = []
    previous, gap = 0, BROKEN
    new = tuple.__new__  # half the time of Token(...), and most of the time of this loop
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        start, end = match.span(kind)
        if kind == "break":
            gap = _gap_of_lines(text, start, end)
            previous = end
            if gap == BROKEN:
                tokens.append(END)  # so that no rule looks across by index
            continue
        if start > previous:
            gap = max(gap, SPACED)
        word = match[kind]
        tokens.append(new(Token, (word, word.lower(), start, end, kind, gap)))
        previous, gap = end, ADJACENT
    tokens.extend([END] * MARGIN)
    return tokens


def _gap_of_lines(text: str, start: int, end: int) -> int:
    following = text[end : end + 1]
    wrapped = text.count("\n", start, end) <= 1 and (following.islower() or following.isdigit())
    return SPACED if wrapped else BROKEN
