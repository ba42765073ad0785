"""benchmark merge-trusts: two trusts, or more, become one."""

from collections.abc import Sequence

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.merging_trusts import Merged, Wish, merge_trusts
from benchmark.assessment.refusals import Refused
from benchmark.commands.database_option import database_option
from benchmark.database.schema import now
from benchmark.database.session import transaction


@click.command("merge-trusts")
@click.option(
    "--from", "codes", required=True, multiple=True, help="Code of a trust that ends; repeatable."
)
@click.option("--into", required=True, help="Code of the trust that goes on, known here or not.")
@click.option("--name", default="", help="Name of the trust that goes on; needed for a new one.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@database_option
def merge(
    engine: Engine, codes: Sequence[str], into: str, name: str, *, dry_run: bool, yes: bool
) -> None:
    """Make one trust of several, from today on. This cannot be undone.

    Divisions and posts go on in the trust that goes on. Rounds, reports and records stay with the
    trust in which they were made, for those who had a post there: the leads were told that nobody
    outside their trust sees their levels. Nothing happens while a round is open. A second run says
    that it is done.
    """
    wish = Wish(tuple(codes), into.strip().upper(), " ".join(name.split()))
    found = _tried(engine, wish)
    for sentence in found.told:
        click.echo(sentence)
    if dry_run or not found.changed:
        click.echo("Nothing was changed.")
        return
    if not yes:
        click.confirm("Do this for good?", abort=True)
    with transaction(engine, writes=True) as session:
        _merged(session, wish)
    click.echo("Done.")


def _tried(engine: Engine, wish: Wish) -> Merged:
    """What would happen: it is done and taken back, so that it cannot differ from the real one."""
    with transaction(engine, writes=True) as session:
        found = _merged(session, wish)
        session.rollback()
    return found


def _merged(session: Session, wish: Wish) -> Merged:
    try:
        return merge_trusts(session, wish, now())
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
