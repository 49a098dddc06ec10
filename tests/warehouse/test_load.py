from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.read import connect, query

if TYPE_CHECKING:
    from conftest import Article, Mill

    from warehouse.home import Home


def test_a_run_is_read_by_its_views(home: Home, mill: Mill, articles: tuple[Article, ...]) -> None:
    mill.run("r1", *articles)
    mill.publish("r1")
    with connect(home) as connection:
        titles = query(connection, "SELECT title FROM latest_documents ORDER BY title")
    assert titles.column("title").to_pylist() == ["Prisoners are swapped", "Talks open in Istanbul"]
