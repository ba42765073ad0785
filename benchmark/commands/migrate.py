"""benchmark migrate: the database at the schema that this software needs."""

import os
from pathlib import Path

import click

from benchmark.commands.database_option import data_option, database, plain_database_faults, shown
from benchmark.commands.environment import keep_texts, plain_faults
from benchmark.database import migration
from benchmark.jobs.queue import make_queue
from benchmark.web.settings import questionnaires_in


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database to the current schema, under a lock.

    A new SQLite file is made where there is none. Run it with every new version of this software,
    before the server: any number of machines may do so at once. Questionnaires that a database of
    older software does not hold yet are taken from the folder of questionnaires.
    """
    with database(data) as engine, plain_database_faults(engine):
        if engine.dialect.name == "sqlite":
            Path(shown(engine)).parent.mkdir(parents=True, exist_ok=True)
        before = migration.migrate(engine)
        now = migration.revision_needed()
        done = "is already at" if before == now else f"moved from {before or 'empty'} to"
        click.echo(f"{shown(engine)}: the schema {done} {now}")
        make_queue(engine)
        with plain_faults():
            keep_texts(engine, questionnaires_in(os.environ))
