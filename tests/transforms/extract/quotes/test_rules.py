"""Every rule by its own example, and short cases in ``cases.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

import transforms.extract.quotes as package
from transforms.extract.quotes.grammar import Pattern, QuoteRule

if TYPE_CHECKING:
    from collections.abc import Callable

    from transforms.extract.quotes import Quote

_RULES = tomllib.loads((Path(package.__file__).parent / "rules.toml").read_text("utf-8"))["rule"]
_CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))["case"]


def _said(quotes: list[Quote]) -> list[list[str | None]]:
    return [[q.kind, q.speaker_text, q.text] for q in quotes]


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["id"])
def test_rule_finds_its_example(
    rule: dict[str, Any], document_of: Callable[[dict[str, Any]], Any]
) -> None:
    document = document_of(rule)
    assert _said(document.quotes()) == rule["quotes"]
    assert rule["id"] in {quote.rule_id for quote in document.quotes()}


def test_every_rule_is_in_the_table_once() -> None:
    known = [*get_args(Pattern), *get_args(QuoteRule)]
    assert sorted(rule["id"] for rule in _RULES) == sorted(known)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["about"])
def test_case(case: dict[str, Any], document_of: Callable[[dict[str, Any]], Any]) -> None:
    assert _said(document_of(case).quotes()) == case["quotes"]
