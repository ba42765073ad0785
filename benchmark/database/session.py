"""Engines and transactions: one way to open a database, one place that commits."""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.characteristics import ConnectionCharacteristic
from sqlalchemy.orm import Session

from benchmark.database.encryption import refuse_plain_connection
from benchmark.database.patience import ConnectionForAWhile, connect_for_a_while
from benchmark.database.turns import take_turn

BUSY_SECONDS = 15
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
            connect_args={"timeout": BUSY_SECONDS},
            hide_parameters=True,
            # one for each thread of a server: one more would be opened and closed each time
            pool_size=FILES_OPEN,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "handle_error", _leave_read_only)
        _begin_ourselves(engine.dialect)
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


def _prepare_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    # the driver's own BEGIN comes too late and is never IMMEDIATE: we begin ourselves
    connection.isolation_level = None
    _switch_to_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # on a new file SQLite may answer "database is locked" to this one at once instead of waiting,
    # and processes that start together would fail
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the kind, without detail
            if not busy or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


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


class MayWrite(ConnectionCharacteristic):
    """What the option ``writes`` of a SQLite connection sets; it ends with its time in use."""

    transactional = True

    def set_characteristic(self, _: Any, opened: Any, value: Any) -> None:
        """Let the connection write, or not."""
        opened.execute(f"PRAGMA query_only={'OFF' if value else 'ON'}")

    def reset_characteristic(self, _: Any, opened: Any) -> None:
        """Let it write, as it may without the option."""
        opened.execute("PRAGMA query_only=OFF")

    def get_characteristic(self, _: Any, opened: Any) -> bool:
        """Return whether it may write."""
        return not opened.execute("PRAGMA query_only").fetchone()[0]


MAY_WRITE = MayWrite()


def _begin_ourselves(dialect: Any) -> None:
    """Begin transactions where SQLAlchemy does, and not in its event of that moment.

    With any such event each statement asks five lists of listeners, and takes twice as long.
    """
    dialect.connection_characteristics = dialect.connection_characteristics.union(
        {"writes": MAY_WRITE}
    )
    dialect.do_begin = _begin_sqlite


def _begin_sqlite(connection: Any) -> None:
    # a write transaction takes its lock at the start: two that read first and write later
    # would otherwise fail instead of waiting for each other
    opened = connection.dbapi_connection
    writes = MAY_WRITE.get_characteristic(None, opened)
    opened.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _straight(connection: Connection, statement: str) -> None:
    # to the driver: every transaction asks it, and it looks at no file, never fails and never waits
    opened: Any = connection.connection.dbapi_connection
    opened.execute(statement)


@contextmanager
def transaction(
    engine: Engine, *, writes: bool, late: bool = False, patience: float = BUSY_SECONDS
) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any exception.

    Without ``writes`` the database itself refuses every change. ``late`` says that SQLite's one
    lock is not needed from the start: until ``begin_writing`` nothing can be changed. Without
    ``patience``, ``TurnTaken`` is raised where others write to the same file or wait to.
    """
    early = writes and not late
    options = {"writes": early, "postgresql_readonly": not writes}
    turn = [take_turn(engine, patience)] if early else []
    try:
        with Session(engine, expire_on_commit=False, execution_options=options) as session:
            session.info[LATE] = turn if late else None
            yield session
            session.commit()
    finally:
        for give_back in turn:
            give_back()


def begin_writing(session: Session) -> None:
    """Take the lock of a transaction that was begun late.

    What was read before may have changed since: whoever calls reads it again.
    """
    turn = session.info.pop(LATE, None)
    connection = session.connection()
    if connection.dialect.name != "sqlite" or turn is None:
        return
    _straight(connection, "COMMIT")
    turn.append(take_turn(connection.engine, BUSY_SECONDS))
    _straight(connection, "PRAGMA query_only=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
