"""benchmark import-people: who holds which role where, and from when to when."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.importing_people import PeopleCounts, record_people
from benchmark.assessment.password_links import welcome_waiting
from benchmark.commands.database_option import database_option
from benchmark.commands.import_file import import_file
from benchmark.database.session import transaction

Items = Callable[[list[Any]], Iterable[Any]]


@click.command("import-people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--invite",
    is_flag=True,
    help="Write to executives, improvement teams, coordinators and the national team who have no "
    "password yet, once. Leads are invited by their rounds.",
)
@database_option
def import_people(engine: Engine, file: Path, *, invite: bool) -> None:
    """Take in people and their tenures from FILE, all of them or none.

    FILE is a CSV in UTF-8 whose first line names trust,division,role,name,email,from,to. Roles are
    clinical, operational, nursing (with a division), executive, improvement, coordinator (without)
    and national (without a trust). Days are written 2025-04-01; "to" may be empty. Divisions that
    are not known yet are made; people are known by their e-mail.
    """
    import_file(engine, file, _recorded)
    if invite:
        with transaction(engine, writes=True) as session:
            written = welcome_waiting(session)
        mails = "1 mail is" if written == 1 else f"{written} mails are"
        click.echo(f"{mails} waiting for the worker, with a link to choose a password")


def _recorded(session: Session, file: Path, items: Items) -> PeopleCounts:
    """Each trust whose people change reads of it in its record."""
    counts = record_people(session, file, items)
    for trust in sorted(counts.trusts):
        record(session, trust, Deed("people taken in", way="command"))
    return counts
