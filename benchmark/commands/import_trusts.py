"""benchmark import-trusts: NHS trusts from the Organisation Data Service."""

from pathlib import Path

import click
from sqlalchemy import Engine

from benchmark.assessment.importing_trusts import record_trusts
from benchmark.commands.database_option import database_option
from benchmark.commands.import_file import import_file


@click.command("import-trusts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
def import_trusts(engine: Engine, file: Path) -> None:
    """Take in trusts from FILE, all of them or none.

    FILE is the trust extract of the Organisation Data Service (27 columns, no header), or a CSV in
    UTF-8 whose first line names the columns code,name and perhaps region,opened,closed. A trust
    known by its code is brought up to date.
    """
    import_file(engine, file, record_trusts)
