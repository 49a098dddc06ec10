from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.link.entities import EntityLinks, link_entities

if TYPE_CHECKING:
    import random

SCHEMA = pa.schema(
    [
        ("document_id", pa.string()),
        ("mention_id", pa.string()),
        ("start_offset", pa.int64()),
        ("end_offset", pa.int64()),
        ("text", pa.string()),
        ("name", pa.string()),
        ("label", pa.string()),
        ("office", pa.string()),
        ("role_organization", pa.string()),
    ]
)
LABELS = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW")
PAIRS = Path(__file__).parent / "pairs.csv"


class Pair(NamedTuple):
    same: str
    a: str
    a_with: str
    b: str
    b_with: str


def pairs() -> list[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        return [Pair(*row) for row in rows][1:]


def labelled(name: str, default: str) -> tuple[str, str]:
    head, colon, label = name.rpartition(":")
    return (head, label) if colon else (name, default)


def document(document_id: str, name: str, beside: str) -> list[dict[str, object]]:
    """The mentions of a document, the name first; ">" joins "Paris" and "Texas" by a comma."""
    named = [labelled(name, "PERSON"), *(labelled(n, "GPE") for n in beside.split("|") if n)]
    rows: list[dict[str, object]] = []
    at = 0
    for index, (marked, label) in enumerate(named):
        text = marked.removeprefix(">")
        at += 2 if text != marked else 10
        rows.append(mention(document_id, index, text, label, at))
        at += len(text)
    return rows


def mention(
    document_id: str, index: int, text: str, label: str, start: int, **more: str
) -> dict[str, object]:
    return {
        "document_id": document_id,
        "mention_id": f"{document_id}:{index}",
        "start_offset": start,
        "end_offset": start + len(text),
        "text": text,
        "label": label,
        **more,
    }


def link(rows: list[dict[str, object]]) -> EntityLinks:
    return link_entities(pa.Table.from_pylist(rows, schema=SCHEMA))


def entity_ids(links: EntityLinks) -> dict[str, str]:
    table = links.mentions
    return dict(zip(table["mention_id"].to_pylist(), table["entity_id"].to_pylist(), strict=True))


@pytest.mark.parametrize("pair", pairs(), ids=lambda p: f"{p.same}-{p.a}-{p.b}")
def test_two_names_name_one_thing_or_two(pair: Pair) -> None:
    rows = document("d1", pair.a, pair.a_with) + document("d2", pair.b, pair.b_with)
    ids = entity_ids(link(rows))
    assert (ids["d1:0"] == ids["d2:0"]) == (pair.same == "yes")


def test_enough_pairs_are_written_down() -> None:
    kinds = [pair.same for pair in pairs()]
    assert kinds.count("yes") >= 60
    assert kinds.count("no") >= 40


def corpus() -> list[dict[str, object]]:
    rows = []
    for index, pair in enumerate(pairs()):
        rows += document(f"a{index}", pair.a, pair.a_with)
        rows += document(f"b{index}", pair.b, pair.b_with)
    return rows


@given(st.randoms(use_true_random=False))
@settings(max_examples=5, deadline=None)
def test_the_order_of_the_mentions_does_not_matter(shuffler: random.Random) -> None:
    rows = corpus()
    expected = link(rows)
    shuffler.shuffle(rows)
    found = link(rows)
    assert found.mentions.equals(expected.mentions)
    assert found.entities.equals(expected.entities)


def test_the_size_of_what_is_looked_at_at_a_time_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = pa.Table.from_pylist(corpus(), schema=SCHEMA)
    expected = link_entities(table)
    monkeypatch.setattr("transforms.link.context._PAIRS_AT_A_TIME", 1)
    monkeypatch.setattr("transforms.link.entities._ENTITIES_AT_A_TIME", 3)
    found = link_entities(table.to_batches(max_chunksize=7))
    assert found.mentions.equals(expected.mentions)
    assert found.entities.equals(expected.entities)


def test_every_mention_has_an_entity_and_counts_add_up() -> None:
    rows = corpus()
    links = link(rows)
    entities = {e["entity_id"]: e for e in links.entities.to_pylist()}
    assert sorted(entity_ids(links)) == sorted(str(r["mention_id"]) for r in rows)
    assert set(entity_ids(links).values()) == set(entities)
    assert sum(e["mention_count"] for e in entities.values()) == len(rows)
    assert all(1 <= e["document_count"] <= e["mention_count"] for e in entities.values())
    assert all(e["aliases"] == sorted(set(e["aliases"]) - {e["name"]}) for e in entities.values())


def test_no_mentions_no_entities() -> None:
    links = link([])
    assert links.mentions.num_rows == 0
    assert links.entities.num_rows == 0
    assert links.entities.column_names[0] == "entity_id"


def test_ids_stay_when_documents_are_added() -> None:
    rows = document("d1", "Hakan Fidan", "Turkey|NATO:ORG")
    more = document("d2", "Hakan Fidan", "Turkey|Kyiv")
    before, after = entity_ids(link(rows)), entity_ids(link(rows + more))
    assert {key: after[key] for key in before} == before


def test_names_are_resolved_in_their_document_where_nobody_did() -> None:
    rows = [
        mention("d1", 0, "Vladimir Medinsky", "PERSON", 0),
        mention("d1", 1, "Medinsky", "PERSON", 50),
        mention("d2", 0, "Medinsky", "PERSON", 0, name="Pavel Medinsky"),
    ]
    ids = entity_ids(link(rows))
    assert ids["d1:0"] == ids["d1:1"] != ids["d2:0"]


def test_countries_and_peoples_carry_the_code() -> None:
    rows = document("d1", "Turkey:GPE", "Turkish:NORP|Istanbul|Kremlin:ORG|Yugoslavia")
    codes = {e["name"]: e["country_code"] for e in link(rows).entities.to_pylist()}
    assert codes == {
        "Turkey": "TR",
        "Turkish": "TR",
        "Istanbul": "TR",
        "Kremlin": "RU",
        "Yugoslavia": "YU",
    }


def test_an_entity_goes_by_its_fullest_name() -> None:
    rows = [
        mention("d1", i, "Zelensky", "PERSON", i * 20, name="Volodymyr Zelensky") for i in range(3)
    ]
    rows.append(mention("d2", 0, "Volodymyr Zelenskiy", "PERSON", 0, name="Volodymyr Zelenskiy"))
    (entity,) = link(rows).entities.to_pylist()
    assert entity["name"] == "Volodymyr Zelensky"
    assert entity["aliases"] == ["Volodymyr Zelenskiy", "Zelensky"]


def test_a_surname_goes_to_the_holder_of_the_office() -> None:
    rows = [
        mention("d1", 0, "James Baker", "PERSON", 0, office="treasury secretary"),
        mention("d2", 0, "Howard Baker", "PERSON", 0, office="chief of staff"),
        mention("d3", 0, "Baker", "PERSON", 0, office="treasury secretary"),
        mention("d4", 0, "Baker", "PERSON", 0, office="chief of staff"),
        mention("d5", 0, "Baker", "PERSON", 0),
    ]
    ids = entity_ids(link(rows))
    assert ids["d3:0"] == ids["d1:0"]
    assert ids["d4:0"] == ids["d2:0"]
    assert ids["d5:0"] not in {ids["d1:0"], ids["d2:0"]}


def test_an_acronym_goes_to_the_body_whose_documents_it_is_like() -> None:
    beside = "South Africa|Pretoria|Jacob Zuma:PERSON"
    rows = document("d1", "National Prosecuting Authority:ORG", beside)
    rows.append(
        mention("d1", 9, "NPA", "ORG", 200, name="National Prosecuting Authority"),
    )
    rows += document("d2", "NPA:ORG", beside)
    rows += document("d3", "NPA:ORG", "Manila|Mindanao")
    ids = entity_ids(link(rows))
    assert ids["d2:0"] == ids["d1:0"] == ids["d1:9"] != ids["d3:0"]


def test_a_role_belongs_to_the_country_behind_its_people() -> None:
    rows = [
        mention("d1", 0, "Russian", "NORP", 0),
        mention("d1", 1, "Vladimir Putin", "PERSON", 20, role_organization="Russian"),
        mention("d1", 2, "Russia", "GPE", 50),
        mention("d2", 0, "Turkish", "NORP", 0),
        mention("d2", 1, "Hakan Fidan", "PERSON", 20, role_organization="Turkish"),
        mention("d3", 1, "Jane Doe", "PERSON", 20, role_organization="Acme"),
    ]
    links = link(rows)
    ids = entity_ids(links)
    organizations = dict(
        zip(
            links.mentions["mention_id"].to_pylist(),
            links.mentions["role_organization_id"].to_pylist(),
            strict=True,
        )
    )
    assert organizations["d1:1"] == ids["d1:2"]
    assert organizations["d2:1"] == ids["d2:0"], "no document names Turkey itself"
    assert organizations["d3:1"] is None


def test_a_pronoun_stays_in_its_document() -> None:
    rows = [mention("d1", 0, "I", "PERSON", 0), mention("d2", 0, "I", "PERSON", 0)]
    ids = entity_ids(link(rows))
    assert ids["d1:0"] != ids["d2:0"]


@given(st.lists(st.tuples(st.text(max_size=12), st.sampled_from(LABELS)), max_size=12))
@settings(deadline=None)
def test_no_name_is_too_odd(named: list[tuple[str, str]]) -> None:
    rows = [mention("d1", i, text, label, i * 20) for i, (text, label) in enumerate(named)]
    assert link(rows).mentions.num_rows == len(rows)
