"""Runs on a schedule: a real Prefect server, real scheduled runs, and what they leave."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from flows.cli import app
from flows.errors import WrongUseError
from flows.serving import local_timezone, make_schedule, parse_interval
from warehouse.home import Home, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.flows.conftest import Newsmill

PREFECT = Path(sys.executable).with_name("prefect")


def ask(url: str, path: str, **body: object) -> Any:  # noqa: ANN401  JSON
    request = urllib.request.Request(  # noqa: S310  loopback
        f"{url}/{path}", json.dumps(body).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def wait_until(reached: Callable[[], bool], told: Callable[[], object]) -> None:
    until = time.monotonic() + 240  # on a machine that is very busy
    while not reached():
        assert time.monotonic() < until, told()
        time.sleep(0.2)


def ended_as(url: str, state: str) -> list[str]:
    """What is said of the runs that ended in the state, oldest first."""
    runs = ask(
        url,
        "flow_runs/filter",
        flow_runs={"state": {"name": {"any_": [state]}}},
        sort="EXPECTED_START_TIME_ASC",
    )
    return [run["state"]["message"] or "" for run in runs]


@contextmanager
def served(newsmill: Newsmill, *arguments: object) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``newsmill serve`` on a Prefect server of its own, and the URL of that."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = newsmill.start("serve", *arguments, "--port", port)
    try:
        assert process.stderr is not None
        # A pipe that nobody reads stops the process when it is full.
        with process.stderr:
            said = process.stderr.readline()
            assert f"http://127.0.0.1:{port};" in said, said + process.stderr.read()
            yield f"http://127.0.0.1:{port}/api", process
    finally:
        process.kill()
        process.wait()


@pytest.mark.trust
def test_scheduled_runs_take_up_what_is_new_and_tell_how_they_ended(
    newsmill: Newsmill, seeds: Path, tmp_path: Path
) -> None:
    quick = {
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "NEWSMILL_BUSY_RETRIES": "0",
        "NEWSMILL_ENGINE": "serial",
    }
    alone = replace(newsmill, environment=quick)
    home = Home(alone.home)
    news = tmp_path / "news"
    news.mkdir()
    *known, new = sorted(seeds.glob("00[012]*.txt"))
    for path in known:
        shutil.copy(path, news)
    published = (
        "SELECT items_loaded, items_unchanged FROM runs WHERE status = 'published' ORDER BY run_id"
    )
    with ExitStack() as stack:
        with locked(home):
            url, serve = stack.enter_context(served(alone, news, "--every", "2s"))
            wait_until(lambda: ended_as(url, "Busy") != [], serve.poll)
            assert f"process {os.getpid()}" in ended_as(url, "Busy")[0]
            assert not home.warehouse.exists(), "a busy run has written"
        wait_until(lambda: len(ended_as(url, "Completed")) >= 2, serve.poll)
        assert alone.sql(published) == [(2, 0)]
        shutil.copy(new, news)
        wait_until(lambda: len(alone.sql(published)) == 2, serve.poll)
        assert alone.sql(published) == [(2, 0), (1, 2)]
        assert alone.sql("SELECT count(*) FROM documents") == [(3,)]
        for number in range(20):  # as many as the gate takes for more than a handful
            (news / f"picture-{number}.txt").write_bytes(bytes(range(256)) * 20 + bytes([number]))
        wait_until(lambda: ended_as(url, "Failed") != [], serve.poll)
        assert "the quality gate stopped run" in ended_as(url, "Failed")[0]
        assert alone.sql("SELECT count(*) FROM documents") == [(3,)]
        keys = {found["key"] for found in ask(url, "artifacts/filter")}
        assert {"newsmill-outcome", "newsmill-report", "newsmill-extract"} <= keys
        logged = ask(url, "logs/filter", logs={"level": {"ge_": 20}})
        assert any(": published, " in line["message"] for line in logged)
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(20) == 0
        assert not alone.processes_left()


@pytest.fixture(scope="session")
def deployed(prefect_url: str, tmp_path_factory: pytest.TempPathFactory, root: Path) -> str:
    """A server to which ``prefect.yaml`` has been deployed."""
    place = tmp_path_factory.mktemp("deploy")
    shutil.copy(root / "prefect.yaml", place)
    environment = os.environ | {"PREFECT_API_URL": prefect_url, "HOME": str(place)}
    for command in (
        ["work-pool", "create", "newsmill", "--type", "process"],
        ["deploy", "--all", "--no-prompt"],
    ):
        done = subprocess.run(
            [PREFECT, *command],
            cwd=place,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return prefect_url


def test_prefect_deploy_takes_the_deployments(deployed: str) -> None:
    found = {found["name"]: found for found in ask(deployed, "deployments/filter")}
    nightly, hourly = found["nightly"], found["hourly"]
    assert nightly["work_pool_name"] == "newsmill"
    assert nightly["schedules"][0]["schedule"]["timezone"] == "Europe/Istanbul"
    assert nightly["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    assert hourly["schedules"][0]["schedule"]["interval"] == 3600
    assert not hourly["schedules"][0]["active"]
    schema = nightly["parameter_openapi_schema"]
    assert schema["required"] == ["sources", "settings"]
    settings = schema["definitions"]["Settings"]["properties"]
    assert settings["workers"]["type"] == "integer"
    assert all(setting.get("description") for setting in settings.values())


def test_one_run_makes_up_for_those_that_were_missed(
    deployed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.scheduled import skip_missed

    [nightly] = ask(deployed, "deployments/filter", deployments={"name": {"any_": ["nightly"]}})
    now = datetime.now(UTC)
    ask(
        deployed,
        f"deployments/{nightly['id']}/schedule",
        start_time=(now - timedelta(days=3)).isoformat(),
        min_runs=5,
        max_runs=5,
    )
    mine = {"deployments": {"id": {"any_": [nightly["id"]]}}, "sort": "EXPECTED_START_TIME_ASC"}
    *missed, this, _, _ = ask(deployed, "flow_runs/filter", **mine)
    assert len(missed) == 2
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", nightly["id"])
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", this["id"])
    assert skip_missed() == 2
    after = ask(deployed, "flow_runs/filter", **mine)
    assert [run["state"]["name"] for run in after] == ["Skipped"] * 2 + ["Scheduled"] * 3


@pytest.mark.parametrize(
    ("cron", "every", "timezone", "said"),
    [
        ("0 5 * * *", "1h", None, "either --cron"),
        (None, None, None, "either --cron"),
        ("at five", None, None, "--cron 'at five'"),
        (None, "0s", None, "--every '0s'"),
        (None, "soon", None, "--every 'soon'"),
        ("0 5 * * *", None, "Mars/Olympus", "'Mars/Olympus'"),
    ],
)
def test_a_schedule_that_is_not_understood_is_told(
    cron: str | None, every: str | None, timezone: str | None, said: str
) -> None:
    with pytest.raises(WrongUseError, match=said):
        make_schedule(cron, every, timezone)


def test_clock_times_are_those_of_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make_schedule("0 5 * * *", None, "Europe/Istanbul").timezone == "Europe/Istanbul"
    monkeypatch.setenv("TZ", "America/New_York")
    assert local_timezone() == "America/New_York"
    assert make_schedule("0 5 * * *", None, None).timezone == "America/New_York"
    assert parse_interval("1d12h") == timedelta(hours=36)


def examples(root: Path) -> list[str]:
    """The ``newsmill`` commands of the unit, the cron line, the container file and the page."""
    deploy = root / "docs" / "deploy"
    unit = (deploy / "newsmill.service").read_text("utf-8")
    cron = (deploy / "crontab").read_text("utf-8")
    container = (deploy / "Containerfile").read_text("utf-8")
    page = (root / "docs" / "schedules.md").read_text("utf-8")
    [words] = [json.loads(line[4:]) for line in container.split("\n") if line.startswith("CMD ")]
    return [
        *re.findall(r"^ExecStart=\S+/newsmill (.+)$", unit, re.MULTILINE),
        *re.findall(r"^\d .*/newsmill (.+?) >> ", cron, re.MULTILINE),
        shlex.join(words),
        *re.findall(r"^newsmill (serve .+)$", page, re.MULTILINE),
    ]


def test_the_examples_are_commands_that_exist(root: Path) -> None:
    found = examples(root)
    assert len(found) == 5
    group = typer.main.get_command(app)
    for example in found:
        name, *arguments = shlex.split(example)
        command = group.commands[name]  # type: ignore[attr-defined]
        given = command.make_context(name, list(arguments)).params
        if name == "serve":
            make_schedule(given["cron"], given["every"], given["timezone"])


def test_the_container_file_copies_what_is_there(root: Path) -> None:
    text = (root / "docs" / "deploy" / "Containerfile").read_text("utf-8")
    lines = text.replace("\\\n", " ").split("\n")
    known = {"FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "ENTRYPOINT", "CMD"}
    assert {line.split()[0] for line in lines if line and not line.startswith("#")} == known
    copies = [line.split() for line in lines if re.match(r"COPY (?!--from)", line)]
    copied = [word for words in copies for word in words[1:-1]]
    packaged = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    wheel = packaged["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {path.removeprefix("./") for path in copied} >= {*wheel, "pyproject.toml"}
    assert all((root / path).exists() for path in copied)
    assert lines.index("USER newsmill") < next(
        n for n, line in enumerate(lines) if line.startswith("ENTRYPOINT")
    )
