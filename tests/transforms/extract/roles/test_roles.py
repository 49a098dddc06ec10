from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.extract.entities.spans import Span
from transforms.extract.roles import find_roles

if TYPE_CHECKING:
    from transforms.extract.annotation import Label

HERE = Path(__file__).parent
DATA = Path(__file__).parents[4] / "transforms" / "extract" / "role_data"
CASES = tomllib.loads((HERE / "roles.toml").read_text(encoding="utf-8"))["case"]
NAME = re.compile(r"\{([A-Z]+) ([^}]*)\}")


def unmarked(marked: str) -> tuple[str, list[Span]]:
    text, spans = "", []
    at = 0
    for match in NAME.finditer(marked):
        text += marked[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), cast("Label", match[1])))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_roles_are_read(case: dict[str, str]) -> None:
    text, spans = unmarked(case["text"])
    asked = max(i for i, s in enumerate(spans) if s.label == "PERSON")
    role = find_roles(text, spans).get(asked)
    if "role" not in case:
        assert role is None
        return
    assert role is not None
    assert text[role.start_offset : role.end_offset] == role.text == case["role"]
    assert role.office == case["office"]
    assert role.organization == case.get("organization")
    assert role.status == case["status"]


def test_a_role_may_belong_to_what_is_taken_for_a_person() -> None:
    text, spans = unmarked("{PERSON Paul Myers}, chief executive of {PERSON Wippit}, said so.")
    role = find_roles(text, spans)[0]
    assert (role.office, role.organization) == ("chief executive", "Wippit")


def test_a_plural_role_is_that_of_all_in_its_list() -> None:
    text, spans = unmarked("Presidents {PERSON Zelensky} and {PERSON Putin}, said {PERSON Peskov}")
    roles = find_roles(text, spans)
    assert sorted(roles) == [0, 1]
    assert {role.text for role in roles.values()} == {"Presidents"}
    assert {role.office for role in roles.values()} == {"president"}


def rows(table: str) -> list[dict[str, str]]:
    lines = (DATA / table).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def person_after(example: str, word: str) -> Span:
    """The name in an example: what follows the last capitalised run at its end."""
    name = re.search(r"(?:[A-Z][\w.’'-]*|bin|al-\w+)(?: (?:[A-Z][\w.’'-]*|bin|al-\w+))*$", example)
    assert name is not None
    found = re.search(rf"\b{re.escape(word)}[,]? ", example, re.IGNORECASE)
    start = max(name.start(), found.end() if found else 0)
    return Span(start, len(example), "PERSON")


@pytest.mark.parametrize("row", rows("offices.csv"), ids=lambda row: row["word"])
def test_every_office_has_an_example(row: dict[str, str]) -> None:
    person = person_after(row["example"], row["word"])
    role = find_roles(row["example"], [person]).get(0)
    assert role is not None
    assert row["office"].split()[-1] in role.office


@pytest.mark.parametrize("row", rows("modifiers.csv"), ids=lambda row: row["word"])
def test_every_modifier_stands_in_its_example(row: dict[str, str]) -> None:
    assert re.search(rf"\b{re.escape(row['word'])}\b", row["example"], re.IGNORECASE)
    heads = [r["word"] for r in rows("offices.csv")]
    words = row["example"].lower().split()
    head = [w for w in words if w.rstrip(",") in heads or w.split("-")[0] in heads]
    person = person_after(row["example"], head[-1])
    role = find_roles(row["example"], [person]).get(0)
    assert role is not None
    assert row["word"] in role.text.lower()
    assert role.status == (row["status"] or role.status)


@given(st.text(alphabet="President of, theU.S. 's’-\nMinister and", max_size=60), st.data())
def test_roles_lie_in_the_text(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for role in find_roles(text, [Span(start, end, "PERSON")]).values():
        assert text[role.start_offset : role.end_offset] == role.text
        assert role.end_offset <= start or role.start_offset >= end
