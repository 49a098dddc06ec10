"""The title of an article, by agreement between what names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEPARATOR = re.compile(r"\s+[|·•»«–—:-]+\s+|\s*\|\s*|\s*»\s*")
_WORD = re.compile(r"\w+")
_FEWEST_WORDS = 2
_AGREEMENT = 0.5
# A site's name with its slogan.
_SLOGAN_WORDS = 4


def article_title(
    headings: Sequence[str], named: Sequence[str], title_element: str, site: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The title, and all forms of it that the page uses.

    A heading that agrees with what the head of the page says is what readers saw, so it wins
    over the form made for sharing; without one the sharing form goes without the site's name.

    >>> article_title(["Talks resume"], ["Talks resume in Oslo"], "Talks resume | News", "News")
    ('Talks resume', ('Talks resume', 'Talks resume in Oslo', 'Talks resume | News'))
    >>> article_title([], [], "Talks resume - Example News", "Example News")
    ('Talks resume', ('Talks resume', 'Talks resume - Example News'))
    """
    stripped = [without_site(text, site) for text in (*named, title_element) if text]
    forms = tuple(
        dict.fromkeys(
            [*(h for h in headings if _agrees(h, stripped)), *stripped, *named, title_element]
        )
    )
    title = _chosen([h for h in headings if not _is_site(h, site)], stripped)
    if title is None:
        return None, ()
    return title, tuple(dict.fromkeys([title, *(form for form in forms if form)]))


def _chosen(headings: Sequence[str], stripped: Sequence[str]) -> str | None:
    for heading in headings:
        if _agrees(heading, stripped):
            return heading
    if stripped:
        return stripped[0]
    return next((h for h in headings if len(_words(h)) >= _FEWEST_WORDS), None)


def without_site(text: str, site: str | None) -> str:
    """A title without the site's name at its end or beginning.

    >>> without_site("The Talks: a long way - Example", "Example")
    'The Talks: a long way'
    """
    separators = list(_SEPARATOR.finditer(text))
    if not separators:
        return text
    last, first = separators[-1], separators[0]
    if _is_site(text[last.end() :], site):
        return without_site(text[: last.start()], site)
    if _is_site(text[: first.start()], site):
        return text[first.end() :]
    # After a bar there is a site, a section or a slogan, whatever the site calls itself.
    if "|" in last.group() and len(_words(text[: last.start()])) > _FEWEST_WORDS:
        return text[: last.start()]
    return text


def _is_site(text: str, site: str | None) -> bool:
    words, site_words = _words(text), _words(site or "")
    if not words or not site_words:
        return False
    joined, site_joined = "".join(words), "".join(site_words)
    return joined in site_joined or (
        site_joined in joined and len(words) <= len(site_words) + _SLOGAN_WORDS
    )


def _agrees(heading: str, others: Sequence[str]) -> bool:
    words = set(_words(heading))
    if not words:
        return False
    for other in others:
        shared = len(words & set(_words(other)))
        if shared >= _AGREEMENT * len(words) and shared >= min(_FEWEST_WORDS, len(words)):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
