"""benchmark import-people: who holds which role where, and from when to when."""

from pathlib import Path

import click
from sqlalchemy import Engine

from benchmark.assessment.importing_people import record_people
from benchmark.commands.database_option import database_option
from benchmark.commands.import_file import import_file


@click.command("import-people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
def import_people(engine: Engine, file: Path) -> None:
    """Take in people and their tenures from FILE, all of them or none.

    FILE is a CSV in UTF-8 whose first line names trust,division,role,name,email,from,to. Roles are
    clinical, operational, nursing (with a division), executive, improvement, coordinator (without)
    and national (without a trust). Days are written 2025-04-01; "to" may be empty. Divisions that
    are not known yet are made; people are known by their e-mail.
    """
    import_file(engine, file, record_people)
