"""Cuts a text into the tokens that the grammar reads.

One pass of one regular expression: every alternative either consumes what it read or fails within a
bounded look-ahead, so that the time is linear in the length of any text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Read = TypeVar("Read")

ADJACENT, SPACED, BROKEN = 0, 1, 2


class Token:
    """A word, a number or a sign, and how far it is from the one before.

    Tokens know no place, so that equal ones are one object, made once.
    """

    __slots__ = ("gap", "kind", "lower", "text")

    def __init__(self, text: str, lower: str, kind: str, gap: int) -> None:
        self.text = text
        self.lower = lower
        self.kind = kind
        self.gap = gap


# Beyond the end (and, by index -1, before the beginning) stand tokens that no rule matches.
END = Token("", "", "end", BROKEN)
MARGIN = 8
LONGEST_KNOWN = 30  # letters of a word that is worth to be known
MOST_KNOWN = 20_000


class Known(dict[str, Token]):
    """The tokens of one kind and gap by their text: nine words of ten have been seen before."""

    def __init__(self, kind: str, gap: int) -> None:
        super().__init__()
        self.kind = kind
        self.gap = gap

    def __missing__(self, text: str) -> Token:
        token = Token(text, text.lower(), self.kind, self.gap)
        if len(text) <= LONGEST_KNOWN:
            if len(self) >= MOST_KNOWN:
                self.clear()
            self[text] = token
        return token


# Addresses and handles are blanked before the text is cut: rare, with marks of their own.
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    r"|(?<!\w)[@#]\w+"
    r"|(?<![\w.-])(?:[\w-]{1,64}\.){1,4}(?:com|org|net|gov|edu|co\.uk)\b(?:/[^\s<>\"]*)?"
)
MARKS = ("@", "#", "://", "www.", ".com", ".org", ".net", ".gov", ".edu", ".co.uk")
MARK = re.compile("|".join(map(re.escape, MARKS)))
SPACE = re.compile(r"\s")

SIGNS = "$£€¥¥₹₨₩₽₺₪₫₱₦₴₡₵₸₮₭₲₾֏₼฿৳៛"
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
DASHES = "-‐‑‒–—―−"

# A group that gives nothing back is an atomic one around a greedy one: up to Python 3.11.4, that of
# Debian 12 among them, a possessive group takes too much or too little (python/cpython#106052).
TOKEN = re.compile(
    rf"""
[^\S\r\n\v\f\x85\u2028\u2029]*+(?:
  (?P<run>(?>(?:[A-Za-z]++(?:\ |\n(?=[a-z])))+))
| (?P<plain>[a-z]++(?=[\s,]))
| (?P<point>[,;:!?)"'’]|\.(?!\d))
| (?P<digits>(?:\d{{1,3}}(?>(?:,\d{{3}})+)|\d{{1,6}})(?:\.\d{{1,6}})?(?=\ [a-wyz]))
| (?P<meridiem>[aApP]\.\ ?[mM]\b\.?)
| (?P<initials>(?:[A-Z]\.){{2,8}}(?![A-Za-z]))
| (?P<word>[^\W\d_]++(?>(?:['’][^\W\d_]++)*))(?![\d_$])
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
     |(?:1[89]|20)\d\d[/.](?:0?[1-9]|1[0-2])[/.]\d{{1,2}}(?![\d/]|\.\d)
     |\d{{1,2}}-\d{{1,2}}-(?:1[89]|20)\d\d(?![\d-])
     |\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})(?![\d/])
     |\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?![\d.]))
| (?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d{{1,3}})?(?![\d:]))
| (?P<fraction>(?:\d{{1,4}}(?:-|\ ))?(?<![/\d.])\d{{1,3}}[/⁄]\d{{1,3}}(?![\d/⁄])
     |\d{{0,6}}[{VULGAR}])
| (?P<number>\d{{1,3}}(?>(?:,\d{{3}})+)(?:\.\d++)?(?!,?\d)
     |\d{{1,2}}(?>(?:,\d{{2}}(?=,))+),\d{{3}}(?:\.\d++)?(?!,?\d)
     |\d{{1,3}}(?>(?:[\u00a0\u202f\u2009]\d{{3}})+)(?!\d)(?:\.\d++)?
     |\d{{1,3}}(?>(?:\ 000)+)(?![\d,.])
     |\d++(?:\.\d++)?
         (?:\s?[×x]\s?10(?:\^[-−]?\d{{1,3}}|[-−]\d{{1,3}}|[⁻⁰¹²³⁴-⁹]{{1,4}})(?!\d)|[eE][+-]?\d{{1,6}}(?!\w))?
     |(?<![\w.])\.\d++)
| (?P<dash>[{DASHES}]++)
| (?P<mark>[%‰°º℃℉″"'’′,.;:!?()\[\]/&+~≈<>=≤≥*])
| (?P<other>\S))
""",
    re.VERBOSE,
)


GAPS = (ADJACENT, SPACED, BROKEN)
# Words of plain letters with a space behind each: three tokens of four, and read at once.
# Plain words, digits and points that one look ahead can tell stand before what is rare.
RUN = TOKEN.groupindex["run"]
LINE_BREAK = TOKEN.groupindex["break"]
# By the number of their group (a look-up by name costs a tenth of all time) and their gap.
KNOWN = [
    tuple(Known(kind, gap) for gap in GAPS)
    for kind in ("other", *sorted(TOKEN.groupindex, key=TOKEN.groupindex.__getitem__))
]
KNOWN[RUN] = KNOWN[TOKEN.groupindex["plain"]] = KNOWN[TOKEN.groupindex["word"]]
KNOWN[TOKEN.groupindex["digits"]] = KNOWN[TOKEN.groupindex["number"]]
KNOWN[TOKEN.groupindex["point"]] = KNOWN[TOKEN.groupindex["mark"]]


class Tokens(list[Token]):
    """The tokens of a text, and what rules have already read at each of them.

    Attributes:
        starts: Where each token begins in the text.
        memory: What a remembered rule has read at a token.
        dollar: The currency of a bare dollar sign in the text.
    """

    __slots__ = ("dollar", "memory", "starts")

    def __init__(self) -> None:
        super().__init__()
        self.starts: list[int] = []
        self.dollar = "USD"
        self.memory: dict[str, dict[int, Any]] = defaultdict(dict)

    def cut(self, text: str, first: int, end: int) -> str:
        """The words of a text from a token up to another."""
        return text[self.starts[first] : self.end_of(end - 1)]

    def end_of(self, at: int) -> int:
        """One past the last character of a token."""
        return self.starts[at] + len(self[at].text)

    def part(self) -> None:
        """Adds an empty token, so that no rule looks across by index."""
        self.append(END)
        self.starts.append(0)


def remembered(read: Callable[[Tokens, int], Read]) -> Callable[[Tokens, int], Read]:
    """The rule, which reads at each token only once (packrat parsing).

    A dozen rules ask for the numeral at a token, and an amount is read by three of them.
    """
    name = read.__qualname__

    def recall(tokens: Tokens, first: int) -> Read:
        memory = tokens.memory[name]
        found: Read = memory.get(first, memory)
        if found is memory:
            found = memory[first] = read(tokens, first)
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
    for mark in MARKS:
        if mark in text:
            text = _without_addresses(text)
            break
    tokens, previous = Tokens(), 0
    for start, end in [(0, len(text))] if spans is None else spans:
        if start > previous:
            tokens.part()
        _cut(text, start, end, tokens)
        previous = end
    tokens.extend([END] * MARGIN)
    return tokens


def _without_addresses(text: str) -> str:
    """The text with blanks for addresses, which are looked for only in the words with a mark."""
    parts: list[str] = []
    done = 0
    while (mark := MARK.search(text, done)) is not None:
        spaces = (text.rfind(space, done, mark.start()) for space in " \n")
        start, end = max(done, *spaces), _word_end(text, mark.start())
        parts += text[done:start], ADDRESS.sub(_blank, text[start:end])
        done = end
    return "".join((*parts, text[done:]))


def _word_end(text: str, at: int) -> int:
    space = SPACE.search(text, at)
    return space.start() if space else len(text)


def _blank(match: re.Match[str]) -> str:
    return "\ufffc" * len(match[0])


def _cut(text: str, first: int, last: int, tokens: Tokens) -> None:
    previous, gap = first, SPACED if tokens and tokens[-1] is not END else BROKEN
    # Names of this function: most of the time of the whole extraction is spent in this loop.
    append, begin, known, spaced = tokens.append, tokens.starts.append, KNOWN, KNOWN[RUN][SPACED]
    for match in TOKEN.finditer(text, first, last):
        group = match.lastindex or 0
        start, end = match.span(group)
        if group == LINE_BREAK:
            gap = _gap_of_lines(text, start, end)
            previous = end
            if gap == BROKEN:
                tokens.part()
            continue
        if gap == ADJACENT and start > previous:
            gap = SPACED
        if group == RUN:
            words = text[start:end].split()
            for word in words:
                append(spaced[word])
                begin(start)
                start += len(word) + 1
            if gap != SPACED:
                tokens[-len(words)] = known[group][gap][words[0]]
            previous = start - 1
        else:
            append(known[group][gap][text[start:end]])
            begin(start)
            previous = end
        gap = ADJACENT


def _gap_of_lines(text: str, start: int, end: int) -> int:
    following = text[end : end + 1]
    wrapped = text.count("\n", start, end) <= 1 and (following.islower() or following.isdigit())
    return SPACED if wrapped else BROKEN
