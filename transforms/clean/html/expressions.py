"""What trafilatura's XPath expressions find, found with a look at each element's own attributes.

Most of its expressions ask an element for nothing but its tag and attributes. So the answer is
kept for the next element that has the same, and below an element that goes nobody need look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import xpaths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}
_ATTRIBUTE = re.compile(r"@([\w-]+)")
_TAG = re.compile(r"(?:self::|\.//)(\w+)")
_PATTERN = re.compile(r"(?:re:test|contains)\([^,]*, '([^']*)'")
_NAMES = etree.XPath("//@class|//@id", smart_strings=False)
_MOST_ANSWERS = 5_000
# The names tested lately, which pages of one site share, and those that passed, by expression.
_TESTED: defaultdict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
_MOST_NAMES = 50_000


def quicken_trafilatura() -> None:
    """Puts such searches in the place of its expressions."""
    for expressions, search in (
        (xpaths.TEASER_DISCARD_XPATH, Every),
        (xpaths.DISCARD_IMAGE_ELEMENTS, Every),
        (xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH, Every),
        (xpaths.BODY_XPATH, First),
    ):
        expressions[:] = [search(expression.path) for expression in expressions]
    overall = "|".join(expression.path for expression in xpaths.OVERALL_DISCARD_XPATH)
    xpaths.OVERALL_DISCARD_XPATH[:] = [Outermost(overall)]
    # By its name trafilatura gives the function that the module holds.
    baseline = vars(import_module("trafilatura.baseline"))
    baseline["BASIC_CLEAN_XPATH"] = Outermost(baseline["BASIC_CLEAN_XPATH"].path)


class _Search:
    """A search for elements by their own tags and attributes."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._attributes = frozenset(_ATTRIBUTE.findall(path))
        own = path.replace(".//", "self::")
        self._test = etree.XPath(f"boolean({own})", namespaces=_NAMESPACES)
        self._answers: dict[tuple[object, ...], bool] = {}

    def _is_meant(self, element: HtmlElement) -> bool:
        asked = self._attributes
        # In their order on the page: a test of "@id|@class" takes the first of them.
        key = (element.tag, *[item for item in element.items() if item[0] in asked])
        answer = self._answers.get(key)
        if answer is None:
            if len(self._answers) >= _MOST_ANSWERS:
                self._answers.clear()
            answer = self._answers[key] = bool(self._test(element))
        return answer


class Outermost(_Search):
    """Finds the elements below one that an expression finds, but for those within others."""

    def __call__(self, tree: HtmlElement) -> list[HtmlElement]:
        """These elements in their order."""
        walk = etree.iterwalk(tree, events=("start",))
        next(walk)
        return list(self._found(walk))

    def _found(self, walk: etree.iterwalk) -> Iterator[HtmlElement]:
        for _, element in walk:
            if self._is_meant(element):
                walk.skip_subtree()
                yield element


class Every(_Search):
    """Finds the elements below one that an expression finds; it must name their tags."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._tags = sorted(set(_TAG.findall(path)))

    def __call__(self, tree: HtmlElement) -> list[HtmlElement]:
        """These elements in their order."""
        return list(self._found(tree))

    def _found(self, tree: HtmlElement) -> Iterator[HtmlElement]:
        return filter(self._is_meant, tree.iterdescendants(*self._tags))


class First(Every):
    """Finds the first of the elements that an expression finds."""

    def __call__(self, tree: HtmlElement) -> list[HtmlElement]:
        """This element, if there is one."""
        return list(islice(self._found(tree), 1))


def names_in(tree: HtmlElement) -> set[str]:
    """All classes and ids of a page."""
    return set(_NAMES(tree))


def wanted_names(names: set[str], path: str) -> set[str]:
    """The classes and ids that pass a test of the expression.

    Where none does, an expression that only tests these finds nothing.
    """
    tested, wanted = _TESTED[path]
    if len(tested) > _MOST_NAMES:
        tested.clear()
        wanted.clear()
    new = names - tested
    tested |= new
    wanted.update(filter(_patterns(path).search, new))
    return names & wanted


@cache
def _patterns(path: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERN.findall(path)))
