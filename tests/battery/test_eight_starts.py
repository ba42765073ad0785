"""Eight machines start at once on one database: one of them migrates it, and all of them serve.

Each runs ``benchmark migrate`` and then gunicorn, as a container does, on an empty database and on
an older one with people and answers in it.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import build_opener

import pytest

from benchmark.database.migration import check_schema, step_back
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import ROOT, gunicorn
from tests.battery.writers import rows_of, tell
from tests.databases import BOTH, closing
from tests.servers import answer_all, at_once, browser_of, serving

pytestmark = pytest.mark.battery

MACHINES = 8
OLD = "008"
OURS = [str(Path(sys.executable).with_name("benchmark")), "migrate"]
UNLOCKED = [sys.executable, "-m", "tests.battery.unlocked"]


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"fresh_{request.param}")
    return address


@pytest.fixture
def old(acceptance_on_both: str, questionnaire: Questionnaire) -> str:
    """An older schema, with people in it and the answers of one of them."""
    with serving(acceptance_on_both) as app:
        answer_all(browser_of(app, "clinical.medicine@north.example"), questionnaire)
        step_back(app.engine, OLD)
    return acceptance_on_both


def test_eight_that_start_on_an_empty_database_all_serve(
    empty: str, tmp_path: Path, capsys: Any
) -> None:
    told = started(empty, OURS, tmp_path)
    tell(capsys, f"{MACHINES} starts on an empty database: {told.count('moved')} migrated")
    assert sorted(told) == ["is already"] * (MACHINES - 1) + ["moved"]


def test_eight_that_start_on_an_old_database_all_serve_and_every_answer_stays(
    old: str, tmp_path: Path, capsys: Any
) -> None:
    with closing(old) as engine:
        before = rows_of(engine)
    told = started(old, OURS, tmp_path)
    tell(capsys, f"{MACHINES} starts on an old database: {told.count('moved')} migrated")
    assert sorted(told) == ["is already"] * (MACHINES - 1) + ["moved"]
    with closing(old) as engine:
        check_schema(engine)
        assert rows_of(engine) == before != {}


def test_migrations_without_a_lock_are_caught(empty: str) -> None:
    told = at_once([partial(migrated, empty, UNLOCKED) for _ in range(MACHINES)])
    assert sorted(told) != ["is already"] * (MACHINES - 1) + ["moved"]
    assert "failed" in told


def started(address: str, command: list[str], folder: Path) -> list[str]:
    return at_once([partial(one_start, address, command, folder / str(n)) for n in range(MACHINES)])


def one_start(address: str, command: list[str], folder: Path) -> str:
    """Migrate and serve; what the migration has said."""
    folder.mkdir()
    told = migrated(address, command)
    with gunicorn(address, folder) as server:
        for page in ("sign-in", "help"):
            with build_opener().open(f"http://{server.place}/{page}", timeout=60) as answer:
                assert "</html>" in answer.read().decode()
    return told


def migrated(address: str, command: list[str]) -> str:
    environment = {**os.environ, "DATABASE_URL": address}
    run = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if run.returncode:
        return "failed"
    return "is already" if "is already" in run.stdout else "moved"
