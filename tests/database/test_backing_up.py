"""A backup is one moment, while others go on writing; a plain copy of the file is not."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from benchmark.database.backing_up import PAGES, back_up, check_copy, refuse_other_rows
from benchmark.database.backup_file import BackupFault, sealed, unpack
from benchmark.database.contents import TableFacts, contents
from benchmark.database.session import open_database
from tests import databases
from tests.servers import copied

PAIR = "INSERT INTO {} VALUES (:n, :text)"
FILLING = "x" * 3000


@pytest.fixture
def engine(acceptance_sqlite_model: Path, tmp_path: Path) -> Iterator[Engine]:
    with databases.closing(copied(acceptance_sqlite_model, tmp_path)) as opened:
        with opened.begin() as connection:
            for side in ("left_side", "right_side"):
                connection.execute(text(f"CREATE TABLE {side} (n INTEGER, filling TEXT)"))
        yield opened


@contextmanager
def writing(engine: Engine) -> Iterator[list[int]]:
    """Somebody who writes all the time, always the same row on both sides in one transaction."""
    stop, written = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with engine.begin() as connection:
                for side in ("left_side", "right_side"):
                    row = {"n": written[0], "text": FILLING}
                    connection.execute(text(PAIR.format(side)), row)
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield written
    finally:
        stop.set()
        writer.join()


def sides(file: Path) -> tuple[list[int], list[int]]:
    with closing(sqlite3.connect(file)) as database:
        left, right = (
            [row[0] for row in database.execute(f"SELECT n FROM {side} ORDER BY n")]
            for side in ("left_side", "right_side")
        )
    return left, right


def wait_for(written: list[int], more: int) -> None:
    until = written[0] + more
    while written[0] < until:
        threading.Event().wait(0.01)


def test_a_backup_is_one_moment_while_somebody_writes(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as written:
        wait_for(written, 300)  # more pages than are copied at once
        before = written[0]
        manifest, seal = back_up(engine, tmp_path / "out")
        after = written[0]
        wait_for(written, 1)  # the writer is still there
    assert (tmp_path / "benchmark.sqlite").stat().st_size > PAGES * 4096
    assert sealed(tmp_path / "out") == (manifest, seal)
    unpack(tmp_path / "out", manifest, tmp_path / "copy")
    check_copy(tmp_path / "copy", manifest.tables)
    left, right = sides(tmp_path / "copy")
    assert left == right == list(range(len(left)))
    assert before <= len(left) <= after + 1
    assert manifest.tables["left_side"].rows == len(left)
    assert after > before, "nobody could write during the backup, so this shows nothing"


def test_a_plain_copy_while_somebody_writes_is_found_out(engine: Engine, tmp_path: Path) -> None:
    """The twin: what lies in the journal beside the file is missing in a copy of the file."""
    with engine.connect() as reading:
        connection = reading.execution_options(writes=False)
        connection.execute(text("SELECT 1 FROM people"))  # keeps the journal from being emptied
        with writing(engine) as written:
            wait_for(written, 20)
            shutil.copy(tmp_path / "benchmark.sqlite", tmp_path / "copy")
        with engine.connect() as now:
            should_be = contents(now)
    with pytest.raises(
        BackupFault, match=r"left_side: (no such table|\d+ rows .*) instead of \d+ rows|torn"
    ):
        check_copy(tmp_path / "copy", should_be)


def test_a_page_that_is_torn_is_found(engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        tables = contents(connection)
    engine.dispose()
    torn = tmp_path / "torn"
    whole = (tmp_path / "benchmark.sqlite").read_bytes()
    half = len(whole) // 2 // 4096 * 4096
    torn.write_bytes(whole[:half] + b"\xff" * 4096 + whole[half + 4096 :])
    with pytest.raises(BackupFault, match="torn"):
        check_copy(torn, tables)


def test_rows_that_point_to_nothing_are_found(engine: Engine, tmp_path: Path) -> None:
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "benchmark.sqlite")) as database:
        database.execute("DELETE FROM trusts")
        database.commit()
    engine = open_database(f"sqlite:///{tmp_path / 'benchmark.sqlite'}")
    with pytest.raises(BackupFault, match="rows point to nothing"):
        back_up(engine, tmp_path / "out")
    engine.dispose()
    assert not (tmp_path / "out").exists()


def test_the_file_is_for_its_owner_and_nothing_else_is_left(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    os.umask(mask := os.umask(0))
    os.umask(0)  # the most generous setting
    try:
        back_up(engine, place / "out")
    finally:
        os.umask(mask)
    assert [each.name for each in place.iterdir()] == ["out"]
    assert (place / "out").stat().st_mode & 0o777 == 0o600


def test_no_file_is_overwritten_and_no_half_file_is_left(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    (place / "out").write_text("kept")
    with pytest.raises(BackupFault, match="is there already"):
        back_up(engine, place / "out")

    def failing(_: object) -> list[str]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(engine, place / "other", failing)
    assert [each.name for each in place.iterdir()] == ["out"]
    assert (place / "out").read_text() == "kept"
    with pytest.raises(BackupFault, match=r"cannot write in .*No such file"):
        back_up(engine, tmp_path / "nowhere/out")


def test_a_difference_is_told_with_its_table() -> None:
    one, other = TableFacts(rows=3, sha256="a" * 64), TableFacts(rows=2, sha256="b" * 64)
    refuse_other_rows({"people": one}, {"people": one})
    with pytest.raises(BackupFault) as told:
        refuse_other_rows({"people": other}, {"people": one, "trusts": one})
    assert "people: 2 rows (bbbbbbbbbbbb) instead of 3 rows (aaaaaaaaaaaa)" in str(told.value)
    assert "trusts: no such table instead of 3 rows" in str(told.value)
