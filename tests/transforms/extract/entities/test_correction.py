from __future__ import annotations

import csv
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.entities.correction import correct_names
from transforms.extract.entities.gazetteer import load_gazetteer
from transforms.extract.entities.spans import Span

if TYPE_CHECKING:
    from transforms.extract.annotation import Label

HERE = Path(__file__).parent
DATA = Path(__file__).parents[4] / "transforms" / "extract" / "entities" / "data"
CASES = tomllib.loads((HERE / "corrections.toml").read_text(encoding="utf-8"))["case"]
NAME = re.compile(r"\{([A-Z]+) ([^}]*)\}")
LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW")


def unmarked(marked: str) -> tuple[str, list[Span]]:
    text, spans = "", []
    at = 0
    for match in NAME.finditer(marked):
        text += marked[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), cast("Label", match[1])))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


def marked(text: str, spans: list[Span]) -> str:
    for span in reversed(spans):
        name = f"{{{span.label} {text[span.start : span.end]}}}"
        text = text[: span.start] + name + text[span.end :]
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_names_are_corrected(case: dict[str, str]) -> None:
    text, spans = unmarked(case["found"])
    assert marked(text, correct_names(text, spans)) == case["corrected"]


def heads() -> list[dict[str, str]]:
    lines = (DATA / "heads.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize("row", heads(), ids=lambda row: row["word"])
def test_the_last_word_of_a_name_tells_its_label(row: dict[str, str]) -> None:
    text = f"We saw the {row['example']}, they said"
    found = correct_names(text, [Span(11, 11 + len(row["example"]), "PRODUCT")])
    assert [s.label for s in found] == [row["label"]]


@pytest.mark.parametrize("table", sorted(p.name for p in DATA.glob("*.csv")))
def test_tables_have_whole_rows_and_no_row_twice(table: str) -> None:
    lines = (DATA / table).read_text(encoding="utf-8").splitlines()
    header, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    assert lines[0].startswith("#")
    assert all(len(row) == len(header) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_labels_in_tables_are_labels() -> None:
    gazetteer = load_gazetteer()
    assert {k.label for k in gazetteer.forms.values()} <= set(LABELS)
    assert set(gazetteer.heads.values()) <= set(LABELS)


@given(
    st.text(alphabet="Ab Cd. '’-()/\n“”éİßA", max_size=80),
    st.lists(
        st.tuples(st.integers(0, 80), st.integers(1, 20), st.sampled_from(LABELS)), max_size=8
    ),
)
def test_names_lie_in_the_text_and_never_overlap(
    text: str, raw: list[tuple[int, int, Label]]
) -> None:
    spans = [Span(a, min(a + n, len(text)), label) for a, n, label in raw if a < len(text)]
    found = correct_names(text, spans)
    assert found == sorted(found)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
