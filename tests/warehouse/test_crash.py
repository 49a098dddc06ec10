"""kill -9 anywhere, run again: the same tables as a run that was never killed."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from expectations.tables import TABLES
from warehouse import ledger
from warehouse.home import Home, locked
from warehouse.lake import read_manifests, sweep, verify_parts, write_manifest
from warehouse.load import build_candidate, finish, publish
from warehouse.read import connect

if TYPE_CHECKING:
    from conftest import Article, Mill

    from warehouse.lake import Manifest

SCRIPT = Path(__file__).parent / "resources" / "publish_until_killed.py"
NEVER = 10_000

Tables = dict[str, list[tuple[object, ...]]]


def tables(home: Home) -> Tables:
    with connect(home) as connection:
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY ALL').fetchall()  # noqa: S608
            for name in TABLES
        }


class Story:
    """One published run, and a second one whose parts are written and nothing more."""

    def __init__(self, root: Path, mill: Mill, articles: tuple[Article, ...]) -> None:
        self.home = mill.home
        self.root = root
        mill.run("r1", articles[0])
        mill.publish("r1")
        self.before = tables(mill.home)
        self.manifest: Manifest = mill.prepare_run("r2", *articles)

    def play(self, name: str, fatal_step: int) -> tuple[Home, subprocess.CompletedProcess[str]]:
        """The second run in a copy of the home, killed before a step."""
        home = Home(self.root / name)
        shutil.copytree(self.home.root, home.root)
        manifest = home.root / "manifest.pickle"
        manifest.write_bytes(pickle.dumps(self.manifest))
        command = [sys.executable, str(SCRIPT), str(home.root), str(manifest), str(fatal_step)]
        return home, subprocess.run(command, capture_output=True, text=True, check=False)

    def run_again(self, home: Home) -> None:
        """What the flow does: sweep, finish what was killed, run what is not there."""
        with locked(home):
            sweep(home)
            finish(home)
            if self.manifest.run_id not in ledger.runs(home):
                shutil.copytree(self.home.root / "lake", home.root / "lake", dirs_exist_ok=True)
                candidate = home.candidate(self.manifest.run_id)
                build_candidate(home, [*read_manifests(home), self.manifest], candidate)
                write_manifest(home, self.manifest)
                publish(home, candidate, self.manifest.run_id, keep=1)


@pytest.fixture
def story(
    tmp_path: Path,
    mill: Mill,
    articles: tuple[Article, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> Story:
    # A kill, unlike a power cut, loses nothing that was written.
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    return Story(tmp_path, mill, articles)


def test_a_run_killed_while_it_builds_or_publishes_is_made_good_by_the_next(story: Story) -> None:
    home, whole = story.play("whole", NEVER)
    assert whole.returncode == 0, whole.stderr
    after = tables(home)
    assert after != story.before

    building = [step for step, name in enumerate(whole.stdout.split(), 1) if name == "define"]
    for fatal_step in building[:: len(building) - 1]:
        killed_and_made_good(story, f"building-{fatal_step}", fatal_step, after)

    candidate = story.home.candidate(story.manifest.run_id)
    build_candidate(story.home, [*read_manifests(story.home), story.manifest], candidate)
    publishing = whole.stdout.split()[building[-1] :]
    assert "replace unlink link unlink replace" in " ".join(publishing)
    for fatal_step in range(1, len(publishing) + 1):
        killed_and_made_good(story, f"publishing-{fatal_step}", fatal_step, after)


def killed_and_made_good(story: Story, name: str, fatal_step: int, after: Tables) -> None:
    home, killed = story.play(name, fatal_step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert tables(home) in (story.before, after), f"{name}: a reader sees one whole version"
    story.run_again(home)
    assert tables(home) == after, name
    assert verify_parts(home) == []
    assert [path.name for path in home.root.rglob("*") if ".tmp" in path.name] == []
