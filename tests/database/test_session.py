"""Opening a database, and transactions that keep everything or nothing."""

import sqlite3
import threading
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from benchmark.database.people import Division, Trust
from benchmark.database.session import (
    begin_writing,
    open_database,
    sqlite_url,
    transaction,
    without_secrets,
)
from tests.databases import closing, run_sql


def north() -> Trust:
    return Trust(code="ZZN", name="Invented North", invented=True)


def kept(engine: Engine) -> int:
    with transaction(engine, writes=False) as session:
        return session.scalars(select(func.count()).select_from(Trust)).one()


def test_a_finished_block_is_kept(database: Engine) -> None:
    with transaction(database, writes=True) as session:
        session.add(north())
    assert kept(database) == 1


def test_a_broken_block_leaves_nothing(database: Engine) -> None:
    with pytest.raises(InterruptedError):
        begin_and_break_off(database)
    assert kept(database) == 0


def begin_and_break_off(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        session.add(north())
        session.flush()
        raise InterruptedError


def test_the_database_itself_refuses_a_change_in_a_reading_block(database: Engine) -> None:
    with (
        pytest.raises(DBAPIError, match=r"read-?only"),
        transaction(database, writes=False) as session,
    ):
        session.add(north())
    with transaction(database, writes=True) as session:  # on the same pooled connection
        session.add(north())
    assert kept(database) == 1


def test_a_block_that_takes_its_lock_late_hinders_nobody_before(database: Engine) -> None:
    with transaction(database, writes=True, late=True) as session:
        assert session.scalars(select(Trust)).all() == []
        with transaction(database, writes=True) as other:
            other.add(north())
        assert not begin_writing(session)
        assert session.scalars(select(Trust.code)).all() == ["ZZN"]
        assert not begin_writing(session)  # it has begun already
        session.add(Trust(code="ZZS", name="Invented South", invented=True))
    assert kept(database) == 2


def test_what_a_late_block_has_read_holds_if_nobody_has_written(current_sqlite: str) -> None:
    with closing(current_sqlite) as engine, closing(current_sqlite) as others:
        for meanwhile, holds in ((None, True), (engine, False), (others, False), (None, True)):
            with transaction(engine, writes=True, late=True) as session:
                before = session.scalar(select(func.count()).select_from(Trust))
                if meanwhile:
                    with transaction(meanwhile, writes=True) as other:
                        other.add(Trust(code=f"ZZ{before}", name="Invented", invented=True))
                assert begin_writing(session) is holds
                after = session.scalar(select(func.count()).select_from(Trust))
                assert (after == before) is holds


def test_what_was_read_before_a_rollback_does_not_hold(current_sqlite: str) -> None:
    with closing(current_sqlite) as engine, transaction(engine, writes=True, late=True) as session:
        assert session.scalars(select(Trust)).all() == []
        session.rollback()
        with transaction(engine, writes=True) as other:
            other.add(north())
        session.connection()  # a snapshot that has it
        assert not begin_writing(session)


def test_what_was_read_by_a_statement_that_still_runs_does_not_hold(current_sqlite: str) -> None:
    with closing(current_sqlite) as engine:
        with transaction(engine, writes=True) as session:
            session.add_all([north(), Trust(code="ZZS", name="Invented", invented=True)])
        with transaction(engine, writes=True, late=True) as session:
            half_read = session.connection().execute(select(Trust.name))
            assert half_read.fetchone() is not None
            with transaction(engine, writes=True) as other:
                other.add(Trust(code="ZZW", name="Invented West", invented=True))
            assert not begin_writing(session)
            assert session.scalar(select(func.count()).select_from(Trust)) == 3
            half_read.close()


def test_before_its_lock_a_late_block_can_change_nothing(tmp_path: Path) -> None:
    engine = open_database(sqlite_url(tmp_path))
    with transaction(engine, writes=True) as session:
        session.execute(text("CREATE TABLE t (x)"))
    with (
        pytest.raises(DBAPIError, match="readonly"),
        transaction(engine, writes=True, late=True) as session,
    ):
        session.execute(text("INSERT INTO t VALUES (1)"))
    with transaction(engine, writes=True, late=True) as session:
        begin_writing(session)
        session.execute(text("INSERT INTO t VALUES (1)"))
    with pytest.raises(InterruptedError):
        begin_late_and_break_off(engine)
    with transaction(engine, writes=False) as session:
        assert session.scalars(text("SELECT x FROM t")).all() == [1]
    engine.dispose()


def begin_late_and_break_off(engine: Engine) -> None:
    with transaction(engine, writes=True, late=True) as session:
        begin_writing(session)
        session.execute(text("INSERT INTO t VALUES (2)"))
        raise InterruptedError


def test_a_fault_does_not_repeat_what_the_database_was_given(database: Engine) -> None:
    """Its message goes to a log, and what was given may be somebody's evidence."""
    add = text("INSERT INTO trusts (id, code, name, invented) VALUES (1, :code, :name, false)")
    given = {"code": "ZZN", "name": "canary evidence"}
    with transaction(database, writes=True) as session:
        session.execute(add, given)
        with pytest.raises(IntegrityError) as fault:
            session.execute(add, given)
        session.rollback()
    assert "INSERT INTO trusts" in str(fault.value)
    assert "canary" not in str(fault.value)


def test_rows_that_point_to_nothing_are_refused(database: Engine) -> None:
    with (
        pytest.raises(IntegrityError, match=r"(?i)foreign key"),
        transaction(database, writes=True) as session,
    ):
        session.add(Division(trust_id=404, key="medicine", name="Medicine"))


def test_two_that_read_first_and_write_later_wait_for_each_other(current_sqlite: str) -> None:
    """With SQLite's own late lock one of the two would fail with "database is locked"."""
    engine = open_database(current_sqlite)
    with transaction(engine, writes=True) as session:
        session.add(north())
    threads = [threading.Thread(target=lengthen_names, args=(engine, 25)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction(engine, writes=False) as session:
        assert session.scalars(select(Trust.name)).one() == "Invented North" + 100 * "+"
    engine.dispose()


def test_a_new_file_that_another_process_is_writing_to_is_waited_for(fresh_sqlite: str) -> None:
    """Switching the journal of a new file fails at once while another connection writes."""
    engine = open_database(fresh_sqlite)
    other = sqlite3.connect(str(engine.url.database), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    with transaction(engine, writes=True) as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    release.join()
    other.close()
    engine.dispose()


def lengthen_names(engine: Engine, times: int) -> None:
    for _ in range(times):
        with transaction(engine, writes=True) as session:
            trust = session.scalars(select(Trust)).one()
            trust.name += "+"


def test_what_sqlite_said_was_kept_survives_a_power_cut(current_sqlite: str) -> None:
    engine = open_database(current_sqlite)
    with transaction(engine, writes=True) as session:
        answers = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    full = 2
    assert answers == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 15000,
    }


@pytest.mark.parametrize(("theirs", "ours"), [("off", "on"), ("local", "local"), ("on", "on")])
def test_a_commit_in_postgresql_waits_for_the_log_whatever_the_server_is_set_to(
    current_postgresql: str, theirs: str, ours: str
) -> None:
    name = sql.Identifier(str(make_url(current_postgresql).database))
    setting = sql.SQL("ALTER DATABASE {} SET synchronous_commit = {}")
    run_sql(current_postgresql, setting.format(name, sql.Literal(theirs)))
    with psycopg.connect(current_postgresql) as plain:
        assert plain.execute("SHOW synchronous_commit").fetchone() == (theirs,)
    with closing(current_postgresql) as engine:
        for writes in (True, False):  # also after a transaction that was rolled back
            with transaction(engine, writes=writes) as session:
                assert session.scalar(text("SHOW synchronous_commit")) == ours
                session.rollback()


def test_a_connection_that_may_only_read_is_opened_anew(current_sqlite: str) -> None:
    """What it leads to may be writable again; the refusal of a reading block is as harmless."""
    with closing(current_sqlite) as engine:
        connected: list[object] = []
        event.listen(engine, "connect", lambda connection, _: connected.append(connection))
        for _ in range(2):
            with pytest.raises(DBAPIError), transaction(engine, writes=False) as session:
                session.add(north())
        assert len(connected) == 2
        with transaction(engine, writes=True) as session:
            session.add(north())


@pytest.mark.parametrize("name", ["plain", "with space", "100%41", "what?x=1", "#1", "Übung"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    engine = open_database(sqlite_url(folder))
    with transaction(engine, writes=True) as session:
        session.execute(text("CREATE TABLE proof (x)"))
    engine.dispose()
    assert (folder / "benchmark.sqlite").stat().st_size > 0


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_usual_address_of_postgresql_is_opened_with_psycopg_3(scheme: str) -> None:
    engine = open_database(f"{scheme}://someone:secret@db.example/benchmark")
    assert engine.driver == "psycopg"


def test_another_database_is_refused() -> None:
    with pytest.raises(ValueError, match="sqlite:/// or postgresql://"):
        open_database("mysql://someone@db.example/benchmark")
    with pytest.raises(ArgumentError):
        open_database("benchmark")


@pytest.mark.parametrize("place", ["u:a-secret@db/x", "u@db/x?password=a-secret", "u@db/x"])
def test_an_address_is_shown_without_its_secrets(place: str) -> None:
    shown = without_secrets(make_url(f"postgresql://{place}"))
    assert "a-secret" not in shown
    assert shown.startswith("postgresql://u")
    assert shown.endswith("@db/x")
