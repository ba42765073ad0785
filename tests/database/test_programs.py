"""PostgreSQL's programs: what they are told, and what is told when they are missing or fail."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from benchmark.database.backup_file import BackupFault
from benchmark.database.programs import pg_dump, pg_restore, run

URL = make_url("postgresql+psycopg://me:hidden%20word@127.0.0.1:5433/name")
SCRIPT = '#!/bin/sh\necho "$0 $*" > "{0}"\necho "$PGPASSWORD" >> "{0}"\nexit {1}\n'


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Programs of the same names that write down how they were called."""
    plant(tmp_path, 0)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "told"


def plant(folder: Path, code: int) -> None:
    for name in ("pg_dump", "pg_restore"):
        (folder / name).write_text(SCRIPT.format(folder / "told", code))
        (folder / name).chmod(0o700)


def test_a_program_that_is_missing_is_told_with_where_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for step in (lambda: pg_dump(URL, tmp_path, "1", "x"), lambda: pg_restore(URL, tmp_path)):
        with pytest.raises(BackupFault, match=r"is not installed.*apt-get install postgresql-cli"):
            step()


def test_the_password_is_in_no_list_of_processes(told: Path, tmp_path: Path) -> None:
    pg_dump(URL, tmp_path / "out", "snapshot-1", "huey_*")
    called, password = told.read_text().splitlines()
    assert "hidden" not in called
    assert password == "hidden word"
    assert "--dbname=postgresql://me@127.0.0.1:5433/name" in called
    assert "--snapshot=snapshot-1 --exclude-table=huey_*" in called


def test_a_restore_is_all_or_nothing(told: Path, tmp_path: Path) -> None:
    pg_restore(URL, tmp_path / "in")
    assert "--exit-on-error --single-transaction" in told.read_text()


def test_a_program_that_fails_is_quoted(
    told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    monkeypatch.delenv("PGPASSWORD", raising=False)
    with pytest.raises(BackupFault, match="pg_dump failed: server version mismatch"):
        run("pg_dump", URL)
    assert not told.exists()
