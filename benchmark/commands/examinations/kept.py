"""The database: its schema, and the settings on which "saved" depends."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine

from benchmark.commands.database_option import shown
from benchmark.commands.examinations.finding import Finding
from benchmark.database.migration import SchemaMismatch, check_schema, revision_needed
from benchmark.database.size import size_of
from benchmark.database.sqlite import pair_of

MEGABYTE = 1_000_000
MAY_CHANGE = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
# what must be so, with what to do where it is not
SETTINGS = {
    "PRAGMA journal_mode": ("wal", "somebody has opened the file with other software; stop that"),
    "PRAGMA synchronous": (
        "2",
        "an answer could be lost with the power; use this software as it is",
    ),
    "PRAGMA foreign_keys": ("1", "this SQLite was built without foreign keys; use another Python"),
}
WHOLE = {"PRAGMA quick_check": ("ok", "the file is damaged: stop the server and restore a backup")}
SERVER = {
    "SHOW fsync": ("on", "set fsync = on in postgresql.conf, or a power cut may damage everything"),
    "SHOW full_page_writes": ("on", "set full_page_writes = on in postgresql.conf"),
    "SHOW server_encoding": ("UTF8", "make a database with ENCODING 'UTF8' and restore into it"),
    "SELECT pg_is_in_recovery()": ("False", "this is a standby: name the primary server"),
    # what the database has set by itself: a connection of ours is told that it only reads
    "SHOW default_transaction_read_only": ("off", "set it off for this database and its role"),
}


def database_findings(engine: Engine) -> Iterator[Finding]:
    """The schema first: a database that was never migrated is not looked into."""
    try:
        check_schema(engine)
    except SchemaMismatch as mismatch:
        yield Finding("schema", shown(engine), str(mismatch))
        return
    yield Finding("schema", f"{shown(engine)} is at {revision_needed()}")
    with engine.execution_options(writes=False).connect() as connection:
        yield Finding("database", f"{size_of(connection) / MEGABYTE:.1f} MB")
        yield from (_pragmas if engine.dialect.name == "sqlite" else _server)(connection)


def _pragmas(connection: Connection) -> Iterator[Finding]:
    yield Finding("SQLite", str(connection.exec_driver_sql("SELECT sqlite_version()").scalar()))
    # of the connection that would write: this one only reads
    yield from _compared(pair_of(connection).ask, SETTINGS)
    yield from _compared(partial(_answer, connection), WHOLE)


def _server(connection: Connection) -> Iterator[Finding]:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    most = connection.exec_driver_sql("SHOW max_connections").scalar()
    yield Finding("PostgreSQL", f"{version}, at most {most} connections")
    changes = connection.exec_driver_sql(MAY_CHANGE).scalar()
    yield Finding("database", f"this account {'may' if changes else 'may not'} change tables")
    yield from _compared(partial(_answer, connection), SERVER)


def _answer(connection: Connection, asked: str) -> Any:
    return connection.exec_driver_sql(asked).scalar()


def _compared(
    answer: Callable[[str], Any], needed: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    for asked, (right, advice) in needed.items():
        found = str(answer(asked))
        told = f"{asked.split()[1]} is {found}"
        yield Finding("database", told, "" if found == right else f"{advice} (needed: {right})")
