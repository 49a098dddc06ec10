"""Floors of quality: the seeds are ours and always measured, the other sets where they are."""

from __future__ import annotations

import json
import runpy
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from transforms.extract.annotate import annotate
from transforms.extract.model import load_model

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
CLASSES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
# F1 of PER, ORG and LOC, spans normalised; the raw model has .796, .739, .637 and .679.
FLOORS = {"conllpp2020": 0.89, "worldwide": 0.80, "uner_ewt_test": 0.645, "wikigold": 0.70}


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def predict(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = annotate([row["text"] for row in gold], load_model())
    return [
        {
            "id": row["id"],
            "spans": [
                [m.start_offset, m.end_offset, CLASSES[m.label]]
                for m in annotation.mentions
                if m.label in CLASSES
            ],
        }
        for row, annotation in zip(gold, found, strict=True)
    ]


def f1(found: set[object], wanted: set[object]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_names_in_the_seeds() -> None:
    gold = read_jsonl(HERE / "seeds_ner.jsonl")
    found, wanted = set(), set()
    for row, predicted in zip(gold, predict(gold), strict=True):
        free = row["optional"]
        for spans, kept in ((predicted["spans"], found), (row["spans"], wanted)):
            for start, end, label in spans:
                if not any(start < b and a < end for a, b in free):
                    kept.add((row["id"], start, end, label))
    assert f1(found, wanted) >= 0.96


def test_roles_in_the_seeds() -> None:
    wanted = defaultdict(set)
    for row in read_jsonl(HERE / "seeds_entities.jsonl"):
        if row["label"] == "ROLE":
            wanted[row["doc"]].add((row["start"], row["end"]))
    texts = {row["id"]: row["text"] for row in read_jsonl(HERE / "seeds_ner.jsonl")}
    found = {
        name: {(m.role_start_offset, m.role_end_offset) for m in annotation.mentions if m.role}
        for name, annotation in zip(
            texts, annotate(list(texts.values()), load_model()), strict=True
        )
    }
    right = sum(len(found[name] & wanted[name]) for name in texts)
    assert right / sum(map(len, found.values())) >= 0.97
    assert right / sum(map(len, wanted.values())) >= 0.97


@pytest.fixture(scope="module")
def score(gold: Path) -> Callable[..., dict[str, float]]:
    sys.path.insert(0, str(gold / "scores"))
    try:
        scorer: Callable[..., dict[str, float]] = runpy.run_path(str(gold / "scores" / "ner.py"))[
            "score"
        ]
    finally:
        sys.path.remove(str(gold / "scores"))
    return scorer


@pytest.mark.gold
def test_names_in_news(gold: Path, score: Callable[..., dict[str, float]]) -> None:
    rows = read_jsonl(gold / "entities" / "ner_dev.jsonl")
    predicted = predict(rows)
    reached = {name: score(rows, predicted, source=name)["norm_F1"] for name in FLOORS}
    assert {n: f for n, f in reached.items() if f < FLOORS[n]} == {}
