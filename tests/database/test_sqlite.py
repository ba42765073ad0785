"""One that reads and one that writes, lent as one connection."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.database.sqlite import VERSION, Pair, pair_of

COUNT = "SELECT count(*) FROM t"
ADD = "INSERT INTO t VALUES (1)"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(sqlite_url(tmp_path))
    with transaction(opened, writes=True) as session:
        session.execute(text("CREATE TABLE t (x)"))
    yield opened
    opened.dispose()


@pytest.fixture
def pair(engine: Engine) -> Iterator[Pair]:
    with engine.connect() as connection:
        connection.rollback()
        found = pair_of(connection)
        yield found
        found.reading = False


def count(connection: Any) -> int:
    return int(connection.execute(COUNT).fetchone()[0])


def test_statements_go_to_the_one_in_use(pair: Pair) -> None:
    pair.reading = True
    for send in (pair.execute, pair.cursor().execute):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            send(ADD)
    pair.reading = False
    pair.cursor().execute(ADD)
    pair.execute(ADD)
    pair.reading = True
    assert count(pair) == count(pair.cursor()) == 2


def test_a_transaction_of_one_is_not_one_of_the_other(pair: Pair) -> None:
    pair.reading = True
    pair.execute("BEGIN")
    assert count(pair) == 0
    pair.reading = False
    pair.execute("BEGIN IMMEDIATE")
    pair.execute(ADD)
    assert pair.in_use.in_transaction
    pair.commit()
    assert not pair.in_use.in_transaction
    pair.reading = True
    assert pair.in_use.in_transaction
    assert count(pair) == 0  # what it saw at first
    pair.rollback()
    assert count(pair) == 1


def test_what_is_taken_back_is_not_there(pair: Pair) -> None:
    pair.execute("BEGIN IMMEDIATE")
    pair.execute(ADD)
    pair.rollback()
    assert count(pair) == 0
    pair.commit()  # nothing has begun
    pair.rollback()


def test_a_version_tells_whether_anybody_else_has_committed(pair: Pair, engine: Engine) -> None:
    before = pair.ask(VERSION)
    assert pair.ask(VERSION) == before
    pair.execute("BEGIN IMMEDIATE")  # a lock without a change
    pair.rollback()
    pair.execute(ADD)  # what this one has written itself
    pair.reading = True
    assert pair.ask(VERSION) == before
    with closing(sqlite3.connect(str(engine.url.database))) as other, other:
        other.execute(ADD)
    assert pair.ask(VERSION) != before


def test_the_version_is_noted_before_anything_is_read(engine: Engine) -> None:
    with transaction(engine, writes=False) as session:
        pair = pair_of(session.connection())
        before = pair.seen
        assert session.scalar(text(COUNT)) == 0
        with transaction(engine, writes=True) as other:
            other.execute(text(ADD))
        assert pair.seen == before
        assert pair.ask(VERSION) != before
        assert session.scalar(text(COUNT)) == 0


def test_both_have_the_functions_that_sqlalchemy_gives(engine: Engine) -> None:
    for writes in (True, False):
        with transaction(engine, writes=writes) as session:
            assert session.scalar(text("SELECT 'Invented North' REGEXP '^Invented'")) == 1


def test_nothing_is_prepared_anew_for_whoever_reads_next(engine: Engine) -> None:
    """The switch that makes SQLite forget what it has prepared is used once for each file."""
    told: list[str] = []
    with engine.connect() as connection:
        pair = pair_of(connection)
        pair.set_trace_callback(told.append)
        pair.reader.set_trace_callback(told.append)
    for writes in (False, True, False):
        with transaction(engine, writes=writes) as session:
            session.execute(text(COUNT))
    assert told.count(COUNT) == 3
    assert not [line for line in told if "query_only" in line]


def test_both_are_closed_and_the_log_goes_into_the_file(engine: Engine) -> None:
    with engine.connect() as connection:
        pair = pair_of(connection)
    log = Path(f"{engine.url.database}-wal")
    assert log.exists()
    engine.dispose()
    assert not log.exists()
    for each in (pair, pair.reader):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            count(each)


def test_a_refused_change_closes_both(engine: Engine) -> None:
    """What they lead to may be writable later: the next one opens them anew."""
    with engine.execution_options(writes=False).connect() as connection:
        pair = pair_of(connection)
        with pytest.raises(DBAPIError, match="readonly"):
            connection.exec_driver_sql(ADD)
    for each in (pair, pair.reader):
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            count(each)
    with transaction(engine, writes=True) as session:
        session.execute(text(ADD))
