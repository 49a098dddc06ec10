"""Words of a text as the steps compare them: the same name in other dress is one key."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CAPITALIZED = re.compile(r"(?<![^\W_])(?:[^\W\d_a-zß-öø-ÿ][^\W_]*|i[A-Z][^\W_]*)")
_LOWER = re.compile(r"(?<![^\W_])[a-zß-öø-ÿ][^\W\d_]*")
_SPACE = re.compile(r"\s+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "‑": "-"})
_SHOUTED_LENGTH = 4
# What an ASCII name has that is not in plain dress already.
_DRESSED = re.compile(r"[`\t-\r\x1c-\x1f]|  |\A | \Z|[A-Z]{5}")


@lru_cache(maxsize=20_000)
def plain_name(surface: str) -> str:
    """The name in plain dress: one space, straight quotes, no article, capitals only in front.

    >>> plain_name("the ISTANBUL  Airport")
    'Istanbul Airport'
    >>> plain_name("NATO")
    'NATO'
    """
    is_plain = surface.isascii() and not _DRESSED.search(surface)
    name = surface if is_plain else _SPACE.sub(" ", surface.translate(_PLAIN)).strip()
    if name[:4] in ("the ", "The ") and name[4:5].isalnum():
        name = name[4:]
    if is_plain:
        return name
    words = name.split(" ")
    return " ".join(
        w.title() if len(w) > _SHOUTED_LENGTH and w.isupper() and w.isalpha() else w for w in words
    )


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """The name without accents and case, letters and digits only, for comparing.

    >>> folded("Erdoğan"), folded("al-Sisi"), folded("U.S.")
    ('erdogan', 'al sisi', 'us')
    """
    if name.isascii() and name.replace(" ", "").isalnum():
        return " ".join(name.lower().split())
    text = name.translate(_FOLDS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"(?<=\b\w)\.(?=\w\b|$|\s)", "", text)
    return " ".join(re.findall(r"\w+", text.replace("'", "")))


_FOLDS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "’": "'"})


@lru_cache(maxsize=2)  # asked again and again of the document in hand
def lower_words(text: str) -> frozenset[str]:
    """The words that the text has in small letters: no names, even where they are capitalised."""
    return frozenset(_LOWER.findall(text))


def capitalized_words(text: str) -> Mapping[str, list[int]]:
    """Where each capitalised word of the text begins."""
    index: dict[str, list[int]] = defaultdict(list)
    for match in _CAPITALIZED.finditer(text):
        index[match[0]].append(match.start())
    return index


def occurrences(text: str, name: str, starts: Mapping[str, list[int]]) -> Iterator[int]:
    """Where the name stands in the text as whole words; ``starts`` are its capitalised words."""
    first = _CAPITALIZED.match(name)
    if first is None:
        return
    for start in starts.get(first[0], ()):
        end = start + len(name)
        after = text[end : end + 1]
        if text.startswith(name, start) and not after.isalnum() and after != "$":
            yield start
