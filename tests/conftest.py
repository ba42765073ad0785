"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.missing import give_up

pytest_plugins = [
    "tests.databases",
    "tests.browsers",
    "tests.servers",
    "tests.mail_server",
    "tests.packs",
    "tests.old_rounds",
    "tests.wheels",
]

# a busy machine is not a fault, and a red run in CI must be the same when it is run again
settings.register_profile("steady", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("steady")

# a file runs in one process: those that take longest begin first, so none is left alone at the end
LONGEST = (
    "web/test_blindness.py",
    "journeys/test_accessibility.py",
    "web/test_matrix.py",
    "web/test_wsgi.py",
    "web/test_what_others_fetch.py",
    "web/test_logs.py",
    "web/test_every_address.py",
    "web/api/test_anything.py",
    "journeys/test_main_job.py",
    "journeys/test_agreement.py",
    "database/test_migration.py",
    "pool/test_engines.py",
    "report/test_archive.py",
    "questionnaire/test_mutations.py",
)
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    order = {tests / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data made elsewhere; a checkout without them says so."""
    if not SHARED.is_dir():
        give_up("the real data in ../shared are not beside this checkout")
    return SHARED / "data"
