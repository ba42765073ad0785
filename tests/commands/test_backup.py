"""benchmark backup and check-backup, as an operator runs them, away from the checkout."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.backup import backup, check_backup

PROGRAM = Path(sys.executable).with_name("benchmark")
TOLD = "sqlite, 85 rows in 43 tables at schema 0"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(backup, list(map(str, arguments)))


def test_it_works_away_from_the_checkout_and_says_what_it_wrote(data: Path, tmp_path: Path) -> None:
    command = [str(PROGRAM), "backup", "out", "--data", str(data)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"out: {TOLD}")
    seal = (tmp_path / "out").read_bytes()[-64:].decode()
    assert done.stdout.endswith(f" UTC; SHA-256 {seal}\n")
    checked = CliRunner().invoke(check_backup, [str(tmp_path / "out")])
    assert checked.exit_code == 0
    assert checked.stdout.endswith(done.stdout.removeprefix("out: "))
    assert f"{tmp_path / 'out'}: whole; {TOLD}" in checked.stdout


def test_a_changed_file_is_not_whole(data: Path, tmp_path: Path) -> None:
    run(tmp_path / "out", "--data", data)
    whole = (tmp_path / "out").read_bytes()
    (tmp_path / "out").write_bytes(whole.replace(b"0", b"1", 1))
    checked = CliRunner().invoke(check_backup, [str(tmp_path / "out")])
    assert checked.exit_code == 1
    assert checked.stdout == ""
    assert "is not a backup of this software, or it was cut or changed" in checked.stderr


def test_a_file_that_is_there_is_kept(data: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    result = run(tmp_path / "out", "--data", data)
    assert result.exit_code == 1
    assert "is there already; name another file" in result.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_without_a_database_there_is_no_backup(tmp_path: Path) -> None:
    result = run(tmp_path / "out", "--data", tmp_path)
    assert result.exit_code == 1
    assert "run benchmark migrate" in result.stderr
    assert not (tmp_path / "out").exists()


def test_without_pg_dump_postgresql_says_what_to_install(
    acceptance_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", acceptance_postgresql)
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(tmp_path / "out")
    assert result.exit_code == 1
    assert "pg_dump is not installed on this machine" in result.stderr
    assert list(tmp_path.iterdir()) == []
