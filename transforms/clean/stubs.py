"""Pages that are taken for articles and are none: paywalls, videos, galleries, errors, consent."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from transforms.clean.cleaned import OUTSIDE
from transforms.clean.lines import fold

if TYPE_CHECKING:
    from transforms.clean.cleaned import Cleaned
    from transforms.clean.metadata import Metadata

StubReason = Literal["paywall", "video", "gallery", "error", "consent"]

# What says of itself that it is not free, has a teaser's length and breaks off.
_TEASER_WORDS = 200
_BREAK = ("...", "…")
_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Review)")
_LONGEST_LINE = 600


@dataclass(frozen=True, slots=True)
class StubRule:
    """A row of stubs.toml."""

    id: str
    reason: StubReason
    place: Literal["title", "text", "types"]
    pattern: re.Pattern[str] | None
    types: frozenset[str]
    max_words: int


@cache
def stub_rules() -> tuple[StubRule, ...]:
    """The rules, in the order of the file."""
    path = Path(__file__).with_name("stubs.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        StubRule(
            id=row["id"],
            reason=row["reason"],
            place=row.get("in", "types"),
            pattern=re.compile(row["pattern"]) if "pattern" in row else None,
            types=frozenset(row.get("types", ())),
            max_words=row["max_words"],
        )
        for row in table["stub"]
    )


def find_stub(cleaned: Cleaned, metadata: Metadata) -> StubReason | None:
    """Why a document is no article, None where it is one.

    Length alone is no reason: a brief of two lines is an article.
    """
    rule_id = matching_stub_rule(cleaned, metadata)
    if rule_id is None:
        return None
    if rule_id == _NOT_FREE:
        return "paywall"
    return next(rule.reason for rule in stub_rules() if rule.id == rule_id)


_NOT_FREE = "paywall.not_free"


def matching_stub_rule(cleaned: Cleaned, metadata: Metadata) -> str | None:
    """The id of the rule that makes a document a stub, None where it is none."""
    words = sum(
        len(cleaned.text[p.start_offset : p.end_offset].split())
        for p in cleaned.passages
        if p.kind != "headline"
    )
    breaks_off = cleaned.text.rstrip().endswith(_BREAK)
    if metadata.is_free is False and words <= _TEASER_WORDS and breaks_off:
        return _NOT_FREE
    title = fold(cleaned.title or "").strip(" .")
    rules = [rule for rule in stub_rules() if words <= rule.max_words]
    lines = _lines(cleaned) if any(rule.place == "text" for rule in rules) else []
    for rule in rules:
        if rule.pattern is None:
            found = _is_only(rule.types, metadata.types)
        elif rule.place == "title":
            found = rule.pattern.fullmatch(title) is not None
        else:
            found = any(map(rule.pattern.search, lines))
        if found:
            return rule.id
    return None


def _is_only(wanted: frozenset[str], types: tuple[str, ...]) -> bool:
    return bool(wanted & set(types)) and not any(_ARTICLE_TYPE.search(name) for name in types)


def _lines(cleaned: Cleaned) -> list[str]:
    """The lines of the text and those cut out of it: a paywall's prompt is cut as boilerplate."""
    cut = (passage.text for passage in cleaned.removed if passage.rule_id != OUTSIDE)
    lines = [*cleaned.text.split("\n"), *cut]
    return [fold(line) for line in lines if len(line) <= _LONGEST_LINE]
