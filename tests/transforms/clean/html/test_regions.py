from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import html

import transforms.clean.regions
from transforms.clean.cleaned import RemovedKind
from transforms.clean.regions import region_rule, region_rules

TABLE = Path(transforms.clean.regions.__file__).with_name("regions.toml")
ROWS = tomllib.loads(TABLE.read_text(encoding="utf-8"))["region"]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_rule_names_its_example(row: dict[str, Any]) -> None:
    element = html.fragment_fromstring(row["example"])
    name = f"{element.get('class', '')} {element.get('id', '')}"
    assert region_rule(element.tag, name) == row["id"]


def test_ids_are_unique_and_kinds_are_known() -> None:
    assert len(region_rules()) == len(ROWS)
    assert {rule.kind for rule in region_rules().values()} <= set(get_args(RemovedKind))


@pytest.mark.parametrize(
    "name",
    ["article-body", "story__text", "content main", "unrelated", "sharepoint-post", "headline"],
)
def test_names_of_bodies_are_no_regions(name: str) -> None:
    assert region_rule("div", name) is None
