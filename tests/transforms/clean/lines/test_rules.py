"""Every rule of the line tables by its own examples, and body text that only looks like them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from transforms.clean.lines import Rule, fold, load_rules, mark_lines, match_line
from transforms.clean.lines.looks import is_english

HERE = Path(__file__).parent
RULES = load_rules().rules
TRAPS = tomllib.loads((HERE / "traps.toml").read_text("utf-8"))
LANGUAGES = {"de", "es", "fr", "it", "pt", "ru", "tr", "uk"}
BEFORE = (
    "The council met on Monday evening to speak about the bridge, and adjourned after two hours.",
    "Nobody had expected a decision, people who were there said, and none was taken that night.",
)
AFTER = "The next meeting is on the twelfth of June, when the cost of the work will be known."


@pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])
def test_a_rule_knows_its_examples_and_no_more(rule: Rule) -> None:
    assert rule.examples
    for example in rule.examples:
        found = match_line(example)
        assert found is not None, example
        assert found.kind == rule.kind, (example, found.rule_id)
    for line in rule.keeps:
        assert match_line(line) is None, line


def test_every_language_promised_has_rules_of_each_common_kind() -> None:
    kinds: dict[str | None, set[str]] = {}
    for rule in RULES:
        kinds.setdefault(rule.language, set()).add(rule.kind)
    assert set(kinds) >= LANGUAGES
    for language in LANGUAGES:
        wanted = {"comment_form", "related", "newsletter", "share", "cookie", "copyright"}
        assert kinds[language] >= wanted, language


def test_ids_name_one_rule_and_whole_lines_are_folded_to_themselves() -> None:
    ids = [rule.rule_id for rule in RULES]
    assert len(set(ids)) == len(ids)
    for phrase in load_rules().whole:
        assert fold(phrase) == phrase


def test_no_line_of_another_language_passes_for_english() -> None:
    for rule in RULES:
        if rule.language not in (None, "en"):
            assert not [line for line in rule.examples if is_english(fold(line))]
    assert not [line for line in TRAPS["languages"] if is_english(fold(line))]


def test_there_are_sixty_traps_at_least() -> None:
    assert sum(map(len, TRAPS.values())) >= 60


@pytest.mark.parametrize("trap", [line for lines in TRAPS.values() for line in lines])
def test_body_text_that_looks_like_boilerplate_stays(trap: str) -> None:
    for article in ([*BEFORE, trap, AFTER], [*BEFORE, AFTER, trap]):
        verdicts = mark_lines(article)
        assert verdicts == [None] * len(article)
