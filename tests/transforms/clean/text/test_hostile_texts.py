"""Texts that are made to take long, or happen to: time grows with their length and no faster."""

from __future__ import annotations

import time

import pytest

from transforms.clean.lines import load_rules
from transforms.clean.text import clean_text

SENTENCE = "The same line again and again, which is long enough to be taken for a paragraph of it."
TEXTS = {
    "one line": "word and word. " * 70_000,
    "glued sentences": "Word.Word" * 60_000,
    "many lines": "\n".join(f"This is line {n} of a text, and it is long." for n in range(10_000)),
    "many short lines": "\n".join(f"line {n}" for n in range(20_000)),
    "one paragraph for ever": f"{SENTENCE}\n" * 20_000,
    "one prompt for ever": "Leave a Reply\n" * 20_000,
    "spaces": f"a{' ' * 1_000_000}b",
    "no-break spaces": ("a" + "\xa0" * 50) * 20_000,
    "blank lines": "\n" * 500_000 + "word",
}
TOKENS = (
    *("a ", "by ", "a.b ", "1/2 ", ", ", "- ", "© ", "| ", "5 ", "a-", "(ap ", "and ", "is a "),
    *("photo ", "read more ", "published on ", "a reporter for ", "subscribe to ", "may 5 "),
    *("terms of use ", "receives support from ", "copyright 20 ", "www.", "a", "5", "x 5"),
)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_takes_no_more_time_than_its_length(name: str) -> None:
    start = time.process_time()
    clean_text(TEXTS[name])
    assert time.process_time() - start < 8


@pytest.mark.parametrize("token", TOKENS)
def test_no_pattern_tries_for_long(token: str) -> None:
    runs = [token * (size // len(token)) for size in range(40, 600, 40)]
    # What is wrong at the end alone makes a pattern try all ways to the end.
    lines = [*runs, *(f"{run} x" for run in runs), *(f"{run}!" for run in runs)]
    start = time.process_time()
    for row in load_rules().patterns.rows:
        for line in lines:
            row.pattern.fullmatch(line)
    assert time.process_time() - start < 5
