"""The import rule of the packages, read from the code."""

from __future__ import annotations

import ast
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

MAY_IMPORT = {
    "expectations": set(),
    "transforms": {"expectations"},
    "warehouse": {"expectations"},
    "flows": {"expectations", "transforms", "warehouse"},
}
HOME_OF = {"prefect": "flows", "great_expectations": "expectations"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_what_it_may(root: Path, package: str) -> None:
    modules = list((root / package).rglob("*.py"))
    assert modules
    for module in modules:
        found = imports(module)
        assert found & set(MAY_IMPORT) - {package} <= MAY_IMPORT[package], module
        for library, home in HOME_OF.items():
            assert library not in found or package == home, module


def test_only_the_warehouse_opens_duckdb_files(root: Path) -> None:
    for package in ("expectations", "transforms", "flows"):
        for module in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "duckdb.connect":
                    opened = [ast.unparse(argument) for argument in node.args]
                    assert opened in ([], ["':memory:'"]), module


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import expectations, expectations.tables", ["great_expectations", "pandas"]),
        ("import flows.cli", ["prefect", "great_expectations", "pandas", "spacy", "pyarrow"]),
        ("import flows.session", ["prefect", "great_expectations", "pandas", "spacy"]),
        ("import flows.corpus", ["great_expectations", "spacy", "transforms.extract.documents"]),
        ("import flows.preload", ["weasel", "altair.vegalite", "scipy.stats.distributions"]),
    ],
)
def test_importing_stays_light(statement: str, absent: list[str]) -> None:
    code = f"{statement}; import sys; print([m for m in {absent!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
