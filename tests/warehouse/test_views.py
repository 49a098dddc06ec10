"""Every view answers what its head says, on a small corpus; stubs and old versions stay out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from warehouse.catalog import all_views
from warehouse.read import connect, query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb
    from conftest import Article, Mill

    from warehouse.home import Home

    Ask = Callable[[str], list[dict[str, Any]]]

DESIGNED = {
    "latest_documents",
    "people",
    "places",
    "organizations",
    "money",
    "dates",
    "quotes_by_speaker",
    "story_facts",
    "disagreements",
    "corroborated",
    "entity_timeline",
    "entity_pairs",
    "coverage",
    "gkg",
}
VIEWS = {view.name: view for view in all_views()}


@pytest.fixture
def connection(
    home: Home, mill: Mill, articles: tuple[Article, ...], article: type[Article]
) -> Iterator[duckdb.DuckDBPyConnection]:
    talks, swap, stub = articles
    former = article(
        talks.name, "Former headline\nFrance was named before.", mentions=[("France", "GPE")]
    )
    talks.modified_at = talks.published_at
    copy = article(
        "copy",
        swap.text,
        site="copies.example",
        published_at=swap.published_at + timedelta(days=1),
        mentions=swap.mentions,
        quantities=swap.quantities,
    )
    mill.run("r1", former, stub)
    mill.run("r2", talks, swap, copy, links=linked(talks, swap, copy))
    mill.publish("r2")
    with connect(home) as connection:
        yield connection


def linked(talks: Article, swap: Article, copy: Article) -> dict[str, list[dict[str, Any]]]:
    """Two outlets swap 1,000 prisoners and agree; a third speaks of 800, and all pledge money."""
    documents = [talks, swap, copy]
    claims = [
        ("swap", swap, "1,000 prisoners", 1000),
        ("swap", copy, "1,000 prisoners", 1000),
        ("swap", talks, "800 prisoners", 800),
        ("pledge", talks, "$50 million", 50_000_000),
        ("pledge", swap, "$50 million", 50_000_000),
    ]
    verdicts = {"swap": ("disagree", 3, 2), "pledge": ("agree", 2, 2)}
    return {
        "duplicate_groups": [
            {
                "duplicate_group_id": "g",
                "document_id": document.document_id,
                "similarity": 1.0,
                "is_original": document is swap,
            }
            for document in (swap, copy)
        ],
        "stories": [
            {
                "story_id": "s",
                "headline": "Talks",
                "document_count": 3,
                "independent_count": 2,
                "sites": sorted(document.site for document in documents),
            }
        ],
        "story_documents": [
            {"story_id": "s", "document_id": document.document_id, "similarity": 1.0}
            for document in documents
        ],
        "facts": [
            {
                "fact_id": fact_id,
                "story_id": "s",
                "attribute": fact_id,
                "verdict": verdict,
                "document_count": document_count,
                "independent_count": independent_count,
            }
            for fact_id, (verdict, document_count, independent_count) in verdicts.items()
        ],
        "assertions": [
            {
                "assertion_id": f"{fact_id}-{document.name}",
                "fact_id": fact_id,
                "story_id": "s",
                "document_id": document.document_id,
                "start_offset": 0,
                "end_offset": 1,
                "text": text,
                "attribute": fact_id,
                "value": value,
            }
            for fact_id, document, text, value in claims
        ],
    }


@pytest.fixture
def ask(connection: duckdb.DuckDBPyConnection) -> Ask:
    def rows(sql: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = query(connection, sql).to_pylist()
        return found

    return rows


def test_every_designed_view_is_there_and_in_the_documentation() -> None:
    assert VIEWS.keys() >= DESIGNED
    page = Path(__file__).parents[2].joinpath("docs", "warehouse.md").read_text(encoding="utf-8")
    assert {name for name in VIEWS if f"`{name}`" not in page} == set()


def test_on_empty_tables_every_view_gives_its_columns_and_no_rows(home: Home, mill: Mill) -> None:
    mill.run("r1")
    mill.publish("r1")
    with connect(home) as connection:
        for name in VIEWS:
            assert query(connection, f"FROM {name}").num_rows == 0, name


def test_every_view_has_rows_here_and_a_comment_on_itself_and_every_column(ask: Ask) -> None:
    comments = {
        row["view_name"]: row["comment"]
        for row in ask("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal")
    }
    assert comments == {name: view.meaning for name, view in VIEWS.items()}
    assert all(comment.endswith(".") for comment in comments.values())
    uncommented = ask(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL "
        "AND NOT internal"
    )
    assert uncommented == []
    for name, view in VIEWS.items():
        rows = ask(f"FROM {name}")
        assert rows or name == "organizations", name
        assert view.columns.keys() <= {column for row in rows for column in row} or not rows


def test_stubs_and_former_versions_are_out_of_every_view(ask: Ask) -> None:
    gone = {"France", "Former headline", "Subscribe to read"}
    for name in VIEWS:
        seen = {value for row in ask(f"FROM {name}") for value in map(str, row.values())}
        assert not seen & gone, name
    assert len(ask("FROM latest_documents")) == 3
    assert len(ask("FROM documents")) == 5


def test_people_are_counted_and_keep_the_role_given_last(
    home: Home, mill: Mill, article: type[Article]
) -> None:
    runs = {}
    for name, days, role, organization in (
        ("a", 2, "President", "Ukraine"),
        ("b", 1, "actor", None),
        ("c", 3, None, None),
    ):
        one = article(
            name,
            f"{name}\n{role} Volodymyr Zelensky spoke.",
            site=f"{name}.example",
            mentions=[("Volodymyr Zelensky", "PERSON")],
        )
        one.published_at += timedelta(days=days)
        runs[name] = one, role, organization
    manifest = mill.prepare_run("r1", *(one for one, *_ in runs.values()))
    mentions = [
        row | {"role": role, "office": role and role.lower(), "role_organization": organization}
        for one, role, organization in runs.values()
        for row in one.rows()["entity_mentions"]
    ]
    mill.replace(manifest, "entity_mentions", mentions)
    mill.publish("r1")
    with connect(home) as connection:
        [row] = query(connection, "FROM people").to_pylist()
    assert (row["name"], row["document_count"], row["site_count"]) == ("Volodymyr Zelensky", 3, 3)
    assert (row["role"], row["office"], row["organization"]) == (
        "President",
        "president",
        "Ukraine",
    )


def test_places_count_a_duplicate_once_where_asked(ask: Ask) -> None:
    [russia] = ask("FROM places WHERE name = 'Russia'")
    assert (russia["document_count"], russia["independent_count"], russia["site_count"]) == (
        3,
        2,
        3,
    )


def test_numbers_money_and_dates_come_with_their_sentence(ask: Ask) -> None:
    [money] = ask("FROM money")
    assert (int(money["value"]), money["currency"]) == (50_000_000, "USD")
    assert money["sentence"] == "Russia pledged $50 million on May 16."
    [day] = ask("FROM dates")
    assert (day["text"], day["iso"], day["date_start"]) == (
        "May 16",
        "2025-05-16",
        date(2025, 5, 16),
    )
    assert [row["counted"] for row in ask("FROM numbers WHERE kind = 'count'")] == ["prisoners"] * 2


def test_quotes_carry_the_name_of_their_speaker(ask: Ask) -> None:
    [quote] = ask("FROM quotes_by_speaker")
    assert (quote["speaker"], quote["text"]) == ("Volodymyr Zelensky", "We are ready,")


def test_facts_are_compared_over_outlets(ask: Ask) -> None:
    [disagreement] = ask("FROM disagreements")
    assert disagreement["claims"] == [
        "copies.example: 1,000 prisoners",
        "example.net: 1,000 prisoners",
        "example.org: 800 prisoners",
    ]
    assert (disagreement["least_value"], disagreement["greatest_value"]) == (800, 1000)
    [corroborated] = ask("FROM corroborated")
    assert (corroborated["fact_id"], corroborated["independent_count"]) == ("pledge", 2)
    assert len(ask("FROM story_facts")) == 5


def test_pairs_are_named_in_one_sentence_and_found_from_both_sides(ask: Ask) -> None:
    pairs = ask(
        "SELECT name, other_name, document_count, sentence_count FROM entity_pairs ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in pairs] == [
        ("Russia", "Ukraine", 2, 2),
        ("Ukraine", "Russia", 2, 2),
        ("Vladimir Putin", "Volodymyr Zelensky", 1, 1),
        ("Volodymyr Zelensky", "Vladimir Putin", 1, 1),
    ]


def test_the_timeline_and_the_coverage_count_days(ask: Ask) -> None:
    assert [
        (row["published_date"].day, row["document_count"])
        for row in ask("FROM entity_timeline WHERE name = 'Russia'")
    ] == [(17, 2), (18, 1)]
    assert {
        (row["published_date"].day, row["site"]): (
            row["document_count"],
            row["duplicate_count"],
            row["stub_count"],
        )
        for row in ask("FROM coverage")
    } == {
        (17, "example.net"): (1, 0, 0),
        (17, "example.org"): (1, 0, 1),
        (18, "copies.example"): (1, 1, 0),
    }


def test_gkg_keeps_the_encodings_of_gdelt(ask: Ask) -> None:
    [record] = ask("FROM gkg WHERE source_common_name = 'example.org'")
    assert record["date"] == "20250517120000"
    assert record["persons"] == "Vladimir Putin;Volodymyr Zelensky"
    assert record["enhanced_persons"] == "Vladimir Putin,23;Volodymyr Zelensky,51"
    assert record["locations"].split(";")[0].split("#") == ["", "Istanbul", "", "", "", "", ""]
    assert record["enhanced_locations"].split(";")[0].split("#")[-1] == "14"
    assert len(record["enhanced_locations"].split(";")[0].split("#")) == 9
    assert record["enhanced_dates"] == "3,5,16,2025,154"
    assert record["amounts"] == "50000000,USD,139"
    assert record["quotations"] == "84|13|said|We are ready,"
