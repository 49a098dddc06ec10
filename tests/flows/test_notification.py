"""Hooks that tell of a failed run, and what they cannot do to it; what Prefect's pages show."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, FlowRunFilter
from prefect.client.schemas.sorting import FlowRunSort
from pydantic import SecretStr

from flows.notification import notify
from flows.report.content import Gate, RunReport
from flows.settings import Settings, SettingsError, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.flows.conftest import Newsmill


class Listener(BaseHTTPRequestHandler):
    """Takes a POST; hangs on /slow, and fails on /broken."""

    posted: ClassVar[list[tuple[str, dict[str, object]]]] = []
    leave = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.posted.append((self.headers["Content-Type"], json.loads(body)))
        if self.path == "/slow":
            self.leave.wait(30)
        self.send_response(500 if self.path == "/broken" else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def webhook() -> Iterator[str]:
    Listener.posted.clear()
    Listener.leave.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        Listener.leave.set()
        server.shutdown()


@pytest.fixture
def stopped() -> RunReport:
    return RunReport.model_validate(
        {
            "run_id": "20261122T060000000000-aa",
            "status": "gate_failed",
            "started_at": "2026-11-22T06:00:00Z",
            "gate": Gate(passed=False, reasons=("9 of 10 items went to quarantine.",)),
        }
    )


def hooks(**settings: object) -> Settings:
    return load_settings(**settings)


def writing_to(file: Path) -> str:
    program = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read())"
    return shlex.join([sys.executable, "-c", program, str(file)])


def test_a_stopped_run_calls_both_hooks(
    ingest: Callable[..., RunReport], newsmill: Newsmill, webhook: str, tmp_path: Path
) -> None:
    folder = tmp_path / "empty-files"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").touch()
    told = tmp_path / "told.json"
    report = ingest(
        newsmill.home, folder, on_failure_command=writing_to(told), on_failure_webhook=webhook
    )
    assert report.status == "gate_failed"
    outcome = json.loads(told.read_text("utf-8"))
    assert Listener.posted == [("application/json; charset=utf-8", outcome)]
    assert (outcome["run_id"], outcome["status"]) == (report.run_id, "gate_failed")
    assert outcome["items"]["quarantined"] == 3
    assert outcome["text"].startswith("newsmill: Not published. The quality gate said no.")
    page = newsmill.home / "runs" / report.run_id / "report.html"
    assert outcome["report"] == str(page)
    # The address of a webhook is a secret, and pages are passed on.
    for file in (page, page.with_name("run.json")):
        assert webhook not in file.read_text("utf-8")


def test_a_run_that_breaks_off_tells_it_too(
    monkeypatch: pytest.MonkeyPatch,
    ingest: Callable[..., RunReport],
    newsmill: Newsmill,
    webhook: str,
    seeds: Path,
) -> None:
    from flows import publishing

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "link_corpus", full)
    with pytest.raises(OSError, match="No space"):
        ingest(newsmill.home, seeds, on_failure_webhook=webhook)
    [(_, outcome)] = Listener.posted
    assert outcome["status"] == "failed"
    assert "No space left on device" in str(outcome["failure"])


def test_a_run_that_is_published_calls_no_hook(
    ingest: Callable[..., RunReport], newsmill: Newsmill, webhook: str, seeds: Path
) -> None:
    assert ingest(newsmill.home, seeds, on_failure_webhook=webhook).status == "published"
    assert Listener.posted == []


@pytest.mark.parametrize(
    ("command", "seconds", "complaint"),
    [
        ("no-such-program-anywhere", 30, "on_failure_command failed: .*no-such-program-anywhere"),
        ("sh -c 'echo it rains >&2; exit 3'", 30, "it ended with code 3: it rains"),
        ("sleep 60", 0.5, "it was stopped after 0.5 seconds"),
    ],
)
def test_a_command_that_fails_is_told(
    stopped: RunReport, tmp_path: Path, command: str, seconds: float, complaint: str
) -> None:
    settings = hooks(on_failure_command=command, on_failure_timeout_seconds=seconds)
    [said] = notify(settings, stopped, tmp_path / "report.html")
    assert pytest.RaisesExc(Exception, match=complaint).matches(Exception(said))


@pytest.mark.parametrize(
    ("path", "seconds", "complaint"), [("/broken", 30, "500"), ("/slow", 0.5, "0.5 seconds")]
)
def test_a_webhook_that_fails_is_told(
    stopped: RunReport, tmp_path: Path, webhook: str, path: str, seconds: float, complaint: str
) -> None:
    settings = hooks(on_failure_webhook=webhook + path, on_failure_timeout_seconds=seconds)
    [said] = notify(settings, stopped, tmp_path / "report.html")
    assert said.startswith("on_failure_webhook failed: ")
    assert complaint in said


@pytest.mark.parametrize(
    ("name", "value"), [("on_failure_webhook", "file:///etc/passwd"), ("on_failure_command", " ")]
)
def test_a_hook_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        hooks(**{name: value})


def test_the_address_of_a_webhook_is_not_shown() -> None:
    settings = hooks(on_failure_webhook="https://chat.example/secret")
    assert settings.on_failure_webhook == SecretStr("https://chat.example/secret")
    assert "secret" not in settings.model_dump_json()


def test_prefect_shows_verdict_checks_and_report(
    ingest: Callable[..., RunReport], newsmill: Newsmill, seeds: Path
) -> None:
    report = ingest(newsmill.home, seeds)
    with get_client(sync_client=True) as client:
        # Other tests leave runs on this server that are scheduled for the future.
        ended = FlowRunFilter.model_validate({"state": {"type": {"any_": ["COMPLETED"]}}})
        [newest] = client.read_flow_runs(
            flow_run_filter=ended, sort=FlowRunSort.END_TIME_DESC, limit=1
        )
        shown = {
            artifact.key: artifact.data
            for artifact in client.read_artifacts(
                artifact_filter=ArtifactFilter.model_validate({"type": {"not_any_": ["progress"]}}),
                flow_run_filter=FlowRunFilter.model_validate({"id": {"any_": [newest.id]}}),
            )
        }
    assert shown.keys() >= {"newsmill-outcome", "newsmill-checks", "newsmill-report"}
    assert "# Published: 5 new documents" in str(shown["newsmill-outcome"])
    assert report.check_cpu_seconds is not None
    assert report.cpu_seconds is not None
    assert 0 < report.check_cpu_seconds < report.cpu_seconds
    checks = {row["check"]: row for row in json.loads(str(shown["newsmill-checks"]))}
    assert len(checks) == len(report.quality)
    assert checks["runs.conservation"]["outcome"] == "held"
    assert f"runs/{report.run_id}/report.html" in str(shown["newsmill-report"])
