"""Whatever a pattern matches is found by its beginning or its words: the index loses no line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.clean.lines.beginnings import ANYTHING, beginnings, beginnings_of
from transforms.clean.lines.rules import load_rules

if TYPE_CHECKING:
    from transforms.clean.lines.patterns import PatternRule

ROWS = load_rules().patterns.rows
EACH_ROW = pytest.mark.parametrize("row", ROWS, ids=[row.rule.rule_id for row in ROWS])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("reply", {"reply"}),
        ("a|bc?|d+e", {"a", "b", "bc", "d"}),
        ("(?:the )?post", {"the p", "post"}),
        (r"\(?by \w+", {"(by ", "by "}),
        (r"[·•-] ?\d+ min", {"·0", "· 0", "•0", "• 0", "-0", "- 0"}),
        ("[a-z]x", {ANYTHING}),
        ("[^.]x", {ANYTHING}),
        ("x{0,3}y", {"x", "y"}),
        ("x{2}y", {"x"}),
        ("(?!.*no)(?:yes|)$", {"yes", ANYTHING}),
        (r"(?:a|.{2,4}) is|\bso\b", {"a is", ANYTHING, "so"}),
        (r"5[\])]", {"0]", "0)"}),
    ],
)
def test_beginnings_are_read_off_a_pattern(pattern: str, expected: set[str]) -> None:
    assert beginnings(pattern) == expected


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="only"):
        beginnings("(?P<name>x)")


@EACH_ROW
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_line_that_matches_is_passed_over(row: PatternRule, data: st.DataObject) -> None:
    line = data.draw(st.from_regex(row.pattern, fullmatch=True))
    needs = row.rule.needs_any
    lacks_words = needs and not any(word in line for word in needs)
    assert lacks_words or row in load_rules().patterns.find(line)


@EACH_ROW
def test_words_are_given_where_beginnings_do_not_tell(row: PatternRule) -> None:
    rule = row.rule
    is_open = ANYTHING in beginnings(row.pattern.pattern)
    # A pattern that is tried on every line may cost something only for short ones.
    assert not is_open or rule.or_holds or rule.needs_any or rule.max_chars <= 150
    assert is_open or not rule.or_holds


@given(st.text(max_size=8))
def test_the_beginnings_of_a_line_are_its_first_letters(line: str) -> None:
    found = beginnings_of(line)
    assert [len(start) for start in found] == list(range(1, min(len(line), 5) + 1))
    for start in found:
        for sign, printed in zip(start, line, strict=False):
            assert sign == printed or (sign == "0" and re.fullmatch(r"\d", printed))
