"""benchmark restore: a whole service comes back, and people sign in again."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.backup import backup
from benchmark.commands.restore import restore
from benchmark.database.session import sqlite_url
from tests.servers import browser_of, copied, own_response, serving

LEAD = "clinical.medicine@north.example"


@pytest.fixture
def made(acceptance_sqlite_model: Path, tmp_path: Path) -> Path:
    """A backup of the acceptance scenario with one answer in it."""
    folder = tmp_path / "data"
    folder.mkdir()
    with serving(copied(acceptance_sqlite_model, folder)) as app:
        lead = browser_of(app, LEAD)
        lead.send(f"{own_response(lead)}/patient-flow", version="0", answer="4", evidence="kept")
    done = CliRunner().invoke(backup, [str(tmp_path / "out"), "--data", str(folder)])
    assert done.exit_code == 0, done.output
    shutil.rmtree(folder)
    return tmp_path / "out"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(restore, list(map(str, arguments)))


def test_a_lost_folder_comes_back_with_the_answer(made: Path, tmp_path: Path) -> None:
    result = run(made, "--data", tmp_path / "data")
    assert result.exit_code == 0, result.output
    assert f"{tmp_path}/data/benchmark.sqlite: restored; sqlite, " in result.stdout
    with serving(sqlite_url(tmp_path / "data")) as app:
        lead = browser_of(app, LEAD)
        assert "kept" in lead.get(f"{own_response(lead)}/patient-flow").text


def test_a_second_restore_is_refused(made: Path, tmp_path: Path) -> None:
    assert run(made, "--data", tmp_path / "data").exit_code == 0
    result = run(made, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert "is there already; restore to an empty folder" in result.stderr


def test_a_torn_file_is_one_plain_message_and_no_folder(made: Path, tmp_path: Path) -> None:
    made.write_bytes(made.read_bytes()[:-100])
    result = run(made, "--data", tmp_path / "data")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {made} is not a backup of this software")
    assert not (tmp_path / "data").exists()
