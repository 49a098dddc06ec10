from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import NoVersionError, QueryError
from warehouse.read import connect, query

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    from conftest import Article, Mill

    from warehouse.home import Home


@pytest.fixture
def published(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> Iterator[duckdb.DuckDBPyConnection]:
    mill.run("r1", *articles)
    mill.publish("r1")
    with connect(home) as connection:
        yield connection


def test_before_the_first_run_the_error_says_what_to_do(home: Home) -> None:
    with pytest.raises(NoVersionError, match="run 'newsmill run SOURCE' first"):
        connect(home)
    with pytest.raises(NoVersionError, match="nothing is published there yet"):
        connect(home, as_of="r1")


def test_a_former_version_can_be_read(
    home: Home, mill: Mill, articles: tuple[Article, ...]
) -> None:
    mill.run("r1", articles[0])
    mill.publish("r1")
    mill.run("r2", *articles)
    mill.publish("r2")
    for run_id, count in (("r1", 1), ("r2", 3)):
        with connect(home, as_of=run_id) as connection:
            assert query(connection, "SELECT document_id FROM documents").num_rows == count


@pytest.mark.parametrize("version", ["r7", "", "../warehouse", "r1' OR 1"])
def test_an_unknown_version_names_those_that_are_kept(
    home: Home, published: duckdb.DuckDBPyConnection, version: str
) -> None:
    assert published
    with pytest.raises(NoVersionError, match="kept are r1"):
        connect(home, as_of=version)


def test_nothing_can_be_written(published: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError, match="read-only"):
        query(published, "DELETE FROM documents")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM documnts", "there is no table 'documnts'; did you mean 'documents'"),
        ("SELECT * FROM People_", "there is no table 'People_'; did you mean 'people'"),
        ("SELECT * FROM xyzzy", "there is no table 'xyzzy'; 'newsmill schema' shows"),
        ("SELECT txt FROM documents", "there is no column 'txt'; did you mean 'text'"),
        ("SELECT d.txt FROM documents AS d", "there is no column 'txt'; did you mean 'text'"),
        ("SELECT label FROM documents", "'label' is not in this query's tables; .*entities"),
        ("SELECT foo(1)", "foo does not exist"),
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT '\ud800'", "not Unicode"),
        ("SELECT 1 WHERE ? = 1", "[Vv]alues were not provided"),
    ],
)
def test_errors_are_said_for_people(
    published: duckdb.DuckDBPyConnection, sql: str, message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        query(published, sql)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 ours


@pytest.mark.parametrize("value", ["it's", "a\0b", '"; DROP TABLE documents; --', "🇺🇦", ""])
def test_values_are_bound_not_read_as_sql(published: duckdb.DuckDBPyConnection, value: str) -> None:
    result = query(published, "SELECT $value AS value", {"value": value})
    assert result.to_pylist() == [{"value": value}]


def test_a_parameter_that_is_no_unicode_is_refused(published: duckdb.DuckDBPyConnection) -> None:
    for value in ("\ud800", ["fine", "\udfff"]):
        with pytest.raises(QueryError, match="not Unicode"):
            query(published, "SELECT ?", [value])
        with pytest.raises(QueryError, match="not Unicode"):
            query(published, "SELECT $value", {"value": value})
