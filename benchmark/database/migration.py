"""Bringing a database to the schema that this software needs, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

PACKAGE = Path(__file__).resolve().parents[1]
WAIT_MILLISECONDS = 10 * 60 * 1000  # a process that finds another one migrating waits this long
POSTGRESQL_LOCK = 0x62656E63686D726B  # "benchmrk" in ASCII: a number no other program will take


class SchemaMismatch(Exception):
    """The database stands at another schema than this software needs; the text says what to do."""


def migrations_folder() -> Path:
    """Inside the package where it was installed from a wheel, beside it in a checkout."""
    installed = PACKAGE / "migrations"
    return installed if installed.is_dir() else PACKAGE.parent / "migrations"


def revision_needed() -> str:
    """Name the newest revision among our migrations, such as ``"002"``."""
    return _revisions()[0]


def revision_in_force(engine: Engine) -> str | None:
    """Read the revision that the database stands at; ``None`` when it was never migrated."""
    with engine.execution_options(writes=False).connect() as connection:
        return revision_of(connection)


def check_schema(engine: Engine) -> None:
    """Raise `SchemaMismatch` unless the database stands at exactly the revision needed."""
    _refuse_missing_file(engine)
    _refuse_newer(current := revision_in_force(engine))
    if current != revision_needed():
        raise SchemaMismatch(f"{_position(current)}: run benchmark migrate")


def migrate(engine: Engine) -> str | None:
    """Bring the database to the newest revision, all the way or not at all; returns the one before.

    Any number of processes may call this at once: one migrates, the others wait and find nothing
    left to do. Raises `SchemaMismatch` when newer software has migrated the database already.
    """
    with _alone(engine) as connection:
        _refuse_newer(before := revision_of(connection))
        command.upgrade(_config(connection), "head")
    return before


def migrate_within(connection: Connection) -> None:
    """Make our tables in an empty PostgreSQL database, as part of a transaction that goes on."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})
    command.upgrade(_config(connection), "head")


def step_back(engine: Engine, revision: str) -> None:
    """Return the database to an older revision (``"base"``: to nothing), for older software.

    What the newer revisions added is removed with everything in it.
    """
    with _alone(engine) as connection:
        _refuse_newer(revision_of(connection))
        command.downgrade(_config(connection), revision)


def _refuse_missing_file(engine: Engine) -> None:
    # SQLite would make an empty file of any name, and a mistyped folder would look like a new start
    file = engine.url.database
    if engine.dialect.name == "sqlite" and not Path(file or "").is_file():
        raise SchemaMismatch(f"there is no database {file}: run benchmark migrate")


def revision_of(connection: Connection) -> str | None:
    """The revision that a database stands at, as this connection's transaction sees it."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> set[str]:
    """All revisions that this software can read, the newest and those before it."""
    return set(_revisions())


def _refuse_newer(current: str | None) -> None:
    if current is not None and current not in known_revisions():
        raise SchemaMismatch(
            f"{_position(current)}: it was migrated by newer software, install that software"
        )


def _position(current: str | None) -> str:
    place = f"at {current}" if current else "empty"
    return f"the database is {place}, this software needs {revision_needed()}"


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    # Alembic reads a percent sign in an option as a reference to another option
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config


@cache  # whether a server is ready is asked every few seconds, and Alembic runs every file to tell
def _revisions() -> tuple[str, ...]:
    """All of our revisions, the newest first."""
    script = ScriptDirectory.from_config(_config())
    return tuple(str(each.revision) for each in script.walk_revisions())


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """One transaction around the whole migration, which only one process at a time can hold."""
    with engine.connect() as connection:
        rebuilding = _sqlite_rebuilding if engine.dialect.name == "sqlite" else _postgresql_lock
        with rebuilding(connection):
            yield connection


@contextmanager
def _postgresql_lock(connection: Connection) -> Iterator[None]:
    with connection.begin():
        # given back by the database itself at the end of the transaction, however that ends
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})
        yield


@contextmanager
def _sqlite_rebuilding(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by copying and dropping it. With foreign keys on, the drop would empty
    # the tables that point to it, and they cannot be switched off once a transaction has begun.
    waiting = _pragma(connection, "busy_timeout")
    _pragma(connection, f"busy_timeout={WAIT_MILLISECONDS}")
    _pragma(connection, "foreign_keys=OFF")
    try:
        with connection.begin():  # BEGIN IMMEDIATE is the lock
            yield
            _refuse_broken_references(connection)
    finally:
        _pragma(connection, "foreign_keys=ON")
        _pragma(connection, f"busy_timeout={waiting}")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise RuntimeError(
            f"the migration would leave rows of {tables} pointing to nothing; nothing was changed"
        )


def _pragma(connection: Connection, setting: str) -> object:
    # past SQLAlchemy, which would begin a transaction first
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    row = cursor.fetchone()
    return row[0] if row else None
