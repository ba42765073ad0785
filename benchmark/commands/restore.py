"""benchmark restore: a backup put back, to an empty place only."""

from pathlib import Path

import click

from benchmark.commands.backup import READING, described, plain_backup_faults
from benchmark.commands.database_option import data_option, database, plain_database_faults, shown
from benchmark.database import restoring


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
def restore(file: Path, data: Path | None) -> None:
    """Put the backup FILE back, to a folder or PostgreSQL database that is still empty.

    Every row is compared with what the backup says it holds. A file that was cut or changed, or
    that is no backup, is refused, and nothing is left behind.
    """
    with database(data) as engine, plain_database_faults(engine), plain_backup_faults():
        manifest = restoring.restore(file, engine, READING)
        click.echo(f"{shown(engine)}: restored; {described(manifest)}")
