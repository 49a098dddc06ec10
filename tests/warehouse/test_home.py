from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from warehouse.errors import BusyError
from warehouse.home import Home, locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD = """
import sys
from pathlib import Path
from warehouse.home import Home, locked
with locked(Home(Path(sys.argv[1])), wait="wait" in sys.argv):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(home: Home) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLD, str(home.root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_prepare_makes_every_folder_and_may_be_repeated(tmp_path: Path) -> None:
    home = Home(tmp_path / "a" / "b")
    home.prepare()
    home.prepare()
    for folder in (home.root / "lake", home.versions, home.runs, home.quarantine, home.raw):
        assert folder.is_dir()


def test_a_second_writer_is_told_who_holds_the_lock(
    home: Home, holder: subprocess.Popen[str]
) -> None:
    with (
        pytest.raises(BusyError, match=rf"process {holder.pid} since \d{{4}}-") as caught,
        locked(home),
    ):
        pass
    assert str(home.root) in str(caught.value)


def test_the_lock_is_free_when_its_holder_is_killed(
    home: Home, holder: subprocess.Popen[str]
) -> None:
    holder.kill()
    holder.wait()
    with locked(home):
        assert f'"pid": {os.getpid()}' in home.lock.read_text()


def test_a_patient_writer_waits(home: Home, holder: subprocess.Popen[str]) -> None:
    assert holder.stdin is not None
    waiting = f"{HOLD}".replace(
        "locked(Home(Path(sys.argv[1])))", "locked(Home(Path(sys.argv[1])), wait=True)"
    )
    command = [sys.executable, "-c", waiting, str(home.root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as second:
        assert second.poll() is None
        holder.communicate("\n")
        output, _ = second.communicate("\n")
    assert output == "held\n"
    assert second.returncode == 0


def test_the_lock_is_free_again_and_names_nobody(home: Home) -> None:
    with pytest.raises(RuntimeError, match="in the middle"), locked(home):
        raise RuntimeError("in the middle")
    assert home.lock.read_text() == ""
    with locked(home):
        pass


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 7}', "\x00"])
def test_a_lock_file_that_says_nothing_is_no_trouble(
    home: Home, holder: subprocess.Popen[str], content: str
) -> None:
    assert holder.poll() is None
    home.lock.write_text(content)
    with pytest.raises(BusyError, match="in use by another process"), locked(home):
        pass


def test_a_busy_error_pickles() -> None:
    error = BusyError("data", "process 7")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 our own bytes
    assert (str(copy), copy.root, copy.holder) == (str(error), "data", "process 7")
