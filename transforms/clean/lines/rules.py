"""Boilerplate rules as data: the tables beside this module, and the engine that matches one line.

A rule is a line that is boilerplate wherever it stands: a list of whole lines (``whole``) or a
pattern (``pattern``), both written in lower case and compared with the folded line. Patterns match
whole lines and are capped in length, so that a sentence which begins or ends like boilerplate
stays. See ``docs/cleaning.md`` for every key.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transforms.clean.lines.looks import fold, is_english, is_sentence
from transforms.clean.lines.patterns import PatternIndex, PatternRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from transforms.clean.cleaned import RemovedKind

TABLES = Path(__file__).parent / "tables"
_WORDS = Path(__file__).with_name("words.toml")
# Boilerplate of these kinds speaks to the reader, and gives nobody's words.
_NAMES_NOBODY = frozenset(
    {"comment_form", "newsletter", "cookie", "copyright", "advertisement", "share", "navigation"}
)
_WHOLE_MAX_CHARS = 100
_LONGEST = 600
# The lines of a text are asked for several times until it settles, and furniture in every text.
_REMEMBERED_LINES = 4_096
_PLACE = attrgetter("place")
_EDGES = " \t.:;,…!?*»›>|–—-•·#\"'[]()<«‹→←↑↓▼▲+✕×"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the tables.

    Attributes:
        rule_id: Its public name: it stands in ``removed_passages.rule_id``.
        kind: What the line is.
        language: ISO 639-1 code, ``None`` for rules of any language.
        max_chars: Longer lines are left alone.
        max_words: Lines of more words are left alone.
        needs_any: The folded line must hold one of these.
        or_holds: What a line holds one of that matches an alternative which does not show how it
            begins; where there are none, ``needs_any`` does for it.
        also: A pattern that the line as printed must hold too (names begin with a capital).
        sentence: Whether a line that looks like a sentence may match.
        company: Whether it counts only beside other boilerplate, or before or after all prose.
        tail: Whether it counts only after the last line of prose.
        section: Whether it is a heading whose lines below go with it.
        examples: Lines that match.
        keeps: Lines that look alike and do not match.
    """

    rule_id: str
    kind: RemovedKind
    language: str | None = None
    max_chars: int = _WHOLE_MAX_CHARS
    max_words: int | None = None
    needs_any: tuple[str, ...] = ()
    or_holds: tuple[str, ...] = ()
    also: re.Pattern[str] | None = None
    sentence: bool = True
    company: bool = False
    tail: bool = False
    section: bool = False
    examples: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()

    def allows(self, line: str, folded: str) -> bool:
        """Whether the conditions hold that no arrangement of the rules sees to.

        Args:
            line: The line as printed.
            folded: The same, as ``fold`` gives it.
        """
        if self.max_words is not None and folded.count(" ") >= self.max_words:
            return False
        if self.needs_any and not any(word in folded for word in self.needs_any):
            return False
        return self.also is None or self.also.search(line) is not None


@dataclass(frozen=True, slots=True)
class RuleTable:
    """All rules, and how to find those that a line matches.

    Attributes:
        whole: Those of whole lines, by the line.
        patterns: Those with a pattern.
    """

    rules: tuple[Rule, ...]
    whole: Mapping[str, Rule]
    patterns: PatternIndex


@lru_cache(maxsize=_REMEMBERED_LINES)
def match_line(line: str) -> Rule | None:
    """The first rule that a line matches by itself, wherever it stands.

    Whether a rule with ``company`` or ``tail`` counts is for ``mark_lines`` to say, which sees the
    neighbours.

    >>> rule = match_line("Leave a Reply")
    >>> rule.rule_id, rule.kind
    ('comment_form.heading', 'comment_form')
    >>> match_line("'Leave a reply on the desk,' he said.") is None
    True
    """
    if len(line) > _LONGEST:
        return None
    folded = fold(line)
    if len(folded) <= _WHOLE_MAX_CHARS:
        whole = load_rules().whole
        rule = whole.get(folded) or whole.get(folded.strip(_EDGES))
        if rule is not None:
            return rule
    return _match_pattern(line, folded)


def _match_pattern(line: str, folded: str) -> Rule | None:
    size, sentence = len(folded), is_sentence(folded)
    asked = [
        row
        for row in load_rules().patterns.find(folded)
        if size <= row.rule.max_chars and (row.rule.sentence or not sentence)
    ]
    if not asked:
        return None
    asked.sort(key=_PLACE)
    english = is_english(folded)
    for _, pattern, rule in asked:
        if english and rule.language not in (None, "en"):
            continue
        if pattern.fullmatch(folded) is None or not rule.allows(line, folded):
            continue
        if not (sentence and _is_told(folded, rule)):
            return rule
    return None


def _is_told(folded: str, rule: Rule) -> bool:
    """Whether a sentence gives somebody's words, and so is not what the rule takes it for."""
    # A teaser gives somebody's words behind a colon, all else that is told is news.
    is_news = ":" not in folded or rule.kind in _NAMES_NOBODY
    return is_news and _telling().search(folded) is not None


@cache
def _telling() -> re.Pattern[str]:
    """Finds the words by which a sentence shows that it gives somebody's words."""
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))["tells"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@cache
def load_rules() -> RuleTable:
    """The rules of every table, in the order of the files' names.

    Raises:
        ValueError: A row is wrong; the message names it.
    """
    rules: list[Rule] = []
    whole: dict[str, Rule] = {}
    patterns: list[PatternRule] = []
    for path in sorted(TABLES.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in table["rule"]:
            rule = _rule(row, table)
            rules.append(rule)
            for phrase in row.get("whole", ()):
                for key in {fold(phrase), fold(phrase).strip(_EDGES)}:
                    # A phrase that is boilerplate by itself beats one that needs company.
                    if key not in whole or (whole[key].company and not rule.company):
                        whole[key] = rule
            if "pattern" in row:
                patterns.append(PatternRule(0, re.compile(row["pattern"]), rule))
    # Of the patterns that match, the one for the shortest lines says the most.
    patterns.sort(key=lambda row: row.rule.max_chars)
    index = PatternIndex(row._replace(place=place) for place, row in enumerate(patterns))
    return RuleTable(tuple(rules), whole, index)


def _rule(row: dict[str, Any], table: dict[str, Any]) -> Rule:
    unknown = row.keys() - _KEYS
    if unknown or not ("whole" in row or "pattern" in row):
        raise ValueError(f"rule {row.get('id')!r}: unknown keys {sorted(unknown)}, or no pattern")
    return Rule(
        rule_id=row["id"],
        kind=row.get("kind") or table["kind"],
        language=row.get("language") or table.get("language"),
        max_chars=row.get("max_chars", _WHOLE_MAX_CHARS),
        max_words=row.get("max_words"),
        needs_any=tuple(row.get("needs_any", ())),
        or_holds=tuple(row.get("or_holds", ())),
        also=re.compile(row["also"]) if "also" in row else None,
        sentence=row.get("sentence", True),
        company=row.get("company", False),
        tail=row.get("tail", False),
        section=row.get("section", False),
        examples=_listed(row["example"]),
        keeps=_listed(row.get("keep", ())),
    )


def _listed(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


_KEYS = frozenset(
    {
        "id",
        "kind",
        "language",
        "whole",
        "pattern",
        "max_chars",
        "max_words",
        "needs_any",
        "or_holds",
        "also",
        "sentence",
        "company",
        "tail",
        "section",
        "example",
        "keep",
    }
)
