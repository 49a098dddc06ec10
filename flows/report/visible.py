"""Strings that came from outside, made safe to look at.

Escaping is the template's work. This makes visible what a browser would hide or obey: control
characters, marks that turn the direction of writing, characters without a shape; and it cuts what
is too long for a page.
"""

from __future__ import annotations

import re

DEFAULT_LIMIT = 500
"""Characters of one string that a page shows, where nothing else is said."""

_NOT_WORTH_A_CUT = 24  # the note of the rest is as long
_SPACE = 0x20
_PICTURES = 0x2400  # the pictures of the 32 control characters before the space, in their order

# C0 but tab and newline, DEL and C1, soft hyphen, zero-width space and word joiner, line and
# paragraph separator, all marks of direction, the byte order mark, interlinear annotation,
# surrogates, noncharacters, tags. Joiners stay: Persian and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def visible(text: str, limit: int = DEFAULT_LIMIT) -> str:
    r"""The text with nothing hidden in it, about ``limit`` characters and a note of the rest.

    >>> visible("pay\x00load \u202egnp.exe")
    'pay␀load ‹U+202E›gnp.exe'
    >>> visible("x" * 10_000, 5)
    'xxxxx… (9,995 more characters)'
    """
    left = len(text) - limit
    if left <= _NOT_WORTH_A_CUT:
        return _UNSEEN.sub(_as_text, text)
    return f"{_UNSEEN.sub(_as_text, text[:limit])}… ({left:,} more characters)"


def _as_text(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < _SPACE:
        return chr(_PICTURES + code)
    return f"‹U+{code:04X}›"
