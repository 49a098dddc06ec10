"""Cuts a text into the tokens that the grammar reads.

One pass of one regular expression: every alternative either consumes what it read or fails within a
bounded look-ahead, so that the time is linear in the length of any text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Read = TypeVar("Read")

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

# Addresses and handles are blanked before the text is cut: rare, with marks of their own.
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
  (?P<plain>[a-z]++(?=[\s,]))
| (?P<meridiem>[aApP]\.\ ?[mM]\b\.?)
| (?P<initials>(?:[A-Z]\.){{2,8}}(?![A-Za-z]))
| (?P<word>[^\W\d_]++(?:['’][^\W\d_]++)*+)(?![\d_$])
| (?P<break>[\r\n\v\f\x85\u2028\u2029]\s*+)
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
| (?P<numeric>\d{{4}}-\d{{1,2}}-\d{{1,2}}
         (?:T\d\d:\d\d(?::\d\d)?(?:\.\d{{1,9}})?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)
     |\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})(?![\d/])
     |\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?![\d.]))
| (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d{{1,3}})?(?![\d:]))
| (?P<fraction>(?:\d{{1,4}}(?:-|\ ))?(?<![/\d.])\d{{1,3}}[/⁄]\d{{1,3}}(?![\d/⁄])
     |\d{{0,6}}[{VULGAR}])
| (?P<number>\d{{1,3}}(?:,\d{{3}})++(?:\.\d++)?(?!,?\d)
     |\d{{1,2}}(?:,\d{{2}}(?=,))++,\d{{3}}(?:\.\d++)?(?!,?\d)
     |\d{{1,3}}(?:[\u00a0\u202f\u2009]\d{{3}})++(?!\d)(?:\.\d++)?
     |\d{{1,3}}(?:\ 000)++(?![\d,.])
     |\d++(?:\.\d++)?
         (?:\s?[×x]\s?10(?:\^[-−]?\d{{1,3}}|[-−]\d{{1,3}}|[⁻⁰¹²³⁴-⁹]{{1,4}})(?!\d)|[eE][+-]?\d{{1,6}}(?!\w))?
     |(?<![\w.])\.\d++)
| (?P<dash>[{DASHES}]++)
| (?P<mark>[%‰°º℃℉″"'’′,.;:!?()\[\]/&+~≈<>=≤≥*])
| (?P<other>\S))
""",
    re.VERBOSE,
)


# The kinds by the number of their group: a look-up by name costs a tenth of all time.
KINDS = ["other", *sorted(TOKEN.groupindex, key=TOKEN.groupindex.__getitem__)]
# Two words of three: asked for first, and in lower case as they are.
PLAIN = TOKEN.groupindex["plain"]
LINE_BREAK = TOKEN.groupindex["break"]


class Tokens(list[Token]):
    """The tokens of a text, and what rules have already read at each of them.

    Attributes:
        memory: What a remembered rule has read at a token.
        dollar: The currency of a bare dollar sign in the text.
    """

    __slots__ = ("dollar", "memory")

    def __init__(self) -> None:
        super().__init__()
        self.dollar = "USD"
        self.memory: dict[str, dict[int, Any]] = {}


def remembered(read: Callable[[Tokens, int], Read]) -> Callable[[Tokens, int], Read]:
    """The rule, which reads at each token only once (packrat parsing).

    A dozen rules ask for the numeral at a token, and an amount is read by three of them.
    """
    name = read.__qualname__

    def recall(tokens: Tokens, first: int) -> Read:
        memory = tokens.memory.get(name)
        if memory is None:
            memory = tokens.memory[name] = {}
        if first not in memory:
            memory[first] = read(tokens, first)
        found: Read = memory[first]
        return found

    return recall


def tokenize(text: str, spans: Iterable[tuple[int, int]] | None = None) -> Tokens:
    """The tokens of a text, with a margin of empty ones at the end.

    A line break parts two phrases, unless the next line goes on in lower case or with a digit, as
    in text that was wrapped at a fixed width.

    Args:
        text: Any text.
        spans: The parts of it to cut, in order; all of it by default. What lies between two parts
            parts two phrases as well.

    >>> [token.text for token in tokenize("over £2.5bn a year") if token.text]
    ['over', '£', '2.5', 'bn', 'a', 'year']
    """
    if any(mark in text for mark in MARKS):
        text = ADDRESS.sub(lambda match: "\ufffc" * len(match[0]), text)
    tokens, previous = Tokens(), 0
    for start, end in [(0, len(text))] if spans is None else spans:
        if start > previous:
            tokens.append(END)
        _cut(text, start, end, tokens)
        previous = end
    tokens.extend([END] * MARGIN)
    return tokens


def _cut(text: str, first: int, last: int, tokens: Tokens) -> None:
    previous, gap = first, SPACED if tokens and tokens[-1] is not END else BROKEN
    # Names of this function: most of the time of the whole extraction is spent in this loop.
    new, append, kinds, plain = tuple.__new__, tokens.append, KINDS, PLAIN
    for match in TOKEN.finditer(text, first, last):
        group = match.lastindex or 0
        start, end = match.span(group)
        if group == LINE_BREAK:
            gap = _gap_of_lines(text, start, end)
            previous = end
            if gap == BROKEN:
                append(END)  # so that no rule looks across by index
            continue
        if gap == ADJACENT and start > previous:
            gap = SPACED
        word = text[start:end]
        if group == plain:
            append(new(Token, (word, word, start, end, "word", gap)))
        else:
            append(new(Token, (word, word.lower(), start, end, kinds[group], gap)))
        previous, gap = end, ADJACENT


def _gap_of_lines(text: str, start: int, end: int) -> int:
    following = text[end : end + 1]
    wrapped = text.count("\n", start, end) <= 1 and (following.islower() or following.isdigit())
    return SPACED if wrapped else BROKEN
