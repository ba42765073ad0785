"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.databases",
    "tests.browsers",
    "tests.servers",
    "tests.mail_server",
    "tests.packs",
]

# a busy machine is not a fault, and a red run in CI must be the same when it is run again
settings.register_profile("steady", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("steady")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data made elsewhere; a checkout without them says so."""
    if not SHARED.is_dir():
        pytest.skip("the real data in ../shared are not beside this checkout")
    return SHARED / "data"
