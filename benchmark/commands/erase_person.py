"""benchmark erase-person and scrub: a person's identity goes, and no old byte of it stays."""

from collections.abc import Sequence

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.erasing import Erased, erase_person
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import as_kept
from benchmark.commands.database_option import database_option
from benchmark.database.people import Person, Trust
from benchmark.database.scrubbing import NotScrubbed, scrub
from benchmark.database.session import transaction


@click.command("erase-person")
@click.option("--email", required=True, help="E-mail of the person.")
@click.option(
    "--trust", "codes", required=True, multiple=True, help="Code of a trust; each that knows them."
)
@click.option("--dry-run", is_flag=True, help="Show what would go and what would stay.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@database_option
def erase(engine: Engine, email: str, codes: Sequence[str], *, dry_run: bool, yes: bool) -> None:
    """Remove all that says who a person is. This cannot be undone.

    What they answered, agreed and wrote stays as that of “A former lead”, where the trust keeps it
    under its lawful basis. First shows what goes and what stays, and asks. Their posts must have
    ended, and every trust that has known them has to be named. Issued reports that print their
    name are taken out as a whole; their hashes stay, and all others stay as they are.
    """
    told = _tried(engine, email, codes)
    click.echo(_in_words(told, email, "would go", "would stay"))
    if dry_run:
        click.echo("Nothing was changed.")
        return
    if not yes:
        click.confirm(f"Erase {email} for good?", abort=True)
    with transaction(engine, writes=True) as session:
        _erase(session, email, codes)
    click.echo("Erased.")
    scrub_and_say(engine)


@click.command("scrub")
@database_option
def scrub_command(engine: Engine) -> None:
    """Leave no byte of what was deleted in a SQLite file. `erase-person` does it by itself."""
    scrub_and_say(engine)


def scrub_and_say(engine: Engine) -> None:
    """Write a SQLite file anew and say so; ``ClickException`` while somebody keeps it in use."""
    try:
        scrub(engine)
    except NotScrubbed as reason:
        raise click.ClickException(
            f"what was deleted is no longer read by anybody, but bytes of it are still in the file "
            f"({reason}). Stop the server for a moment and run `benchmark scrub`"
        ) from reason
    if engine.dialect.name == "sqlite":
        click.echo("The file was written anew: no byte of what was deleted is left in it.")
    else:
        click.echo(
            "PostgreSQL writes over what was deleted in its own time; a dump has none of it."
        )


def _tried(engine: Engine, email: str, codes: Sequence[str]) -> Erased:
    """What would happen: it is done and taken back, so that it cannot differ from the real one."""
    with transaction(engine, writes=True) as session:
        told = _erase(session, email, codes)
        session.rollback()
    return told


def _erase(session: Session, email: str, codes: Sequence[str]) -> Erased:
    person = session.scalar(select(Person).where(Person.email == as_kept(email)))
    if person is None:
        raise click.ClickException(f"nobody here has the e-mail {email}")
    try:
        return erase_person(session, person, [_trust(session, code) for code in codes])
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused


def _trust(session: Session, code: str) -> Trust:
    found = session.scalar(select(Trust).where(Trust.code == code.upper()))
    if found is None:
        raise click.ClickException(f"there is no trust {code}")
    return found


def _in_words(told: Erased, email: str, goes: str, stays: str) -> str:
    lines = [f"Of {email} {goes}:", "  name, address and password"]
    lines += [f"  {count} {words}" for count, words in told.goes]
    lines += [f"Of what they did {stays}, as that of nobody who is named:"]
    lines += [f"  {count} {words}" for count, words in told.stays]
    return "\n".join([*lines, "Look yourself:", *(f"  {line}" for line in told.look)])
