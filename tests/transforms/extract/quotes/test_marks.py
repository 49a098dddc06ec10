"""Quote marks: pairs, apostrophes, marks left open, and a bound on the work."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.quotes.marks import quoted_spans
from transforms.extract.quotes.paragraphs import paragraphs

_MARKED = st.text(alphabet="ab .,\n\"'“”‘’«»„`-s", max_size=80)


def _inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in quoted_spans(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"one," he said. "two"', ["one,", "two"]),
        ("“one” and ‘two’", ["one", "two"]),
        ("„eins“ und »zwei«", ["eins", "zwei"]),
        ("« un » et ``two''", [" un ", "two"]),
        ('a “curly to straight" b', ["curly to straight"]),
        ('"The question: “Is it so?” No."', ["The question: “Is it so?” No."]),
        ("the ’90s and rock ’n’ roll, don’t", []),
        ("'em and 'til and '90s", []),
        ("'It's the players' idea,' he said", ["It's the players' idea,"]),
        ('a 6\'10" door and a 40" screen', []),
        ('it is "never closed', []),
        ('"Closed" and then "never closed', ["Closed"]),
        ('He said: "never closed', ["never closed"]),
        ('"never closed but a whole paragraph', ["never closed but a whole paragraph"]),
        ("stray” closer and “pair”", ["pair"]),
        ("“first “second” third", ["second"]),
        ("“51 percent.“", ["51 percent."]),
        ("”Fear. I am afraid.” He left.", ["Fear. I am afraid."]),
    ],
)
def test_pairs(text: str, inner: list[str]) -> None:
    assert _inner(text) == inner


def test_a_quote_that_goes_on_in_the_next_paragraph_says_so() -> None:
    text = "“One.\n\n“Two.”"
    first, second = quoted_spans(text, paragraphs(text))
    assert (first.continues, second.continues) == (True, False)


@given(_MARKED)
def test_stretches_are_in_order_and_stay_in_their_paragraph(text: str) -> None:
    bounds = paragraphs(text)
    position = 0
    for quoted in quoted_spans(text, bounds):
        assert position <= quoted.start < quoted.inner_start <= quoted.inner_end <= quoted.end
        assert any(start <= quoted.start and quoted.end <= end for start, end in bounds)
        position = quoted.end


@pytest.mark.parametrize("piece", ['"', "“", "'", "‘a ", "“a ", " ' ", '"\n', "s' "])
def test_work_grows_with_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        start = time.process_time()
        quoted_spans(text, paragraphs(text))
        return time.process_time() - start

    # Four times the text in at most ten times the time: quadratic work would take sixteen.
    assert seconds(80_000) < 10 * seconds(20_000) + 0.2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\nTwo.\n\nThree.", ["One.", "Two.", "Three."]),
        ("", []),
        (" \n\t\n ", []),
        (
            "The talks went\non for a\nday, it\nwas said.\n    The next\nday all\nwent.",
            [
                "The talks went\non for a\nday, it\nwas said.",
                "The next\nday all\nwent.",
            ],
        ),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected
