"""Fixtures that every test may use."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.databases", "tests.browsers", "tests.servers"]

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data made elsewhere; a checkout without them says so."""
    if not SHARED.is_dir():
        pytest.skip("the real data in ../shared are not beside this checkout")
    return SHARED / "data"
