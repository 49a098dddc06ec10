"""Which entity a name means, and what is told of it, on a small corpus."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.entities import SECTIONS, candidates, describe
from warehouse.errors import NoEntityError
from warehouse.read import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    from conftest import Article, Mill

    from warehouse.home import Home

# Entity: name, label, other spellings.
ENTITIES = {
    "putin0": ("Vladimir Putin", "PERSON", ["Putin"]),
    "zelensky0": ("Volodymyr Zelensky", "PERSON", ["Zelenskiy", "Zelensky"]),
    "zelenska0": ("Olena Zelensky", "PERSON", ["Zelensky"]),
    "istanbul0": ("Istanbul", "GPE", ["İstanbul"]),
    "russia0": ("Russia", "GPE", ["Russian Federation"]),
    "ukraine0": ("Ukraine", "GPE", []),
    "crimea0": ("Republic of Crimea", "GPE", []),
}


@pytest.fixture
def connection(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> Iterator[duckdb.DuckDBPyConnection]:
    talks, swap, stub = articles
    talks.text = talks.text.replace("open in Istanbul", "open", 1)
    entity_of = {name: key for key, (name, _, _) in ENTITIES.items()}
    links = [
        {"mention_id": mention["mention_id"], "entity_id": entity_of[mention["name"]]}
        for article in (talks, swap)
        for mention in article.rows()["entity_mentions"]
    ]
    entities = [
        {
            "entity_id": key,
            "name": name,
            "label": label,
            "aliases": aliases,
            "document_count": 1,
            "mention_count": 1,
        }
        for key, (name, label, aliases) in ENTITIES.items()
    ]
    mill.run("r1", talks, swap, stub, links={"mention_links": links, "entities": entities})
    mill.publish("r1")
    with connect(home) as connection:
        yield connection


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vladimir Putin", ["putin0"]),
        ("  PUTIN ", ["putin0"]),
        ("Istanbul", ["istanbul0"]),
        ("russian federation", ["russia0"]),
        ("federation", ["russia0"]),
        ("Zelensky", ["zelenska0", "zelensky0"]),
        ("Zelenskiy", ["zelensky0"]),
        ("Volodymyr", ["zelensky0"]),
        ("zelensky0", ["zelensky0"]),
        ("zelens", ["zelenska0", "zelensky0"]),
        ("of", ["crimea0"]),
    ],
)
def test_a_name_means(
    connection: duckdb.DuckDBPyConnection, name: str, expected: list[str]
) -> None:
    assert sorted(candidates(connection, name)["entity_id"].to_pylist()) == expected


@pytest.mark.parametrize(
    ("name", "similar"),
    [("Puttin", "Vladimir Putin"), ("istambul", "Istanbul"), ("Ukrane", "Ukraine")],
)
def test_a_name_that_is_not_there_leads_to_what_is(
    connection: duckdb.DuckDBPyConnection, name: str, similar: str
) -> None:
    with pytest.raises(NoEntityError, match=f"did you mean '{similar}'"):
        candidates(connection, name)


@pytest.mark.parametrize("name", ["", "   ", "%", "'", "xyzzy", "_"])
def test_what_is_like_nothing_is_an_error_all_the_same(
    connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    with pytest.raises(NoEntityError, match="lists what is named") as raised:
        candidates(connection, name)
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)  # noqa: S301 ours


def told(connection: duckdb.DuckDBPyConnection, entity_id: str, most: int = 10) -> dict[str, Any]:
    tables = describe(connection, entity_id, most)
    assert set(tables) == {"entity", *SECTIONS}
    return {section: table.to_pylist() for section, table in tables.items()}


def test_what_is_told_of_a_person(connection: duckdb.DuckDBPyConnection) -> None:
    found = told(connection, "zelensky0")
    [entity] = found["entity"]
    assert (entity["name"], entity["mention_count"], entity["document_count"]) == (
        "Volodymyr Zelensky", 1, 1,
    )  # fmt: skip
    assert found["spellings"] == [
        {"spelling": "Volodymyr Zelensky", "mention_count": 1, "document_count": 1}
    ]
    assert [row["name"] for row in found["named_with"]] == ["Istanbul", "Vladimir Putin"]
    assert [(row["kind"], row["quote_count"]) for row in found["quotes"]] == [("direct", 1)]
    assert found["roles"] == found["offices"] == []


def test_no_list_is_longer_than_wanted(connection: duckdb.DuckDBPyConnection) -> None:
    assert len(told(connection, "zelensky0", 1)["named_with"]) == 1


def test_one_named_only_in_stubs_and_former_versions_is_told_with_nothing(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    found = told(connection, "crimea0")
    assert found["entity"][0]["mention_count"] == 0
    assert found["spellings"] == []
