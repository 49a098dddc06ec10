"""How the lines begin that a pattern matches, read off the pattern: so few patterns need be asked.

Prose seldom begins as boilerplate does: of more than a hundred patterns, a handful begin with the
first five letters of a line.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING_CHARS = 5
# Of a pattern that any line may begin to match.
ANYTHING = ""
# In a beginning, one digit stands for all, those of other scripts among them.
_DIGIT = "0"
_ANY_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<unknown>\(\?[^:])|(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<listed>\[(?:\\\W|[^]\\^-])+-?\])|(?P<set>\[\^?\]?(?:\\.|[^]\\])*\])"
    r"|(?P<optional>\?[?+]?)|(?P<many>(?:[*+]|\{\d*(?:,\d*)?\})[?+]?)"
    r"|(?P<place>\\[bBAZ]|[\^$])|(?P<digit>\\d)|(?P<any>\\\w|\.)|(?P<char>\\?.)"
)


class _Part(NamedTuple):
    """What a part of a pattern matches.

    Attributes:
        whole: All that it can be, where that is known to its end.
        cut: Beginnings behind which anything may follow.
    """

    whole: frozenset[str]
    cut: frozenset[str] = frozenset()

    def then(self, part: _Part) -> _Part:
        """The one followed by the other."""
        whole = {before + after for before in self.whole for after in part.whole}
        long = {text for text in whole if len(text) >= BEGINNING_CHARS}
        cut = long | {before + after for before in self.whole for after in part.cut}
        return _Part(frozenset(whole - long), self.cut | {text[:BEGINNING_CHARS] for text in cut})


_NOTHING = _Part(frozenset({""}))
_ANY_SIGN = _Part(frozenset(), frozenset({ANYTHING}))


def beginnings(pattern: str) -> frozenset[str]:
    """The first letters, five at most, of all lines that a pattern matches.

    Compare them with ``beginnings_of`` the folded line. ``ANYTHING`` is among them where an
    alternative does not show how it begins.

    >>> sorted(beginnings("(?:leave|post) (?:a|your) reply|.{1,60} says:"))
    ['', 'leave', 'post ']

    Raises:
        ValueError: The pattern holds what this reading of it does not know.
    """
    part = _alternatives(_TOKEN.finditer(pattern))
    return part.whole | part.cut


def beginnings_of(folded: str) -> tuple[str, ...]:
    """What the beginnings of patterns are compared with: the first letters, one to five of them.

    >>> beginnings_of("15 comments")
    ('0', '00', '00 ', '00 c', '00 co')
    """
    return tuple(accumulate(_ANY_DIGIT.sub(_DIGIT, folded[:BEGINNING_CHARS])))


def _alternatives(tokens: Iterator[re.Match[str]]) -> _Part:
    """The part up to the bracket that closes it, or to the end."""
    found, before, last = _Part(frozenset()), _NOTHING, _NOTHING
    for token in tokens:
        match token.lastgroup:
            case "optional":
                last = _Part(last.whole | {""}, last.cut)
                continue
            case "many":
                last = _repeated(last, token.group())
                continue
            case "close":
                break
        before = before.then(last)
        last = _NOTHING
        match token.lastgroup:
            case "bar":
                found = _either(found, before)
                before = _NOTHING
            case "open":
                last = _alternatives(tokens)
            case "look":
                _alternatives(tokens)
            case "place":
                pass
            case _:
                last = _sign(token)
    return _either(found, before.then(last))


def _either(one: _Part, other: _Part) -> _Part:
    return _Part(one.whole | other.whole, one.cut | other.cut)


def _repeated(part: _Part, mark: str) -> _Part:
    """The part as often as the mark says: after the first time, anything may follow."""
    may_lack = mark.startswith(("*", "{0", "{,"))
    return _Part(frozenset({""} if may_lack else ()), part.whole | part.cut)


def _sign(token: re.Match[str]) -> _Part:
    """One character of the line."""
    text = token.group()
    match token.lastgroup:
        case "char":
            signs = {text.removeprefix("\\")}
        case "listed":
            signs = set(text[1:-1].replace("\\", ""))
        case "digit":
            signs = {_DIGIT}
        case "unknown":
            raise ValueError(f"{token.string!r} holds {text!r}: only (?:...) and looks are read")
        case _:
            return _ANY_SIGN
    return _Part(frozenset(_ANY_DIGIT.sub(_DIGIT, sign) for sign in signs))
