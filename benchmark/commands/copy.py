"""benchmark copy: from SQLite to PostgreSQL, and back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from benchmark.commands.backup import plain_backup_faults
from benchmark.commands.database_option import shown
from benchmark.commands.progress import progress
from benchmark.comparison.wording import counted
from benchmark.database.copying import copy_database
from benchmark.database.encryption import NotEncryptedError, refuse_plain_connection
from benchmark.database.migration import SchemaMismatch
from benchmark.database.session import open_database

COPYING = partial(progress, label="Copying tables")


@click.command("copy")
@click.option("--from", "source", required=True, help="Address of the database.")
@click.option("--to", "target", required=True, help="Address of an empty one.")
def copy(source: str, target: str) -> None:
    """Copy the whole database from SQLite to an empty PostgreSQL database, or back.

    Stop the servers and workers of the source first. Every row is compared; a copy that fails or is
    killed leaves nothing that could be served, and is begun again. A command line can be read by
    everybody on the machine: leave a password out of the address, and give it by PGPASSWORD or
    ~/.pgpass.
    """
    with _opened(source, "--from") as old, _opened(target, "--to") as new:
        with plain_backup_faults(), _plain_faults(old, new):
            tables = copy_database(old, new, COPYING)
        rows = sum(facts.rows for facts in tables.values())
        click.echo(
            f"{shown(new)}: {rows} rows in {counted(len(tables), 'table')}, compared one by one"
        )


@contextmanager
def _plain_faults(old: Engine, new: Engine) -> Iterator[None]:
    """The first line of what a database says: the following ones may repeat what is in a row."""
    try:
        yield
    except SchemaMismatch as mismatch:
        raise click.ClickException(f"{mismatch}\n({shown(old)})") from mismatch
    except SQLAlchemyError as fault:
        reason = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        raise click.ClickException(
            f"cannot copy from {shown(old)} to {shown(new)}: {reason}"
        ) from fault


@contextmanager
def _opened(address: str, option: str) -> Iterator[Engine]:
    try:
        refuse_plain_connection(address, os.environ)
        engine = open_database(address)
    except NotEncryptedError as fault:
        raise click.UsageError(f"{option}: {fault}") from fault
    except (ArgumentError, ValueError) as fault:
        # the address may hold a password, so the message never repeats it
        raise click.UsageError(
            f"{option} is not an address of a database; write it like "
            "postgresql://user:password@host/name or sqlite:////folder/file.sqlite"
        ) from fault
    try:
        yield engine
    finally:
        engine.dispose()
