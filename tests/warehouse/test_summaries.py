"""What a warehouse file tells of its rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from warehouse.summaries import show_rows

if TYPE_CHECKING:
    from tests.warehouse.conftest import Article, Mill
    from warehouse.home import Home


def test_rows_are_shown_by_what_people_know_them_by(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    first = articles[0].document_id
    wanted = {"documents": [first, "gone"], "passages": [f"{first}/0"], "no_table": ["x"]}
    shown = show_rows(home.warehouse, wanted)
    assert shown.keys() == {("documents", first), ("passages", f"{first}/0")}
    document = json.loads(shown["documents", first])
    assert list(document)[:2] == ["title", "text"]
    assert len(document["text"]) <= 160
    assert len(document) == 4
