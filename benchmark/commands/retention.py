"""benchmark retention: how long each trust keeps answers, what falls due when, and its removal."""

from collections.abc import Callable, Iterable, Sequence

import click
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.refusals import Refused
from benchmark.assessment.removing import Removed, due_rounds, remove_round
from benchmark.assessment.retention import hold, keeping_in_words, keepings, lift, set_years
from benchmark.commands.database_option import database_option
from benchmark.commands.erase_person import scrub_and_say
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.removals import remove_due


@click.group()
def retention() -> None:
    """How long each trust keeps answers, and what becomes of them then.

    The worker tells coordinators 90 days before answers are removed, and removes them.
    """


trust_option = click.option("--trust", "code", help="Code of one trust; else all that have rounds.")


@retention.command("list")
@trust_option
@database_option
def list_(engine: Engine, code: str | None) -> None:
    """List each round with the day until which its answers are kept, and what stands against it."""
    with transaction(engine, writes=False) as session:
        lines = [line for trust in _trusts(session, code) for line in _lines(session, trust)]
    click.echo("\n".join(lines) if lines else "no trust has a round yet")


def _lines(session: Session, trust: Trust) -> Iterable[str]:
    yield f"{trust.code}  {trust.name}: {trust.retention_years} years"
    for each in keepings(session, trust, now()):
        yield f"  {each.asked.id}  {each.asked.closes_on}  {each.asked.title}: {each.state}"


@retention.command("set")
@click.option("--trust", "code", required=True, help="Code of the trust.")
@click.option(
    "--years",
    required=True,
    type=click.IntRange(SHORTEST_RETENTION, LONGEST_RETENTION),
    help="For how many years after a round's last day its answers are kept.",
)
@database_option
def set_(engine: Engine, code: str, years: int) -> None:
    """Set the period of a trust, as its coordinator does on a page. The record says so."""
    with transaction(engine, writes=True) as session:
        (trust,) = _trusts(session, code)
        try:
            set_years(session, trust, years)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        record(session, trust.id, Deed("period set", way="command", detail=f"{years} years"))
        click.echo(
            f"{trust.name} keeps answers for {years} years after a round, and no longer than its "
            "leads were told."
        )


round_option = click.option("--round", "key", required=True, help="Id of the round, as in list.")


@retention.command("hold")
@round_option
@click.option("--reason", required=True, help="Why, in a sentence that its coordinators read.")
@database_option
def hold_(engine: Engine, key: str, reason: str) -> None:
    """Keep a round until somebody lifts it, as a coordinator does on a page.

    For a trust that has nobody left to do it.
    """
    _keep(engine, key, "round held", lambda session, asked: hold(session, asked, reason))


@retention.command("lift")
@round_option
@database_option
def lift_(engine: Engine, key: str) -> None:
    """End a hold. Before anything goes, a notice is given anew."""
    _keep(engine, key, "hold lifted", lift)


def _keep(engine: Engine, key: str, kind: str, step: Callable[[Session, Round], None]) -> None:
    with transaction(engine, writes=True) as session:
        asked = session.get(Round, key)
        if asked is None or asked.state == "draft":
            raise click.ClickException(f"no round that was opened has the id {key}")
        try:
            step(session, asked)
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        record(session, asked.trust_id, Deed(kind, way="command", round_id=asked.id))
        click.echo(f"{asked.title} of {asked.trust.code}: {keeping_in_words(asked, now())}.")


@retention.command("run")
@trust_option
@click.option("--dry-run", is_flag=True, help="Show what would be removed.")
@database_option
def run(engine: Engine, code: str | None, *, dry_run: bool) -> None:
    """Remove what is due, as the worker does. What was not announced 90 days before is not due.

    A round goes whole or not at all; running it again removes nothing more.
    """
    with transaction(engine, writes=False) as session:
        _trusts(session, code)  # a code that nobody has is told before anything happens
    if dry_run:
        _say(_tried(engine, code), "would be removed")
        click.echo("Nothing was changed.")
        return
    removed = remove_due(engine, now(), code, way="command")
    _say(removed, "removed")
    if removed:
        scrub_and_say(engine)


def _tried(engine: Engine, code: str | None) -> list[Removed]:
    """What would happen: it is done and taken back, so that it cannot differ from the real one."""
    with transaction(engine, writes=True) as session:
        due = due_rounds(session, now(), find_trust(session, code) if code else None)
        ids = [each.id for each in due]
        found = [remove_round(session, session.get_one(Round, each), now()) for each in ids]
        session.rollback()
    return [each for each in found if each]


def _say(removed: Sequence[Removed], what: str) -> None:
    for each in removed:
        click.echo(f"{each.title}: {what}:")
        click.echo("\n".join(f"  {count} {words}" for count, words in each.goes))
    if not removed:
        click.echo("No round is due.")


def _trusts(session: Session, code: str | None) -> list[Trust]:
    if code is None:
        having = select(Round.trust_id).where(Round.state != "draft")
        return list(session.scalars(select(Trust).where(Trust.id.in_(having)).order_by(Trust.code)))
    trust = find_trust(session, code)
    if trust is None:
        raise click.ClickException(f"no trust has the code {code}")
    return [trust]
