"""benchmark support: letting somebody of support look into a trust, for a reason and a while."""

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import as_kept
from benchmark.assessment.supporting import (
    MOST_HOURS,
    accesses_of,
    close_access,
    open_access,
    support_account,
)
from benchmark.commands.database_option import database_option
from benchmark.comparison.wording import local_time
from benchmark.database.people import Person, SupportAccess, Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction


@click.group()
def support() -> None:
    """Let somebody of support see which posts of a trust have answered, for some hours.

    The trust's coordinators get a mail, see it on their pages and can end it.
    """


trust_option = click.option("--trust", "code", required=True, help="Code of the trust.")
email_option = click.option("--email", required=True, help="E-mail of the person of support.")


@support.command("open")
@trust_option
@email_option
@click.option("--name", default="", help="Who it is; needed the first time.")
@click.option("--reason", required=True, help="Why, in a sentence that the trust reads.")
@click.option(
    "--hours",
    required=True,
    type=click.IntRange(1, MOST_HOURS),
    help=f"After how many hours it ends by itself, at most {MOST_HOURS}.",
)
@database_option
def open_(engine: Engine, code: str, email: str, name: str, reason: str, hours: int) -> None:
    """Open an access. It ends by itself, for whoever is signed in too.

    The account is for support only, signs in with a password and a second factor, and is sent a
    link to choose the password where it has none.
    """
    with transaction(engine, writes=True) as session:
        trust = _trust(session, code)
        try:
            person = support_account(session, email, name)
            access = open_access(session, trust, person, reason, hours, now())
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        click.echo(
            f"{person.name} can see which posts of {trust.name} have answered, until "
            f"{local_time(access.ends_at)}. Its coordinators are told by mail."
        )
        if not person.password_hash:
            click.echo(f"A link to choose a password waits for the worker, to {person.email}.")


@support.command("close")
@trust_option
@email_option
@database_option
def close(engine: Engine, code: str, email: str) -> None:
    """End an access before its time, signed out everywhere."""
    with transaction(engine, writes=True) as session:
        trust = _trust(session, code)
        person = session.scalar(select(Person).where(Person.email == as_kept(email)))
        closed = person is not None and close_access(session, trust, person, now())
        click.echo("ended, and its coordinators are told" if closed else "no such access is open")


@support.command("list")
@database_option
def list_(engine: Engine) -> None:
    """List every access that there is or was, the newest first."""
    with transaction(engine, writes=False) as session:
        found = accesses_of(session)
        for access in found:
            click.echo(_line(access))
    if not found:
        click.echo("no access for support was ever opened")


def _line(access: SupportAccess) -> str:
    who = f"{access.trust.code}  {access.person.name} <{access.person.email}>"
    since = local_time(access.opened_at)
    until = local_time(access.ended_at or access.ends_at)
    state = "open" if access.is_open(now()) else f"ended {access.ended_how}".rstrip()
    return f"{who}  {state}  {since} to {until}  {access.reason}"


def _trust(session: Session, code: str) -> Trust:
    trust = find_trust(session, code)
    if trust is None:
        raise click.ClickException(f"no trust has the code {code}")
    return trust
