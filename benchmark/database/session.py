"""Engines and transactions: one way to open a database, one place that commits."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import Session

from benchmark.database.encryption import refuse_plain_connection
from benchmark.database.patience import ConnectionForAWhile, connect_for_a_while
from benchmark.database.sqlite import BUSY_SECONDS, VERSION, Pair, pair_of, prepare_sqlite
from benchmark.database.turns import take_turn

FILES_OPEN = 40
LATE = "the lock is still to be taken"


def sqlite_url(folder: Path) -> str:
    # built, not pasted: in an address "?", "#" and "%" in a folder's name mean something else
    file = str((folder / "benchmark.sqlite").resolve())
    return URL.create("sqlite", database=file).render_as_string(hide_password=False)


def configured_url(environment: Mapping[str, str], data: Path | None) -> str:
    """The address of the database in use: ``data`` wins over the environment.

    Raises ``NotEncryptedError`` for one that production mode refuses.
    """
    named = "" if data else environment.get("DATABASE_URL", "")
    refuse_plain_connection(named, environment)
    return named or sqlite_url(data or Path(environment.get("BENCHMARK_DATA") or "instance"))


def without_secrets(url: URL) -> str:
    """An address to be shown: its password is hidden, and its options, which may hold one too."""
    return url.set(query={}).render_as_string(hide_password=True)


def open_database(url: str, *, patient: bool = True) -> Engine:
    """An engine for a SQLite or PostgreSQL address; connects only when first used.

    For people who wait for a page ``patient`` is false: a PostgreSQL server that says nothing is
    then given up. SQLite waits for others ``BUSY_SECONDS`` in any case.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            # the driver's own BEGIN comes too late and is never IMMEDIATE: we begin ourselves
            connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "factory": Pair},
            hide_parameters=True,
            # one for each thread of a server: one more would be opened and closed each time
            pool_size=FILES_OPEN,
        )
        prepare_sqlite(engine)
        event.listen(engine, "handle_error", _leave_read_only)
        return engine
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise ValueError("a database address begins with sqlite:/// or postgresql://")
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=10,
        hide_parameters=True,  # the message of a fault goes to a log, and may not hold an answer
    )
    if not patient:
        event.listen(engine, "do_connect", _connect_for_a_while)
    event.listen(engine, "connect", _prepare_postgresql)
    event.listen(engine, "handle_error", _leave_read_only)
    return engine


def _connect_for_a_while(
    _dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]
) -> ConnectionForAWhile:
    return connect_for_a_while(*arguments, **options)


def _prepare_postgresql(connection: psycopg.Connection[Any], _: Any) -> None:
    # "saved" is said after the commit: a server that would answer it before it has written its log
    # is asked to wait, and one that waits for more (a standby) is left alone
    connection.autocommit = True  # a setting made in a transaction would end with it
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.autocommit = False


def _leave_read_only(context: ExceptionContext) -> None:
    """Open a connection anew that may only read: what it leads to may be writable by then.

    A SQLite file opened on a read-only disk stays read-only; a PostgreSQL server may have become
    the standby of another one.
    """
    error = context.original_exception
    sqlite_kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without detail
    if sqlite_kind == sqlite3.SQLITE_READONLY or isinstance(error, ReadOnlySqlTransaction):
        context.is_disconnect = True
        if context.execution_context is not None:
            # SQLite keeps a file open as long as a statement of it is in use
            context.execution_context.cursor.close()


@contextmanager
def transaction(
    engine: Engine, *, writes: bool, late: bool = False, patience: float = BUSY_SECONDS
) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any exception.

    Without ``writes`` the database itself refuses every change. ``late`` says that SQLite's one
    lock is not needed from the start: until ``begin_writing`` nothing can be changed. Without
    ``patience``, ``TurnTaken`` is raised where others write to the same file or wait to.
    """
    late = late and engine.dialect.name == "sqlite"
    early = writes and not late
    options = {"writes": early, "postgresql_readonly": not writes}
    turn = [take_turn(engine, patience)] if early else []
    try:
        with Session(engine, expire_on_commit=False, execution_options=options) as session:
            if late:
                # SQLite's version before anything is read, and until when that says anything: a
                # session that goes on after its transaction may do so with another connection
                seen = pair_of(session.connection()).seen
                session.info[LATE] = (turn, session.get_transaction(), seen)
            yield session
            session.commit()
    finally:
        for give_back in turn:
            give_back()


def begin_writing(session: Session) -> bool:
    """Take the lock of a transaction that was begun late.

    What was read before may have changed since: whoever calls reads it again, unless this returns
    that nothing at all was committed since the beginning.
    """
    if LATE not in session.info:
        return False
    turn, begun, seen = session.info.pop(LATE)
    connection = session.connection()
    pair = pair_of(connection)
    pair.execute("COMMIT")
    turn.append(take_turn(connection.engine, BUSY_SECONDS))
    pair.reading = False
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    unchanged: bool = connection.exec_driver_sql(VERSION).scalar() == seen
    return unchanged and session.get_transaction() is begun
