from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Time on a machine with other work says nothing about the code.
settings.register_profile("newsmill", deadline=None)
settings.load_profile("newsmill")

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds(root: Path) -> Path:
    return root / "seeds"


@pytest.fixture(scope="session")
def gold() -> Path:
    if not GOLD.is_dir():
        pytest.skip(f"NOT MEASURED: there is no gold data at {GOLD}")
    return GOLD


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the long tests, so that no worker waits for one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
