from __future__ import annotations

import shlex
from datetime import UTC, datetime

import duckdb
import pytest

from expectations.tables import TABLES
from flows.report.checks import MOST_FINDINGS, MOST_ROWS, checks_by_table, count_outcomes
from flows.report.content import Check, RejectedRow, RunReport, Severity, Status
from flows.report.way_down import commands, quarantine_commands


def check(name: str, severity: Severity = "error", count: int = 1, **rest: object) -> Check:
    content = {
        "expectation_id": name,
        "table_name": name.partition(".")[0],
        "severity": severity,
        "success": False,
        "unexpected_count": count,
    }
    return Check.model_validate(content | rest)


def report(*checks: Check, status: Status = "published", rows: int = 0) -> RunReport:
    return RunReport(
        run_id="run-1",
        status=status,
        started_at=datetime(2026, 11, 22, tzinfo=UTC),
        quality=checks,
        rejected_rows=tuple(
            RejectedRow(table_name="quotes", row_key=f"key-{n}", expectation_id="quotes.a")
            for n in range(rows)
        ),
    )


def test_the_gravest_findings_come_first() -> None:
    tables = checks_by_table(
        report(
            check("facts.a", success=True, count=0),
            check("stories.a", "warning"),
            check("quotes.b", broken=True, count=0),
            check("quotes.a", "error", 2),
            check("quotes.c", "error", 7),
            check("documents.a", "gate"),
        )
    )
    assert [table.name for table in tables] == ["documents", "quotes", "stories", "facts"]
    assert [f.check.expectation_id for f in tables[1].findings] == [
        "quotes.c",
        "quotes.a",
        "quotes.b",
    ]


def test_a_broken_check_is_never_counted_as_a_breach() -> None:
    broken = check("quotes.a", "gate", 40, broken=True)
    assert count_outcomes([broken]) == {"gate": 0, "error": 0, "warning": 0, "broken": 1, "held": 0}
    (table,) = checks_by_table(report(broken, rows=3))
    assert table.findings[0].outcome == "broken"
    assert table.findings[0].more_rows == 0
    assert commands(report(broken), broken, ()) == ("newsmill doctor",)


def test_rows_beyond_the_room_are_counted() -> None:
    (table,) = checks_by_table(report(check("quotes.a", count=1000), rows=200))
    (finding,) = table.findings
    assert len(finding.rows) == MOST_ROWS
    assert finding.more_rows == 1000 - MOST_ROWS


def test_keys_stand_in_for_rows_that_stayed_where_they_were() -> None:
    (table,) = checks_by_table(report(check("quotes.a", "warning", 9, sample=["k1", "k2"])))
    (finding,) = table.findings
    assert finding.rows == ()
    assert finding.keys == ("k1", "k2")
    assert finding.more_rows == 7


def test_a_page_holds_only_so_many_findings() -> None:
    tables = checks_by_table(report(*[check(f"quotes.{n}") for n in range(MOST_FINDINGS + 5)]))
    assert sum(len(table.findings) for table in tables) == MOST_FINDINGS
    assert tables[0].total == MOST_FINDINGS + 5


def query_of(command: str) -> str:
    name, verb, query, *_ = shlex.split(command)
    assert (name, verb) == ("newsmill", "sql")
    return query


@pytest.mark.parametrize("name", ["quotes.text.balanced", 'quotes.it\'s "$HOME" `id`'])
def test_the_way_down_to_rejected_rows_is_a_query_that_finds_them(name: str) -> None:
    rejected = check(name)
    (command,) = commands(report(rejected), rejected, ())
    with duckdb.connect() as connection:
        connection.execute(TABLES["quarantine"].ddl())
        connection.execute(
            "INSERT INTO quarantine (quarantine_id, source_uri, source_id, table_name, row_key, "
            "stage, reason, attempts, status, first_run_id, last_run_id, run_id) VALUES ('q1', "
            "'u', 'i', 'quotes', 'key-1', 'validate', ?, 1, 'open', 'run-1', 'run-1', 'run-1')",
            [name],
        )
        found = connection.sql(query_of(command)).fetchall()
    assert [row[0] for row in found] == ["key-1"]


@pytest.mark.parametrize("key", ["k1", "it's", 'say "$HOME"', "`id`\\"])
def test_the_way_down_to_a_warning_is_a_query_on_the_table(key: str) -> None:
    warned = check("stories.a", "warning", sample=[key])
    (command,) = commands(report(warned), warned, ())
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE stories (story_id VARCHAR)")
        connection.execute("INSERT INTO stories VALUES (?), ('other')", [key])
        assert connection.sql(query_of(command)).fetchall() == [(key,)]


def test_the_way_down_knows_keys_of_several_columns() -> None:
    warned = check("passages.a", "warning", sample=["d1/7"])
    (command,) = commands(report(warned), warned, ())
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE passages (document_id VARCHAR, passage_index BIGINT)")
        connection.execute("INSERT INTO passages VALUES ('d1', 7), ('d1', 8)")
        assert connection.sql(query_of(command)).fetchall() == [("d1", 7)]


def test_a_run_that_was_not_published_is_asked_by_name() -> None:
    warned = check("stories.a", "gate", sample=["k1"])
    (command,) = commands(report(warned, status="gate_failed"), warned, ())
    assert shlex.split(command)[3:] == ["--as-of", "run-1"]


def test_the_first_rejected_row_can_be_shown_by_its_id() -> None:
    rejected = check("quotes.a")
    row = RejectedRow(
        table_name="quotes", row_key="k", expectation_id="quotes.a", quarantine_id="q 1"
    )
    first, _ = commands(report(rejected), rejected, [row])
    assert shlex.split(first) == ["newsmill", "quarantine", "show", "q 1"]


@pytest.mark.parametrize("home", ["/srv/news desk", "it's", "$HOME/`id`"])
def test_a_home_folder_of_ones_own_is_named(home: str) -> None:
    broken = check("stories.a", broken=True)
    run = report(broken).model_copy(update={"settings": {"home": home}})
    (command,) = commands(run, broken, ())
    assert shlex.split(command) == ["newsmill", "doctor", "--home", home]


def test_the_items_in_quarantine_can_be_listed_and_shown(published: RunReport) -> None:
    listed, shown = quarantine_commands(published)
    assert listed == "newsmill quarantine list"
    assert shown == f"newsmill quarantine show {published.quarantine[0].quarantine_id}"


def test_the_quarantine_of_a_stopped_run_is_read_from_its_own_tables(
    gate_failed: RunReport,
) -> None:
    (command,) = quarantine_commands(gate_failed)
    assert shlex.split(command)[3:] == ["--as-of", gate_failed.run_id]
    with duckdb.connect() as connection:
        connection.execute(TABLES["quarantine"].ddl())
        assert connection.sql(query_of(command)).fetchall() == []
    rejected = next(check for check in gate_failed.quality if check.unexpected_count)
    ways = commands(gate_failed, rejected, gate_failed.rejected_rows[:1])
    assert not [way for way in ways if "quarantine show" in way]


def test_a_finding_without_keys_has_no_way_down() -> None:
    for found in (
        check("stories.a", "gate"),
        check("nowhere.a", "warning", sample=["k"]),
        check("quality_metrics.words.drift", "warning", sample=["site.example"]),
    ):
        assert commands(report(found), found, ()) == ()
