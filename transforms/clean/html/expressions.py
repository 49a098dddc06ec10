"""trafilatura's XPath expressions, compiled so that they find the same with less work.

They test the names of elements with regular expressions, and lxml's own test builds objects for
each attribute and its element. Here the attribute is handed over as a string, only where there is
one, and each string is tested once.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from lxml import etree
from trafilatura import xpaths

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAMESPACE = "urn:newsmill:names"
_TEST = re.compile(r"re:test\((@[\w@|]+), ('[^']*'(?:, 'i')?)\)")
_PATTERN = re.compile(r"(?:re:test|contains)\([^,]*, '([^']*)'")
_NAMES = etree.XPath("//@class|//@id", smart_strings=False)


def quicken_trafilatura() -> None:
    """Puts such expressions in the place of its own."""
    for expressions in (
        xpaths.BODY_XPATH,
        xpaths.OVERALL_DISCARD_XPATH,
        xpaths.RAW_TREE_PRUNE_XPATH,
        xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH,
    ):
        expressions[:] = [quick(expression.path) for expression in expressions]
    # By its name trafilatura gives the function that the module holds.
    baseline = vars(import_module("trafilatura.baseline"))
    baseline["BASIC_CLEAN_XPATH"] = quick(baseline["BASIC_CLEAN_XPATH"].path)


def quick(path: str) -> etree.XPath:
    """An expression that finds what this one finds.

    Its patterns find nothing in an empty string, which is what a missing attribute is to them.
    """
    return etree.XPath(
        _TEST.sub(r"(\1 and re:test(string(\1), \2))", path),
        namespaces={"re": _NAMESPACE},
        extensions={(_NAMESPACE, "test"): _test},
    )


def names_in(tree: HtmlElement) -> set[str]:
    """All classes and ids of a page."""
    return set(_NAMES(tree))


@lru_cache(maxsize=30_000)
def is_wanted(name: str, path: str) -> bool:
    """Whether a class or id passes a test of the expression.

    Where none does, an expression that only tests these finds nothing.
    """
    return _patterns(path).search(name) is not None


@cache
def _patterns(path: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERN.findall(path)))


def _test(_: object, name: str, pattern: str, flags: str = "") -> bool:
    return _is_found(name, pattern, flags)


@lru_cache(maxsize=30_000)
def _is_found(name: str, pattern: str, flags: str) -> bool:
    return re.search(pattern, name, re.IGNORECASE if "i" in flags else 0) is not None
