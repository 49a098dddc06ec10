"""``newsmill entity``: one of the seeds' people and countries, however it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.flows.conftest import Newsmill


def test_a_person_with_spellings_roles_company_and_quotes(published: Newsmill) -> None:
    told = json.loads(published("entity", "zelenskiy", "--json").stdout)
    assert told["entity"]["name"] == "Volodymyr Zelensky"
    spellings = {row["spelling"]: row["mention_count"] for row in told["spellings"]}
    assert {"Zelensky", "Zelenskiy", "Volodymyr Zelensky"} <= spellings.keys()
    assert sum(spellings.values()) == told["entity"]["mention_count"]
    assert ("president", "Ukraine") in [
        (row["office"], row["organization"]) for row in told["roles"]
    ]
    assert {row["first_seen"] for row in told["roles"]} == {"2025-05-17"}
    assert "Vladimir Putin" in [row["name"] for row in told["named_with"]]


def test_a_country_with_its_offices(published: Newsmill) -> None:
    shown = published("entity", "Türkiye").stdout
    assert shown.startswith("Turkey\nGPE · TR · ")
    assert "minister of foreign affairs" in shown
    assert "Hakan Fidan" in shown


def test_where_a_name_could_be_several_they_are_listed(published: Newsmill) -> None:
    done = published("entity", "vladimir", "--json", expect=2)
    listed = json.loads(done.stdout)
    assert len(listed) > 1
    assert "say which" in done.stderr
    chosen = json.loads(published("entity", listed[0]["entity_id"], "--json").stdout)
    assert chosen["entity"]["name"] == listed[0]["name"]


@pytest.mark.parametrize(("name", "said"), [("Zelenksy", "Volodymyr Zelensky"), ("", "nothing is")])
def test_a_name_that_is_not_there(published: Newsmill, name: str, said: str) -> None:
    done = published("entity", name, expect=2)
    assert said in done.stderr
    assert not done.stdout
