"""benchmark subject-access: all that is held about one person, in one file for that person."""

from pathlib import Path

import click
from sqlalchemy import Engine, select

from benchmark.assessment.signing_in import as_kept
from benchmark.assessment.subject_access import write_data_of
from benchmark.commands.database_option import database_option
from benchmark.database.backup_file import OWNER_ONLY
from benchmark.database.people import Person
from benchmark.database.session import transaction


@click.command("subject-access")
@click.option("--email", required=True, help="E-mail of the person.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@database_option
def subject_access(engine: Engine, email: str, out: Path) -> None:
    """Write all that is held about a person to the new zip file OUT, which only you can read.

    It holds no answer or text of anybody else, and nothing that the person could not read on their
    own pages. Everybody gets the same from the page of their own account. The record of each trust
    that knows the person says that it was given out.
    """
    with transaction(engine, writes=True) as session:
        person = session.scalar(select(Person).where(Person.email == as_kept(email)))
        if person is None:
            raise click.ClickException(f"nobody here has the e-mail {email}")
        given = write_data_of(session, person)
        _write(out, given.content)
    for name, rows in given.rows:
        click.echo(f"{rows:6} {name}")
    click.echo(f"{out}: {len(given.content):,} bytes. It is personal: give it to {email} only.")


def _write(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as file:
            out.chmod(OWNER_ONLY)
            file.write(content)
    except FileExistsError as there:
        raise click.ClickException(f"{out} is there already; name another file") from there
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}") from fault
