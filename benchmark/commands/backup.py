"""benchmark backup and check-backup: the whole database in one file, as it was at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Engine

from benchmark.commands.database_option import database_option
from benchmark.commands.progress import progress
from benchmark.comparison.wording import counted
from benchmark.database.backing_up import back_up
from benchmark.database.backup_file import BackupFault, Manifest
from benchmark.database.restoring import check

READING = partial(progress, label="Reading tables")


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@database_option
def backup(out: Path, engine: Engine) -> None:
    """Write the whole database, as it is at one moment, to the new file OUT.

    Others may go on working. OUT can be read by its owner only, is there when it is whole, and
    holds everything but the secret key: keep that somewhere else. The SHA-256 that is printed
    tells later whether the file is still this one.
    """
    with plain_backup_faults():
        manifest, seal = back_up(engine, out, READING)
    click.echo(f"{out}: {described(manifest)}; SHA-256 {seal}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_backup(file: Path) -> None:
    """Read the backup FILE, and say whether it is whole, without restoring it.

    Every byte is read; of a SQLite database also every row, as a restore would.
    """
    with plain_backup_faults():
        manifest, seal = check(file, READING)
    click.echo(f"{file}: whole; {described(manifest)}; SHA-256 {seal}")


@contextmanager
def plain_backup_faults() -> Iterator[None]:
    try:
        yield
    except BackupFault as fault:
        raise click.ClickException(str(fault)) from fault


def described(manifest: Manifest) -> str:
    """Say what a backup holds and of which moment."""
    tables = counted(len(manifest.tables), "table")
    return (
        f"{manifest.kind}, {manifest.rows} rows in {tables} at schema {manifest.revision}, "
        f"as of {manifest.moment:%Y-%m-%d %H:%M:%S} UTC"
    )
