"""SQLite's log is cut short or damaged: what was moved into the database and is whole stays.

The log is copied beside its database while both are in use, as a crash leaves them, and then
damaged: cut at any byte, a bit turned over, the head or all of it lost, rubbish added. At the next
start everything that a checkpoint had moved is there, and of the rest the oldest up to the damage,
nothing out of order. A database file that is itself damaged stops the start with plain words.
"""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from benchmark.database.people import Trust
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.web.settings import SettingsFault
from tests.battery.writers import tell
from tests.databases import closing
from tests.servers import serving

DAMAGES = int(os.environ.get("DAMAGES", "7"))
MOVED, LATER = 10, 15  # transactions before the checkpoint and after it
FILE, LOG = "benchmark.sqlite", "benchmark.sqlite-wal"
HEAD, FRAME, PAGE = 32, 24, 4096  # bytes: https://www.sqlite.org/walformat.html
Damage = Callable[[Path, random.Random], None]


def cut(log: Path, chance: random.Random) -> None:
    with log.open("r+b") as file:
        file.truncate(chance.randrange(log.stat().st_size))


def turn_a_bit(log: Path, chance: random.Random) -> None:
    content = bytearray(log.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    log.write_bytes(content)


def lose_the_head(log: Path, _: random.Random) -> None:
    log.write_bytes(bytes(HEAD) + log.read_bytes()[HEAD:])


def lose_all(log: Path, _: random.Random) -> None:
    log.unlink()


def add_rubbish(log: Path, chance: random.Random) -> None:
    log.write_bytes(log.read_bytes() + chance.randbytes(3 * PAGE))


KINDS: tuple[Damage, ...] = (cut, turn_a_bit, cut, turn_a_bit, lose_the_head, lose_all, add_rubbish)


@pytest.fixture
def crashed(acceptance_sqlite: str, tmp_path: Path) -> Path:
    """Database and log as they are while a server runs, with numbered transactions in them."""
    with closing(acceptance_sqlite) as engine:
        for number in range(MOVED + LATER):
            with transaction(engine, writes=True) as session:
                session.add(Trust(code=f"T{number:02}", name=f"Trust {number}", invented=True))
            if number == MOVED - 1:
                with engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")  # a checkpoint takes no transaction
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    connection.exec_driver_sql("BEGIN")
        crash = tmp_path / "crash"
        crash.mkdir()
        for name in (FILE, LOG):
            shutil.copy(tmp_path / name, crash)
    return crash


def test_what_a_checkpoint_has_moved_survives_any_damage_of_the_log(
    crashed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, kept = random.Random(1), []
    for number in range(DAMAGES):
        folder = tmp_path / f"damaged-{number}"
        shutil.copytree(crashed, folder)
        KINDS[number % len(KINDS)](folder / LOG, chance)
        kept.append(kept_in(folder))
        with serving(sqlite_url(folder)) as app:
            assert app.test_client().get("/sign-in").status_code == 200
        shutil.rmtree(folder)
    tell(capsys, f"{DAMAGES} damaged logs: {min(kept)} to {max(kept)} of {MOVED + LATER} kept")
    assert min(kept) >= MOVED
    assert max(kept) == MOVED + LATER  # rubbish at the end costs nothing


def test_a_log_that_is_read_without_its_checksums_is_caught(crashed: Path, tmp_path: Path) -> None:
    chance, faults = random.Random(1), 0
    for number in range(10):
        folder = tmp_path / f"damaged-{number}"
        shutil.copytree(crashed, folder)
        for _ in range(20):
            turn_a_bit(folder / LOG, chance)
        move_blindly(folder)
        try:
            faults += kept_in(folder) < MOVED
        except (AssertionError, DatabaseError):
            faults += 1
    assert faults > 0


@pytest.mark.parametrize("place", [0, 100])
def test_a_database_that_is_itself_damaged_stops_the_start_with_plain_words(
    crashed: Path, place: int
) -> None:
    (crashed / LOG).unlink()
    content = bytearray((crashed / FILE).read_bytes())
    content[place : place + PAGE] = bytes(PAGE)
    (crashed / FILE).write_bytes(content)
    with (
        pytest.raises(SettingsFault, match=r"cannot use the database .*(not a|malformed)"),
        serving(sqlite_url(crashed)),
    ):
        pass


def kept_in(folder: Path) -> int:
    """How many of the numbered transactions are there: the oldest ones, whole and in order."""
    engine = open_database(sqlite_url(folder))
    try:
        with transaction(engine, writes=True) as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            numbered = select(Trust.code, Trust.name).where(Trust.code.like("T%"))
            found = [tuple(row) for row in session.execute(numbered.order_by(Trust.code))]
            session.add(Trust(code="ZZY", name="After the damage", invented=True))
    finally:
        engine.dispose()
    assert found == [(f"T{number:02}", f"Trust {number}") for number in range(len(found))]
    return len(found)


def move_blindly(folder: Path) -> None:
    """Move every page of the log into the database, damaged or not."""
    log = (folder / LOG).read_bytes()
    with (folder / FILE).open("r+b") as file:
        for start in range(HEAD, len(log) - FRAME - PAGE + 1, FRAME + PAGE):
            page = int.from_bytes(log[start : start + 4], "big")
            if 0 < page < 10_000:
                file.seek((page - 1) * PAGE)
                file.write(log[start + FRAME : start + FRAME + PAGE])
    (folder / LOG).unlink()
