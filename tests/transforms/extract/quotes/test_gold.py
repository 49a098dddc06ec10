"""The floor of quality on articles of seven American papers."""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from transforms.extract.annotate import annotate
from transforms.extract.model import load_model
from transforms.extract.quotes import extract_quotes

if TYPE_CHECKING:
    from pathlib import Path

_FLOORS = {
    "direct_F1": 0.93,
    "attributed_F1": 0.87,
    "speaker_acc": 0.93,
    "tok_P": 0.90,
    "tok_F1": 0.78,
}


def _scorer(gold: Path) -> Any:  # noqa: ANN401 - the scorer is a script without types
    folder = str(gold / "scores")
    sys.path.insert(0, folder)
    try:
        spec = importlib.util.spec_from_file_location("gold_quotes", gold / "scores" / "quotes.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(folder)
    return module


@pytest.mark.gold
def test_floor(gold: Path) -> None:
    lines = (gold / "quotes" / "quotes_dev.jsonl").read_text("utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    annotations = annotate([article["text"] for article in articles], load_model())
    predicted = [
        {
            "id": article["id"],
            "quotes": [
                {
                    "start": quote.start_offset,
                    "end": quote.end_offset,
                    "speaker": [quote.speaker_start_offset, quote.speaker_end_offset],
                    "speaker_text": quote.speaker_text,
                }
                for quote in extract_quotes(article["text"], found.sentences, found.mentions)
            ],
        }
        for article, found in zip(articles, annotations, strict=True)
    ]
    reached = _scorer(gold).score(articles, predicted)
    assert {name: reached[name] for name in _FLOORS if reached[name] < _FLOORS[name]} == {}
