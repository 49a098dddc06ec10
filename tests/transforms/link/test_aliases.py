"""The user's file of aliases: how it is read, and what it decides."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.link.aliases import (
    Aliases,
    AliasesError,
    GivenEntity,
    aliases_of,
    read_aliases,
)
from transforms.link.entities import link_entities

if TYPE_CHECKING:
    import random
    from pathlib import Path

TOML = """
[[entity]]
name = "George W. Bush"
aliases = ["Dubya", "Bush junior"]
label = "PERSON"
country_code = "US"

[[entity]]
name = "George H. W. Bush"
"""
CSV = """\
# Two presidents.
name,aliases,label,country_code
George W. Bush,Dubya | Bush junior,PERSON,US

George H. W. Bush,,,
"""
PRESIDENTS = aliases_of(
    [
        GivenEntity("George W. Bush", ("Bush junior", "Dubya"), "PERSON", "US"),
        GivenEntity("George H. W. Bush"),
    ]
)


@pytest.mark.parametrize(("name", "text"), [("a.toml", TOML), ("a.csv", CSV), ("a.CSV", CSV)])
def test_a_file_is_read(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text("\ufeff" + text if name == "a.csv" else text, "utf-8")
    assert read_aliases(path) == PRESIDENTS


def test_an_empty_file_gives_nothing(tmp_path: Path) -> None:
    for name in ("a.toml", "a.csv"):
        (tmp_path / name).write_text("", "utf-8")
        assert read_aliases(tmp_path / name) == Aliases()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[entity]]\nnane = "X"', "did you mean 'name'"),
        ("[[entity]]\naliases = []", "entity 1: it needs a name"),
        ('[[entity]]\nname = ""', "is no name"),
        ('[[entity]]\nname = "X"\naliases = "Y"', "aliases are a list"),
        ('[[entity]]\nname = "X"\nlabel = "PLACE"', "label is one of PERSON"),
        ('[[entity]]\nname = "X"\ncountry_code = "ukr"', "a code like 'UA'"),
        ('[[entity]]\nname = "X"\naliases = ["Y"]\n[[entity]]\nname = "the y"', "keep one"),
        ('[[entity]]\nname = "X"\n[[entity]]\nname = "X"\n[[entity]]\nname = "x"', "keep one"),
        ("entity = 3", "under \\[\\[entity\\]\\]"),
        ('name = "X"', "under \\[\\[entity\\]\\]"),
        ("[[entity]", "cannot be read as aliases"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(AliasesError, match=said) as raised:
        read_aliases(path)
    assert "wrong.toml" in str(raised.value)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301 ours


@pytest.mark.parametrize("text", ["name,aliases\nX", "name\nX,Y", 'name\n"X'])
def test_a_broken_table_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "wrong.csv").write_text(text, "utf-8")
    with pytest.raises(AliasesError, match=r"wrong\.csv"):
        read_aliases(tmp_path / "wrong.csv")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AliasesError, match="there is no file of aliases"):
        read_aliases(tmp_path / "none.toml")


def mention(document: str, text: str, label: str = "PERSON", name: str | None = None) -> pa.Table:
    return {
        "document_id": document,
        "mention_id": f"{document} {text}",
        "start_offset": 0,
        "end_offset": len(text),
        "text": text,
        "name": name,
        "label": label,
        "office": None,
        "role_organization": None,
    }


def entities(rows: list[pa.Table], aliases: Aliases | None) -> dict[str, list[str]]:
    """The mentions of each entity, by its name and, where two have one, its id."""
    links = link_entities(pa.Table.from_pylist(rows), aliases)
    names = {row["entity_id"]: row["name"] for row in links.entities.to_pylist()}
    found: dict[str, list[str]] = {}
    for link in links.mentions.to_pylist():
        found.setdefault(link["entity_id"], []).append(link["mention_id"])
    assert len(names) == len(found)
    return {f"{names[key]} {key[:3]}": sorted(found[key]) for key in found}


def groups(rows: list[pa.Table], aliases: Aliases | None) -> list[list[str]]:
    return sorted(entities(rows, aliases).values())


def test_spellings_of_one_entity_are_one() -> None:
    rows = [mention("1", "George W. Bush"), mention("2", "Dubya"), mention("3", "the DUBYA")]
    assert len(groups(rows, None)) == 2
    assert len(groups(rows, PRESIDENTS)) == 1
    [entity] = link_entities(pa.Table.from_pylist(rows), PRESIDENTS).entities.to_pylist()
    assert (entity["name"], entity["country_code"]) == ("George W. Bush", "US")
    assert "Dubya" in entity["aliases"]


def test_what_the_rules_find_to_be_one_with_it_joins_it() -> None:
    given_one = aliases_of([GivenEntity("Volodymyr Zelensky", ("Ze",))])
    rows = [mention("1", "Ze"), mention("2", "Volodymyr Zelenskyy"), mention("3", "Ze", "ORG")]
    assert groups(rows, given_one) == [["1 Ze", "2 Volodymyr Zelenskyy", "3 Ze"]]


def test_two_entities_of_the_file_are_never_one() -> None:
    rows = [mention("1", "Joe Smith"), mention("2", "Joseph Smith"), mention("3", "Joe H. Smith")]
    assert len(groups(rows, None)) == 1
    apart = aliases_of([GivenEntity("Joe Smith"), GivenEntity("Joseph Smith")])
    assert groups(rows, apart) == [["1 Joe Smith"], ["2 Joseph Smith"], ["3 Joe H. Smith"]]
    countries = aliases_of([GivenEntity("Netherlands"), GivenEntity("Holland")])
    rows = [mention("1", "the Netherlands", "GPE"), mention("2", "Holland", "GPE")]
    assert len(groups(rows, None)) == 1
    assert len(groups(rows, countries)) == 2


def test_another_kind_of_thing_can_be_the_same_entity() -> None:
    kremlin = aliases_of([GivenEntity("Russia", ("Kremlin",), "GPE")])
    rows = [mention("1", "Russia", "GPE"), mention("2", "Kremlin", "ORG")]
    assert groups(rows, kremlin) == [["1 Russia", "2 Kremlin"]]
    [entity] = link_entities(pa.Table.from_pylist(rows), kremlin).entities.to_pylist()
    assert (entity["label"], entity["country_code"]) == ("GPE", "RU")


def test_a_listed_surname_is_another_s_where_the_document_says_so() -> None:
    bush = aliases_of([GivenEntity("George W. Bush", ("Bush",))])
    rows = [
        mention("1", "George W. Bush"),
        mention("2", "Bush"),
        mention("3", "Bush", name="Laura Bush"),
        mention("4", "Laura Bush"),
    ]
    assert groups(rows, bush) == [["1 George W. Bush", "2 Bush"], ["3 Bush", "4 Laura Bush"]]


def test_a_single_word_can_be_an_entity() -> None:
    pele = aliases_of([GivenEntity("Pelé", ("Edson Arantes do Nascimento",)), GivenEntity("WHO")])
    rows = [
        mention("1", "Pele"),
        mention("2", "Edson Arantes do Nascimento"),
        mention("3", "WHO", "ORG"),
        mention("4", "World Health Organization", "ORG"),
    ]
    assert ["1 Pele", "2 Edson Arantes do Nascimento"] in groups(rows, pele)


ROWS = [
    mention(str(i), text, label)
    for i, (text, label) in enumerate(
        [
            ("George W. Bush", "PERSON"),
            ("Bush", "PERSON"),
            ("Dubya", "ORG"),
            ("George H. W. Bush", "PERSON"),
            ("Netherlands", "GPE"),
            ("George Bush", "PERSON"),
        ]
    )
]


@given(st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_neither_the_order_of_the_file_nor_of_the_mentions_shows(shuffler: random.Random) -> None:
    listed, rows = list(PRESIDENTS.entities), list(ROWS)
    shuffler.shuffle(listed)
    shuffler.shuffle(rows)
    assert aliases_of(listed).fingerprint == PRESIDENTS.fingerprint
    found = link_entities(pa.Table.from_pylist(rows), aliases_of(listed))
    expected = link_entities(pa.Table.from_pylist(ROWS), PRESIDENTS)
    assert found.mentions.equals(expected.mentions)
    assert found.entities.equals(expected.entities)


def test_every_field_shows_in_the_fingerprint() -> None:
    one = GivenEntity("A", ("B",), "ORG", "US")
    others = [
        GivenEntity("C", ("B",), "ORG", "US"),
        GivenEntity("A", (), "ORG", "US"),
        GivenEntity("A", ("B",), None, "US"),
        GivenEntity("A", ("B",), "ORG", None),
    ]
    fingerprints = {aliases_of([entity]).fingerprint for entity in (one, *others)}
    assert len(fingerprints) == 5


@given(
    st.lists(
        st.builds(GivenEntity, st.text(max_size=8), st.tuples(st.text(max_size=8))), max_size=4
    )
)
@example([GivenEntity("0", ("a {",))])
@settings(deadline=None, max_examples=50)
def test_no_entity_is_too_odd(listed: list[GivenEntity]) -> None:
    try:
        aliases = aliases_of(listed)
    except AliasesError:
        return
    spelled = [s for entity in listed for s in (entity.name, *entity.aliases)]
    rows = [mention(str(i), text) for i, text in enumerate(spelled)]
    if rows:
        links = link_entities(pa.Table.from_pylist(rows), aliases)
        assert links.entities.num_rows == len(listed)
