"""Which parts of a page are furniture, by the names that its authors gave to their elements."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.clean.cleaned import RemovedKind


@dataclass(frozen=True, slots=True)
class RegionRule:
    """A rule of regions.toml."""

    id: str
    kind: RemovedKind
    tags: frozenset[str]
    names: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """An element that a rule names, and the named element around it."""

    rule_id: str
    outer: Region | None


@cache
def region_rules() -> dict[str, RegionRule]:
    """The rules of regions.toml by id, in the order of the file."""
    path = Path(__file__).with_name("regions.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = {}
    for row in table["region"]:
        names = "|".join(row.get("names", ()))
        rules[row["id"]] = RegionRule(
            id=row["id"],
            kind=row["kind"],
            tags=frozenset(row.get("tags", ())),
            names=re.compile(rf"\b(?:{names})\b") if names else None,
        )
    return rules


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_NAME = re.compile(r"[^a-z0-9]+")


def plain_name(name: str) -> str:
    """A class or id as plain words.

    >>> plain_name("c-RelatedPosts__list js_more")
    'c related posts list js more'
    """
    return _NOT_NAME.sub(" ", _CAMEL.sub(" ", name).lower()).strip()


@lru_cache(maxsize=20_000)
def region_rule(tag: str, name: str) -> str | None:
    """The id of the first rule that names an element of this tag, class and id.

    >>> region_rule("div", "related-posts")
    'related'
    """
    words = plain_name(name[:300])
    for rule in region_rules().values():
        if tag in rule.tags or (rule.names is not None and rule.names.search(words)):
            return rule.id
    return None
