"""benchmark disable-person and enable-person: closing an account, and opening it again."""

from collections.abc import Callable

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.disabling import disable, enable
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import as_kept
from benchmark.commands.database_option import database_option
from benchmark.database.people import Person
from benchmark.database.session import transaction


@click.command("disable-person")
@click.argument("email")
@database_option
def disable_person(engine: Engine, email: str) -> None:
    """Close the account with EMAIL: signed out everywhere at once, and let in no more.

    Its answers, agreements and reports stay. Tenures stay too: end them on the page for leads and
    other people, or a round will still wait for this person.
    """
    _change(engine, email, disable, "signed out everywhere, and let in no more", "disabled already")


@click.command("enable-person")
@click.argument("email")
@database_option
def enable_person(engine: Engine, email: str) -> None:
    """Open the account with EMAIL again, with the password and the tenures that it had."""
    _change(engine, email, enable, "may sign in again", "not disabled")


def _change(
    engine: Engine, email: str, act: Callable[[Session, Person], bool], done: str, before: str
) -> None:
    with transaction(engine, writes=True) as session:
        person = session.scalar(select(Person).where(Person.email == as_kept(email)))
        if person is None:
            raise click.ClickException(f"nobody here has the e-mail {email}")
        try:
            changed = act(session, person)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        click.echo(f"{person.name}: {done if changed else before}")
