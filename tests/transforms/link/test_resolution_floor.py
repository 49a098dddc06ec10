"""Floors of resolution: the seeds are ours and always measured, the other set where it is."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from transforms.extract.annotate import annotate
from transforms.extract.model import load_model
from transforms.link.entities import link_entities

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
LABELS = {"PER": "PERSON", "LOC": "GPE", "ORG": "ORG"}
COLUMNS = ("text", "name", "label", "office", "role_organization")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def with_capitals(row: dict[str, Any]) -> list[list[Any]]:
    """The mentions that a name finder can find: those with a capital letter."""
    return [m for m in row["mentions"] if any(c.isupper() for c in row["text"][m[0] : m[1]])]


def b_cubed(wanted: dict[object, str], found: dict[object, str]) -> float:
    """F1 of B-cubed (A. Bagga, B. Baldwin, 1998); a mention that is not found stands alone."""
    keys = {m: found.get(m, str(m)) for m in wanted}
    by_wanted = {key: {m for m in wanted if wanted[m] == key} for key in set(wanted.values())}
    by_found = {key: {m for m in keys if keys[m] == key} for key in set(keys.values())}
    both = {m: len(by_wanted[wanted[m]] & by_found[keys[m]]) for m in wanted}
    precision = sum(both[m] / len(by_found[keys[m]]) for m in wanted) / len(wanted)
    recall = sum(both[m] / len(by_wanted[wanted[m]]) for m in wanted) / len(wanted)
    return 2 * precision * recall / (precision + recall)


def entities_of(rows: Iterable[tuple[str, int, int, dict[str, str | None]]]) -> dict[object, str]:
    """The entity of each mention, by document, start and end."""
    records = [
        {
            "document_id": document,
            "mention_id": f"{document} {start} {end}",
            "start_offset": start,
            "end_offset": end,
            **{name: more.get(name) for name in COLUMNS},
        }
        for document, start, end, more in rows
    ]
    links = link_entities(pa.Table.from_pylist(records)).mentions.to_pylist()
    found = {link["mention_id"]: link["entity_id"] for link in links}
    return {
        (r["document_id"], r["start_offset"], r["end_offset"]): found[str(r["mention_id"])]
        for r in records
    }


def test_names_of_the_seeds_given() -> None:
    gold = read_jsonl(HERE / "seeds_link.jsonl")
    wanted = {(r["id"], m[0], m[1]): m[2] for r in gold for m in with_capitals(r)}
    people = {"putin", "zelensky", "trump", "fidan", "kyslytsya", "umerov", "medinsky", "peskov"}
    people |= {"erdogan", "guterres", "tykhyi"}
    bodies = {"kremlin", "european_union", "united_nations", "nato"}
    found = entities_of(
        (
            r["id"],
            m[0],
            m[1],
            {
                "text": r["text"][m[0] : m[1]],
                "label": "PERSON" if m[2] in people else "ORG" if m[2] in bodies else "GPE",
            },
        )
        for r in gold
        for m in with_capitals(r)
    )
    assert b_cubed(wanted, found) == 1


def test_names_of_the_seeds_found() -> None:
    gold = read_jsonl(HERE / "seeds_link.jsonl")
    wanted = {(r["id"], m[0], m[1]): m[2] for r in gold for m in with_capitals(r)}
    annotations = annotate([r["text"] for r in gold], load_model())
    found = entities_of(
        (r["id"], m.start_offset, m.end_offset, {name: getattr(m, name) for name in COLUMNS})
        for r, annotation in zip(gold, annotations, strict=True)
        for m in annotation.mentions
    )
    assert b_cubed(wanted, found) >= 0.98


@pytest.mark.gold
def test_names_of_interviews_and_news(gold: Path) -> None:
    sys.path.insert(0, str(gold / "scores"))
    try:
        score = runpy.run_path(str(gold / "scores" / "bcubed.py"))["score"]
    finally:
        sys.path.remove(str(gold / "scores"))
    rows = read_jsonl(gold / "entities" / "link_dev.jsonl")
    for row in rows:
        row["mentions"] = with_capitals(row)
    found = entities_of(
        (r["id"], m[0], m[1], {"text": r["text"][m[0] : m[1]], "label": LABELS[m[3]]})
        for r in rows
        for m in r["mentions"]
    )
    predicted = [
        {
            "id": r["id"],
            "mentions": [[m[0], m[1], found[r["id"], m[0], m[1]]] for m in r["mentions"]],
        }
        for r in rows
    ]
    by_string = [
        {"id": r["id"], "mentions": [[m[0], m[1], r["text"][m[0] : m[1]]] for m in r["mentions"]]}
        for r in rows
    ]
    reached = score(rows, predicted)["b3_F1"]
    assert reached >= 0.89
    assert reached >= score(rows, by_string)["b3_F1"] + 0.10
