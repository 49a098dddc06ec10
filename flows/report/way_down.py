"""Commands that lead from a finding down to its rows, ready to be pasted into a shell."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from expectations.contracts import literal
from expectations.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.report.content import Check, QuarantinedItem, RejectedRow, RunReport

_USUAL_HOME = "newsmill-data"
_MOST_KEYS = 5
_LONGEST_KEY = 80
_SPECIAL_IN_DOUBLE_QUOTES = frozenset('"$`\\!\n')


def commands(report: RunReport, check: Check, rows: Sequence[RejectedRow]) -> tuple[str, ...]:
    """The commands that show what the check found; none where there are no rows to show.

    Args:
        report: The run.
        check: The check that found something.
        rows: Rows that it sent to quarantine, of which the page shows the first ones.
    """
    if check.broken:
        return (_newsmill(report, "doctor"),)
    if rows or (check.severity == "error" and check.unexpected_count):
        return (*_show_first(report, rows), _sql(report, _quarantined_by(report, check)))
    if query := _in_table(check):
        return (_sql(report, query),)
    return ()


def quarantine_commands(report: RunReport) -> tuple[str, ...]:
    """The commands that show the items in quarantine: all of them, and the first one."""
    if report.status == "gate_failed":
        query = (
            "SELECT source_uri, source_id, reason, detail FROM quarantine "  # noqa: S608 - for a reader
            f"WHERE table_name IS NULL AND last_run_id = {literal(report.run_id)}"
        )
        return (_sql(report, query),)
    return (_newsmill(report, "quarantine", "list"), *_show_first(report, report.quarantine))


def _show_first(
    report: RunReport, found: Sequence[RejectedRow | QuarantinedItem]
) -> tuple[str, ...]:
    # The quarantine of a run that the gate stopped is not the published one.
    named = [one.quarantine_id for one in found if one.quarantine_id]
    if report.status == "gate_failed" or not named:
        return ()
    return (_newsmill(report, "quarantine", "show", named[0]),)


def _newsmill(report: RunReport, *words: str) -> str:
    # The home folder is named where it is not the usual one.
    home = report.settings.get("home", _USUAL_HOME)
    place = () if home in {_USUAL_HOME, None} else ("--home", str(home))
    return " ".join(["newsmill", *map(_shell_word, (*words, *place))])


def _sql(report: RunReport, query: str) -> str:
    # The tables of a run that the gate stopped are not the published ones.
    run = ("--as-of", report.run_id) if report.status == "gate_failed" else ()
    return _newsmill(report, "sql", query, *run)


def _quarantined_by(report: RunReport, check: Check) -> str:
    return (
        "SELECT row_key, detail, payload FROM quarantine "  # noqa: S608 - text for a reader
        f"WHERE table_name = {literal(check.table_name)} "
        f"AND reason = {literal(check.expectation_id)} "
        f"AND last_run_id = {literal(report.run_id)}"
    )


def _in_table(check: Check) -> str | None:
    table = TABLES.get(check.table_name)
    keys = [key for key in check.sample if len(key) <= _LONGEST_KEY][:_MOST_KEYS]
    if table is None or not keys or table.layer == "ledger":
        return None
    wanted = ", ".join(literal(key) for key in keys)
    key = table.key[0] if len(table.key) == 1 else f"concat_ws('/', {', '.join(table.key)})"
    return f"SELECT * FROM {table.name} WHERE {key} IN ({wanted})"  # noqa: S608 - text for a reader


def _shell_word(text: str) -> str:
    quoted = shlex.quote(text)
    # shlex is right, but turns every quote of SQL into '"'"'.
    if quoted != text and _SPECIAL_IN_DOUBLE_QUOTES.isdisjoint(text):
        return f'"{text}"'
    return quoted
