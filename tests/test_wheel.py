"""newsmill as a wheel, in a venv that holds nothing but the wheel and what the lock pins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.long
def test_the_wheel_runs_in_an_empty_venv(root: Path, seeds: Path, tmp_path: Path) -> None:
    uv = root / ".uv" / "bin" / "uv"
    if not uv.exists():
        pytest.skip("NOT TESTED: 'make setup' has not installed uv, which builds the wheel")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "NEWSMILL_"))}
    environment = clean | {"VIRTUAL_ENV": str(tmp_path / "venv")}

    def run(*command: object) -> str:
        done = subprocess.run(
            list(map(str, command)),
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            env=environment,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    isolation = ("--no-build-isolation", "--python", sys.executable)
    run(uv, "build", "--quiet", "--wheel", *isolation, "--out-dir", tmp_path, root)
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "venv")
    [wheel] = tmp_path.glob("newsmill-*.whl")
    # What the lock pins was installed a moment ago, and lies in uv's cache.
    lock = ("--require-hashes", "-r", root / "requirements.lock")
    run(uv, "pip", "install", "--quiet", "--offline", *lock)
    run(uv, "pip", "install", "--quiet", "--offline", "--no-deps", wheel)
    newsmill = tmp_path / "venv" / "bin" / "newsmill"
    run(newsmill, "run", seeds, "--home", tmp_path / "home", "--engine", "serial")
    count = run(
        newsmill, "sql", "SELECT count(*) AS n FROM documents", "--home", tmp_path / "home",
        "--format", "json",
    )  # fmt: skip
    assert json.loads(count) == [{"n": 5}]
