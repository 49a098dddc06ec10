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
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transforms.clean.cleaned import RemovedKind

TABLES = Path(__file__).parent / "tables"
_WHOLE_MAX_CHARS = 100
_EDGES = " \t.:;,…!?*»›>|–—-•·#\"'[]()<«‹→←↑↓▼▲+✕×"
_FOLD = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
        "İ": "i",
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
    }
)
_SENTENCE_END = re.compile(r"[.!?。！？]['\")\]]*$")
_SENTENCE_WORDS = 8
PROSE_CHARS = 80
SENTENCE_END = re.compile(r"[.!?…。！？।:][\"'”’»)\]]*\d*$")


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
        """Whether the conditions beside the pattern hold.

        Args:
            line: The line as printed.
            folded: The same, as ``fold`` gives it.
        """
        if len(folded) > self.max_chars:
            return False
        if self.needs_any and not any(word in folded for word in self.needs_any):
            return False
        if self.max_words is not None and folded.count(" ") >= self.max_words:
            return False
        if not self.sentence and is_sentence(folded):
            return False
        return self.also is None or self.also.search(line) is not None


@dataclass(frozen=True, slots=True)
class RuleTable:
    """All rules, arranged for matching: whole lines by hash, patterns by the length they allow."""

    rules: tuple[Rule, ...]
    whole: dict[str, Rule]
    patterns: tuple[tuple[int, tuple[tuple[re.Pattern[str], Rule], ...]], ...]


def fold(line: str) -> str:
    r"""The line as rules see it: lower case, plain quotes and dashes, single spaces.

    >>> fold("Leave\xa0a  Reply…")
    'leave a reply...'
    """
    return " ".join(line.translate(_FOLD).casefold().split())


def is_sentence(folded: str) -> bool:
    """Whether a folded line is long enough, and ends, like a sentence."""
    return folded.count(" ") >= _SENTENCE_WORDS - 1 and _SENTENCE_END.search(folded) is not None


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text: long, and ending like a sentence."""
    return len(line) >= PROSE_CHARS and SENTENCE_END.search(line) is not None


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
    table = load_rules()
    if len(line) > table.patterns[-1][0]:
        return None
    folded = fold(line)
    size = len(folded)
    if size <= _WHOLE_MAX_CHARS:
        rule = table.whole.get(folded) or table.whole.get(folded.strip(_EDGES))
        if rule is not None:
            return rule
    for max_chars, patterns in table.patterns:
        if size <= max_chars:
            for pattern, rule in patterns:
                if pattern.fullmatch(folded) is not None and rule.allows(line, folded):
                    return rule
    return None


@cache
def load_rules() -> RuleTable:
    """The rules of every table, in the order of the files' names.

    Raises:
        ValueError: A row is wrong; the message names it.
    """
    rules: list[Rule] = []
    whole: dict[str, Rule] = {}
    patterns: defaultdict[int, list[tuple[re.Pattern[str], Rule]]] = defaultdict(list)
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
                patterns[rule.max_chars].append((re.compile(row["pattern"]), rule))
    return RuleTable(
        rules=tuple(rules),
        whole=whole,
        patterns=tuple((size, tuple(patterns[size])) for size in sorted(patterns)),
    )


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
