"""A run with no Prefect configured: it brings its own server, and leaves no process behind."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Newsmill


def test_a_run_brings_its_own_server_and_survives_being_killed(
    newsmill: Newsmill, published: Newsmill, seeds: Path
) -> None:
    alone = replace(newsmill, environment={})
    for stage in ("reading and cleaning", "extracting", "building"):
        run = alone.start("run", seeds, "--published", "2025-05-17")
        assert run.stderr is not None
        with run.stderr:
            for line in run.stderr:
                if stage in line:
                    break
            run.send_signal(signal.SIGKILL)
        run.wait()
        assert not alone.processes_left(), "a killed run left processes behind"
        assert not (alone.home / "warehouse.duckdb").exists()
    alone("run", seeds, "--published", "2025-05-17")
    assert not alone.processes_left(), "a run left processes behind"
    assert alone.tables() == published.tables()
    assert sorted(path.name for path in (alone.home / "lake" / "documents").iterdir()) == [
        f"run_id={run_id}" for (run_id,) in alone.sql("SELECT run_id FROM runs")
    ]
