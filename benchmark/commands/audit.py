"""benchmark audit: whether the record of who did what is whole."""

from collections.abc import Iterable

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.audit_chain import Checked, check_chain
from benchmark.assessment.auditing import erase_names
from benchmark.commands.database_option import database_option
from benchmark.database.audit import AuditEntry
from benchmark.database.people import Person, Trust
from benchmark.database.session import transaction


@click.group()
def audit() -> None:
    """Look after the record of who did what."""


@audit.command()
@click.option("--trust", "code", help="Code of one trust; all that have a record without it.")
@click.option("--head", default="", help="The head that an earlier check printed (needs --trust).")
@database_option
def verify(engine: Engine, code: str | None, head: str) -> None:
    """Check that no entry was changed, taken out, put in or exchanged.

    Prints the number of entries and the head of each record. Keep the heads somewhere else: with
    --head, a record whose end was cut off or that was written anew is found, too. Exit code 1 with
    the first entry that is at fault.
    """
    if head and not code:
        raise click.UsageError("--head is the head of one trust's record: name it with --trust")
    with transaction(engine, writes=False) as session:
        trusts = _trusts(session, code)
        checked = {trust.code: check_chain(session, trust.id, head) for trust in trusts}
    _tell(checked.items())
    if any(each.fault for each in checked.values()):
        raise SystemExit(1)


@audit.command("erase-names")
@click.option("--person", "email", required=True, help="E-mail of the person.")
@database_option
def erase(engine: Engine, email: str) -> None:
    """Take a person's name out of every entry. This cannot be undone.

    The entries stay, and so does the proof that none was changed. Each record says how many names
    were removed.
    """
    with transaction(engine, writes=True) as session:
        person = session.scalar(select(Person).where(Person.email == email.lower()))
        if person is None:
            raise click.ClickException(f"nobody has the e-mail {email}")
        count = erase_names(session, person)
    click.echo(f"{_counted(count)} no longer name {email}")


def _counted(entries: int) -> str:
    return "1 entry" if entries == 1 else f"{entries:,} entries"


def _trusts(session: Session, code: str | None) -> list[Trust]:
    if code is None:
        recorded = select(AuditEntry.trust_id).distinct()
        return list(session.scalars(select(Trust).where(Trust.id.in_(recorded)).order_by("code")))
    found = session.scalar(select(Trust).where(Trust.code == code.upper()))
    if found is None:
        raise click.ClickException(f"there is no trust {code}")
    return [found]


def _tell(checked: Iterable[tuple[str, Checked]]) -> None:
    for code, each in checked:
        if each.fault:
            click.echo(f"{code}: {each.fault}", err=True)
            continue
        nameless = f", {each.nameless} of them without a name" if each.nameless else ""
        click.echo(f"{code}: {_counted(each.entries)}{nameless}, whole; head {each.head}")
    if not checked:
        click.echo("No trust has a record yet.")
