"""Telling others that a run failed: a command of the user's, a webhook, or both.

What a hook does is its own affair: one that fails or hangs is told, and changes nothing.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import threading
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from flows.report.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flows.report.content import RunReport
    from flows.settings import Settings

_MOST_SAID = 300


def notify(settings: Settings, report: RunReport, page: Path) -> Iterator[str]:
    """Calls the hooks that are set, and gives a sentence for each of them that failed."""
    content = json.dumps(outcome(report, page), ensure_ascii=False).encode()
    seconds = settings.on_failure_timeout_seconds
    if settings.on_failure_command:
        command = shlex.split(settings.on_failure_command)
        yield from _tried("on_failure_command", lambda: _call(command, content, seconds))
    if settings.on_failure_webhook:
        url = settings.on_failure_webhook.get_secret_value()
        yield from _tried("on_failure_webhook", lambda: _post(url, content, seconds))


def outcome(report: RunReport, page: Path) -> dict[str, object]:
    """What a hook is told: ``text`` says it in a few lines, as chat services show it."""
    told = verdict(report)
    attention = [attention.text for attention in told.attention]
    lines = [f"newsmill: {told.headline}. {told.meaning}", report.failure or "", *attention]
    return {
        "text": "\n".join(line for line in [*lines, str(page)] if line),
        "run_id": report.run_id,
        "status": report.status,
        "headline": told.headline,
        "meaning": told.meaning,
        "attention": attention,
        "failure": report.failure,
        "items": report.items.model_dump(),
        "sources": list(report.sources),
        "report": str(page),
        "run": str(page.with_name("run.json")),
    }


def _tried(name: str, hook: Callable[[], None]) -> Iterator[str]:
    try:
        hook()
    except Exception as error:  # noqa: BLE001  a hook may fail in any way, and the run has its own end
        yield f"{name} failed: {error}"


def _call(command: list[str], content: bytes, seconds: float) -> None:
    try:
        done = subprocess.run(  # noqa: S603  the user's own command
            command, input=content, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"it was stopped after {seconds:g} seconds") from None
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-_MOST_SAID:]
        raise ChildProcessError(f"it ended with code {done.returncode}: {said}")


def _post(url: str, content: bytes, seconds: float) -> None:
    request = urllib.request.Request(  # noqa: S310  settings admit http and https only
        url, content, {"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    failures: list[Exception] = []
    too_late = TimeoutError(f"it did not answer within {seconds:g} seconds")

    def post() -> None:
        try:
            with urllib.request.urlopen(request, timeout=seconds):  # noqa: S310  as above
                pass
        except urllib.error.HTTPError as error:
            error.close()
            failures.append(error)
        except (TimeoutError, urllib.error.URLError) as error:
            late = isinstance(getattr(error, "reason", error), TimeoutError)
            failures.append(too_late if late else error)
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            failures.append(error)

    # The timeout of a socket begins anew with every byte that a slow server sends.
    posting = threading.Thread(target=post, daemon=True)
    posting.start()
    posting.join(seconds)
    if posting.is_alive():
        raise too_late
    for failure in failures:
        raise failure
