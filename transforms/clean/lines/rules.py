"""Boilerplate rules as data: the tables beside this module, and the engine that matches one line.

A rule is a line that is boilerplate wherever it stands: a list of whole lines (``whole``) or a
pattern (``pattern``), both written in lower case and compared with the folded line. Patterns match
whole lines and are capped in length, so that a sentence which begins or ends like boilerplate
stays. See ``docs/cleaning.md`` for every key.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from transforms.clean.lines.looks import fold, is_english, is_sentence

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
        return self.also is None or self.also.search(line) is not None


@dataclass(frozen=True, slots=True)
class RuleTable:
    """All rules, arranged for matching: whole lines by hash, patterns by the length they allow.

    Attributes:
        patterns: By the length of line that they allow, the shortest first; those that a line can
            match which is surely English or not, and a sentence or not.
    """

    rules: tuple[Rule, ...]
    whole: dict[str, Rule]
    patterns: Mapping[LineLooks, BySize]


class LineLooks(NamedTuple):
    """What of a line shows at once which rules cannot match it."""

    is_english: bool
    is_sentence: bool


class PatternRule(NamedTuple):
    """A rule with a pattern; of ``needs``, if there are any, a line must hold one."""

    pattern: re.Pattern[str]
    rule: Rule
    needs: tuple[str, ...]


BySize: TypeAlias = "tuple[tuple[int, tuple[PatternRule, ...]], ...]"


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
    looks = LineLooks(is_english(folded), is_sentence(folded))
    is_told = looks.is_sentence and _telling().search(folded) is not None
    # A teaser gives somebody's words behind a colon, all else that is told is news.
    if is_told and ":" not in folded:
        return None
    for max_chars, patterns in load_rules().patterns[looks]:
        if len(folded) <= max_chars:
            for pattern, rule, needs in patterns:
                # The words are cheaper to look for than the pattern.
                if needs and not _holds_any(folded, needs):
                    continue
                if is_told and rule.kind in _NAMES_NOBODY:
                    continue
                if pattern.fullmatch(folded) is not None and rule.allows(line, folded):
                    return rule
    return None


@cache
def _telling() -> re.Pattern[str]:
    """Finds the words by which a sentence shows that it gives somebody's words."""
    words = tomllib.loads(_WORDS.read_text(encoding="utf-8"))["tells"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


def _holds_any(folded: str, words: tuple[str, ...]) -> bool:
    # No any(): a generator a rule and line would double the time of the whole.
    for word in words:  # noqa: SIM110
        if word in folded:
            return True
    return False


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
                compiled = re.compile(row["pattern"])
                patterns.append(PatternRule(compiled, rule, rule.needs_any))
    return RuleTable(
        rules=tuple(rules),
        whole=whole,
        patterns={
            looks: _by_size(row for row in patterns if _may_match(row.rule, looks))
            for looks in map(LineLooks._make, product((True, False), repeat=2))
        },
    )


def _may_match(rule: Rule, looks: LineLooks) -> bool:
    if looks.is_english and rule.language not in (None, "en"):
        return False
    return rule.sentence or not looks.is_sentence


def _by_size(rows: Iterable[PatternRule]) -> BySize:
    sizes: defaultdict[int, list[PatternRule]] = defaultdict(list)
    for row in rows:
        sizes[row.rule.max_chars].append(row)
    return tuple((size, tuple(sizes[size])) for size in sorted(sizes))


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
        "also",
        "sentence",
        "company",
        "tail",
        "section",
        "example",
        "keep",
    }
)
