"""The log is moved into the file by whoever has written, and keeps nobody from anything."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from benchmark.database import log
from benchmark.database.log import after_writing
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.database.turns import take_turn

EVERY = 5


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    monkeypatch.setattr(log, "EVERY", EVERY)
    opened = open_database(sqlite_url(tmp_path))
    write(opened, "CREATE TABLE t (x)")
    yield opened
    opened.dispose()


def write(engine: Engine, statement: str = "INSERT INTO t VALUES (1)") -> None:
    with transaction(engine, writes=True) as session:
        session.execute(text(statement))


def moved(engine: Engine, tmp_path: Path) -> int:
    """How many rows the file holds without its log."""
    alone = tmp_path / "alone.sqlite"
    shutil.copy(str(engine.url.database), alone)
    with closing(sqlite3.connect(alone)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM t").fetchone()[0])
        except sqlite3.OperationalError:  # not even the table is in it
            return 0


def test_it_is_moved_after_so_many_transactions(engine: Engine, tmp_path: Path) -> None:
    found = []
    for _ in range(2 * EVERY):
        write(engine)
        found.append(moved(engine, tmp_path))
    # the table was the first of the transactions that are counted
    assert found == 3 * [0] + [0 + EVERY - 1] * EVERY + 2 * [2 * EVERY - 1]


def test_the_log_begins_anew_once_all_of_it_was_moved(engine: Engine, tmp_path: Path) -> None:
    for _ in range(20 * EVERY):
        write(engine)
    frames = Path(f"{engine.url.database}-wal").stat().st_size // (4096 + 24)
    assert frames < 4 * EVERY  # each transaction adds at least one
    assert moved(engine, tmp_path) >= 19 * EVERY


def test_what_somebody_still_reads_stays_as_it_is(engine: Engine, tmp_path: Path) -> None:
    write(engine)
    with transaction(engine, writes=False) as reading:
        assert reading.scalar(text("SELECT count(*) FROM t")) == 1
        for _ in range(3 * EVERY):
            write(engine)
        assert reading.scalar(text("SELECT count(*) FROM t")) == 1
    for _ in range(EVERY):
        write(engine)
    assert moved(engine, tmp_path) > 3 * EVERY


def test_whoever_reads_moves_nothing(engine: Engine, tmp_path: Path) -> None:
    write(engine)
    for _ in range(3 * EVERY):
        with transaction(engine, writes=False) as session:
            session.scalar(text("SELECT count(*) FROM t"))
    assert moved(engine, tmp_path) == 0


def test_it_is_moved_while_somebody_else_has_the_turn(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what they add is left for later, and nobody waits long for that."""
    monkeypatch.setattr(log, "PATIENCE", 0.05)
    write(engine)
    give_back = take_turn(engine, 1)
    try:
        for _ in range(EVERY):
            after_writing(engine)
        assert moved(engine, tmp_path) == 1
    finally:
        give_back()


def test_a_log_that_cannot_be_moved_harms_nobody(engine: Engine, tmp_path: Path) -> None:
    gone = open_database(sqlite_url(tmp_path / "there is no such folder"))
    for _ in range(EVERY):
        after_writing(gone)
    gone.dispose()
    for _ in range(EVERY - 2):
        write(engine)
    Path(f"{engine.url.database}").rename(tmp_path / "elsewhere")
    engine.dispose()
    Path(f"{engine.url.database}").mkdir()
    after_writing(engine)
    Path(f"{engine.url.database}").rmdir()


def test_postgresql_has_a_log_of_its_own(current_postgresql: str) -> None:
    opened = open_database(current_postgresql)
    for _ in range(2 * EVERY):
        after_writing(opened)
    assert current_postgresql not in log.WRITTEN
    opened.dispose()
