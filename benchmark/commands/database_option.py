"""Which database a command uses: the option ``--data``, or what the environment says."""

import functools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError

from benchmark.database.encryption import NotEncryptedError
from benchmark.database.migration import SchemaMismatch, check_schema
from benchmark.database.session import configured_url, open_database, without_secrets


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data``; the command receives the folder, or None, as ``data``."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder with the SQLite database. Without it DATABASE_URL counts, then the folder "
        "in BENCHMARK_DATA, then instance/.",
    )(command)


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--data``; the command receives the database, at the current schema, as ``engine``.

    A database that is missing, out of reach or at another schema ends the command with exit
    code 1 and the reason.
    """

    @functools.wraps(command)
    def with_engine(*args: Any, data: Path | None, **kwargs: Any) -> Any:
        with database(data) as engine, plain_database_faults(engine):
            check_schema(engine)
            return command(*args, engine=engine, **kwargs)

    return data_option(with_engine)


@contextmanager
def database(data: Path | None) -> Iterator[Engine]:
    """Open the configured database, whatever its schema, and close it afterwards."""
    try:
        engine = open_database(configured_url(os.environ, data))
    except NotEncryptedError as error:
        raise click.ClickException(f"DATABASE_URL: {error}") from error
    except (ArgumentError, ValueError) as error:
        # the address may hold a password, so the message never repeats it
        raise click.ClickException(
            "DATABASE_URL is not an address of a database; write it like "
            "postgresql://user:password@host/name or sqlite:////folder/file.sqlite"
        ) from error
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def plain_database_faults(engine: Engine) -> Iterator[None]:
    """Turn a database out of reach, or at another schema, into one plain message."""
    try:
        yield
    except SchemaMismatch as mismatch:
        raise click.ClickException(f"{mismatch}\n({shown(engine)})") from mismatch
    except DatabaseError as error:
        reason = str(error.orig).strip()
        raise click.ClickException(f"cannot use the database {shown(engine)}: {reason}") from error


def shown(engine: Engine) -> str:
    """Return where a database is, without its password."""
    is_file = engine.dialect.name == "sqlite"
    return str(engine.url.database) if is_file else without_secrets(engine.url)
