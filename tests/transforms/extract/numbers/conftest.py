"""Sentences with the rows they must give, the gold rows of the scheme, and how both are scored."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from transforms.extract.numbers import Quantity, extract_quantities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

HERE = Path(__file__).parent
# What the scorer of the gold data takes for one: at least and more than, about and nearly.
BOUNDS = {"gt": "min", "ge": "min", "lt": "max", "le": "max", "approx_lt": "approx"} | {
    "vague": "approx", "eq": None, "range": None
}  # fmt: skip
TOLERANCE = Decimal("0.0005")


class Sentence(NamedTuple):
    """A sentence of sentences.txt, the rows it must give, and the section it stands in."""

    text: str
    rows: tuple[str, ...]
    section: str


def read_sentences() -> Iterator[Sentence]:
    section, text = "", ""
    rows: list[str] = []
    for line in [*(HERE / "sentences.txt").read_text("utf-8").splitlines(), "## end"]:
        if line.startswith("    "):
            rows.append(line.strip())
        elif line.strip() and not re.match("#(?!#)", line):
            if text:
                yield Sentence(text, tuple(rows), section)
            text, rows = "", []
            if line.startswith("## "):
                section = line.removeprefix("## ")
            else:
                text = line


def in_words(row: Quantity) -> str:
    """A row as sentences.txt writes it."""
    value = row.iso or ""
    if row.kind == "score":
        value = f"{row.value_low}-{row.value_high}"
    elif row.kind not in {"date", "time"}:
        value = _value(row)
    amount = " ".join(part for part in (row.kind, value, row.unit) if part)
    notes = [row.comparator] if row.comparator not in {None, "range", "vague"} else []
    named = (("of", row.counted), ("per", row.per), ("mod", row.modifier))
    notes += [f"{name}={what}" for name, what in named if what]
    return f"{row.text} | {amount} | {' '.join(filter(None, notes))}".rstrip(" |")


def _value(row: Quantity) -> str:
    if row.value is not None:
        return f"{row.value:f}"
    low, high = (
        f"{bound:f}" if bound is not None else "" for bound in (row.value_low, row.value_high)
    )
    return f"{low}..{high}"


@dataclass
class Marks:
    """What was right of a gold set."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def full(self) -> float:
        """F1 of rows whose place, kind, value and unit are right."""
        return 2 * self.counts["full"] / (self.counts["gold"] + self.counts["found"])

    def share(self, what: str) -> float:
        return self.counts[what] / self.counts[f"{what} of"]


def read_rows(name: str) -> list[dict[str, Any]]:
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def score_rows(rows: Iterable[Mapping[str, Any]]) -> Marks:
    """Scores the extractor on gold rows; what is optional in them counts neither way."""
    total = Marks()
    for row in rows:
        _score(row, total)
    return total


def _score(row: Mapping[str, Any], total: Marks) -> None:
    text, gold = row["text"], row["numbers"]
    day = row.get("ref_date")
    found = extract_quantities(text, date.fromisoformat(day[:10]) if day else None)
    pairs = dict(_pairs(gold, found))
    optional = {pairs[g] for g in pairs if gold[g].get("optional")}
    total.counts["gold"] += sum(not want.get("optional") for want in gold)
    total.counts["found"] += len(found) - len(optional)
    paired = set(pairs.values())
    total.errors += [
        f"{row['id']} not wanted: {in_words(q)}" for i, q in enumerate(found) if i not in paired
    ]
    for index, want in enumerate(gold):
        if want.get("optional"):
            continue
        if index not in pairs:
            total.errors.append(f"{row['id']} not found: {want['text']}")
            continue
        _compare(row["id"], want, found[pairs[index]], total)


def _compare(name: str, want: Mapping[str, Any], got: Quantity, total: Marks) -> None:
    unit = not want.get("unit") or want["unit"] == got.unit
    right = _kind(want["kind"]) == got.kind and unit and _same_value(want, got)
    comparator = _bound(want.get("cmp")) == _bound(got.comparator)
    total.counts.update(full=right, comparator=comparator)
    total.counts["comparator of"] += 1
    if want.get("counted") or got.counted:
        total.counts["counted of"] += 1
        total.counts["counted"] += _head(want.get("counted")) == _head(got.counted)
    if not (right and comparator):
        total.errors.append(f"{name} wanted {want['text']}, {want['kind']}: {in_words(got)}")


def _pairs(gold: list[dict[str, Any]], found: list[Quantity]) -> Iterator[tuple[int, int]]:
    """One-to-one, the largest overlap first, of one kind before others."""
    ranked = []
    for g, want in enumerate(gold):
        for f, got in enumerate(found):
            overlap = min(want["end"], got.end_offset) - max(want["start"], got.start_offset)
            if overlap > 0:
                ranked.append((_kind(want["kind"]) == got.kind, overlap, -g, -f))
    taken_gold, taken_found = set(), set()
    for _, _, g, f in sorted(ranked, reverse=True):
        if -g not in taken_gold and -f not in taken_found:
            taken_gold.add(-g)
            taken_found.add(-f)
            yield -g, -f


def _kind(kind: str) -> str:
    return "count" if kind == "number" else kind


def _bound(comparator: str | None) -> str | None:
    return BOUNDS.get(comparator, comparator) if comparator else None


def _head(phrase: str | None) -> str | None:
    return phrase.split(" of ")[0].split()[-1].lower() if phrase else None


def _same_value(want: Mapping[str, Any], got: Quantity) -> bool:
    if want["kind"] in {"date", "time"}:
        return want["iso"] is None or got.iso in [want["iso"], *want.get("iso_alts", [])]
    if want.get("value") is not None and want["kind"] != "score":
        return _equal(want["value"], got.value)
    if want.get("cmp") == "vague":
        return _equal(want["value_low"], got.value_low)
    return all(_equal(want[b], getattr(got, b)) for b in ("value_low", "value_high"))


def _equal(want: str | None, got: Decimal | None) -> bool:
    if want is None or got is None:
        return want is got
    # The gold writes two thirds as 0.6667.
    return abs(Decimal(want) - got) <= TOLERANCE * abs(Decimal(want))


@pytest.fixture(scope="session")
def marks_of() -> Callable[[Iterable[Mapping[str, Any]]], Marks]:
    return score_rows


@pytest.fixture(scope="session")
def read() -> Callable[[str], list[dict[str, Any]]]:
    return read_rows


class Sentences(list[Sentence]):
    def __repr__(self) -> str:  # Hypothesis prints its arguments
        return f"<{len(self)} sentences>"


@pytest.fixture(scope="session")
def sentences() -> Sentences:
    return Sentences(read_sentences())


@pytest.fixture(scope="session")
def written() -> Callable[[Quantity], str]:
    return in_words
