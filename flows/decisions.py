"""What an editor decides about the quarantine: to accept a failure, or to try it again."""

from __future__ import annotations

import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

from expectations.tables import TABLES
from flows import ledger_rows
from flows.errors import WrongUseError
from flows.quarantine import accepted_rows
from flows.reporting import read_report
from flows.session import CODE_VERSION, open_session
from flows.settings import SHAPING
from warehouse import ledger
from warehouse.lake import Manifest, read_manifests, write_manifest, write_part
from warehouse.load import build_candidate, publish

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flows.plan import Again
    from flows.report.content import Setting
    from flows.settings import Settings
    from warehouse.home import Home
    from warehouse.ledger import KnownFailure

Failures = dict[str, "KnownFailure"]
"""Failures by their quarantine id."""


class NotInQuarantineError(WrongUseError):
    """An id that quarantine does not hold, or that does not say which failure is meant."""


def find_failures(home: Home, ids: Sequence[str], statuses: Iterable[str]) -> Failures:
    """The failures named by the beginnings of their ids; all open ones where none is named.

    Raises:
        NotInQuarantineError: Where there is none, more than one, or its status is another.
    """
    known = ledger.quarantined(home)
    if not ids:
        return {key: failure for key, failure in known.items() if failure.status == "open"}
    found = {}
    for wanted in ids:
        keys = [key for key in known if key.startswith(wanted)]
        if len(keys) != 1:
            told = "is not in quarantine" if not keys else f"fits {len(keys)} failures"
            raise NotInQuarantineError(
                f"{wanted!r} {told}; 'newsmill quarantine list --all' shows what there is"
            )
        failure = known[keys[0]]
        if failure.status not in statuses:
            raise NotInQuarantineError(f"{wanted!r} is {failure.status} already")
        found[keys[0]] = failure
    return found


def accept(settings: Settings, ids: Sequence[str], note: str | None) -> Failures:
    """Records in the lake that failures are accepted, and publishes a version that says so.

    Raises:
        BusyError: Where a run holds the home folder.
        NotInQuarantineError: Where an id names no open failure.
    """
    with open_session([], settings, again={}) as session:
        home, run_id = session.home, session.run_id
        failures = find_failures(home, ids, ["open"])
        nothing_read = dict.fromkeys(("read", *ledger_rows.STATUSES), 0)
        rows = {
            "quarantine": accepted_rows(session, failures, note),
            "runs": ledger_rows.run_row(session, "edited", nothing_read),
        }
        parts = (write_part(home, TABLES[name], run_id, "run", rows[name]) for name in rows)
        manifest = Manifest(run_id, tuple(parts), CODE_VERSION)
        candidate = home.candidate(run_id)
        build_candidate(home, [*read_manifests(home), manifest], candidate)
        write_manifest(home, manifest)
        publish(home, candidate, run_id, settings.keep)
        shutil.rmtree(home.staging(run_id))
    return failures


def items_of(failures: Mapping[str, KnownFailure]) -> Again:
    """The items that failed, or had a row that did, by source."""
    items: dict[str, set[str]] = defaultdict(set)
    for failure in failures.values():
        items[failure.source_uri].add(failure.source_id)
    return {uri: frozenset(ids) for uri, ids in items.items()}


def by_shaping(
    home: Home, settings: Settings, failures: Mapping[str, KnownFailure]
) -> list[tuple[dict[str, Setting], Failures]]:
    """The failures with the settings that shape rows, as they were when they failed.

    What is set now, by file or environment, goes before: it may be the fix.
    """
    groups: dict[tuple[tuple[str, Setting], ...], Failures] = defaultdict(dict)
    for key, failure in failures.items():
        groups[shaping_of_run(home, settings, failure.last_run_id)][key] = failure
    return [(dict(shaping), group) for shaping, group in groups.items()]


def shaping_of_run(home: Home, settings: Settings, run_id: str) -> tuple[tuple[str, Setting], ...]:
    """The settings that shaped the rows of a run, as far as they are not set otherwise now."""
    try:
        then = read_report(home, run_id).settings
    except (OSError, ValueError):
        return ()  # its report is gone: what is set now has to do
    unset = [name for name in SHAPING if name not in settings.model_fields_set]
    return tuple((name, then[name]) for name in unset if then.get(name) is not None)
