"""What was deleted is in no byte of the file, also while a server has it open."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from benchmark.database.scrubbing import NotScrubbed, scrub
from benchmark.database.session import transaction
from benchmark.database.turns import take_turn
from tests.databases import closing as opened

CANARY = "Zebedee Quillfeather"


def left_in(folder: Path) -> list[str]:
    """Every file below the folder in which the canary stands."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return sorted(each.name for each in files if CANARY.encode() in each.read_bytes())


def written_and_deleted(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        row = {"code": "ZZN", "name": CANARY, "invented": True}
        session.execute(
            text("INSERT INTO trusts (code, name, invented) VALUES (:code, :name, :invented)"), row
        )
    with transaction(engine, writes=True) as session:
        session.execute(text("DELETE FROM trusts"))


def folder_of(engine: Engine) -> Path:
    return Path(str(engine.url.database)).parent


@pytest.fixture
def engine(current_sqlite: str) -> Iterator[Engine]:
    with opened(current_sqlite) as found:
        yield found


def test_no_byte_is_left_of_what_was_deleted(engine: Engine) -> None:
    written_and_deleted(engine)
    assert left_in(folder_of(engine))  # deleting alone leaves them
    scrub(engine)
    assert left_in(folder_of(engine)) == []
    with transaction(engine, writes=False) as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"


def test_others_who_have_the_file_open_do_not_keep_them(engine: Engine) -> None:
    written_and_deleted(engine)
    with closing(sqlite3.connect(str(engine.url.database))) as other:
        other.execute("SELECT * FROM trusts").fetchall()
        scrub(engine)
        assert left_in(folder_of(engine)) == []


def test_somebody_in_the_middle_of_reading_is_told(engine: Engine) -> None:
    written_and_deleted(engine)
    with closing(sqlite3.connect(str(engine.url.database))) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM trusts").fetchall()
        with pytest.raises(NotScrubbed, match="still reading"):
            scrub(engine, patience=0)
    scrub(engine, patience=0)
    assert left_in(folder_of(engine)) == []


def test_it_waits_for_its_turn_among_those_who_write(engine: Engine) -> None:
    written_and_deleted(engine)
    over, give_back = threading.Event(), take_turn(engine, 1)
    timer = threading.Timer(0.3, lambda: (over.set(), give_back()))
    timer.start()
    scrub(engine)
    assert over.is_set()
    timer.join()
    assert left_in(folder_of(engine)) == []


def test_postgresql_does_it_by_itself(database: Engine) -> None:
    scrub(database)
    with transaction(database, writes=False) as session:
        assert session.scalar(text("SELECT 1")) == 1
