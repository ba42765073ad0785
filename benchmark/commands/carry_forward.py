"""benchmark carry-forward: what would stay comparable under another version, before it is used."""

from collections.abc import Iterator
from textwrap import wrap

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.carrying_forward import CarriedForward, OverallForward, carried_forward
from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.freezing import questionnaire_of, refuse_changed
from benchmark.assessment.results import comparison_for, reader_of, schedule_of
from benchmark.assessment.rounds import shows_something
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults, questionnaire_for
from benchmark.comparison.wording import mean
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.crosswalk import LeftOut

WIDTH = 96
TITLES = {  # of what is left out, in the order of the page
    "split": "Split: one practice became several",
    "merged": "Merged: several practices became one",
    "asks something else": "Asks something else now",
    "dropped": "Dropped",
    "added": "Added",
}


@click.command("carry-forward")
@click.option("--round", "named", required=True, help="A round's id, or 'latest'.")
@click.option("--to", "identity", required=True, help="Such as management-practice-1.1.")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@database_option
def carry_forward(named: str, identity: str, code: str | None, engine: Engine) -> None:
    """Show what a trust would see in its next round if that used another questionnaire version.

    What stays comparable with the round that is named, what is split, merged, dropped or added,
    and the overall levels of that round over what stays comparable. Writes nothing. The latest
    round is the newest in which a division is complete.
    """
    new = questionnaire_for(identity)
    with plain_faults(), transaction(engine, writes=False) as session:
        refuse_changed(session, {new.identity: new})
        asked = _round(session, named, code)
        old = questionnaire_of(asked)
        comparison = comparison_for(session, reader_of(asked.trust), asked, old)
        schedule = schedule_of(session, asked)
    click.echo("\n".join(_text(carried_forward(comparison, old, new, schedule))))


def _round(session: Session, named: str, code: str | None) -> Round:
    def fits(asked: Round) -> bool:
        return shows_something(session, asked)

    try:
        return chosen_round(session, named, code, fits, "released round")
    except NoSuchRound as none:
        raise click.ClickException(str(none)) from none
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _text(carried: CarriedForward) -> Iterator[str]:
    yield f"{carried.trust_name}, {carried.round_title}: from {carried.old} to {carried.new}"
    yield from ("", *wrap(_summary(carried), WIDTH))
    yield from _group("Comparable, with a change that the crosswalk explains", carried.reworded)
    for kind, title in TITLES.items():
        yield from _group(title, carried.left_out.get(kind, ()))
    yield from _overall(carried)
    yield from ("", "Nothing was written.")


def _summary(carried: CarriedForward) -> str:
    if carried.why_nothing:
        return f"No practice stays comparable: {carried.why_nothing}. Comparisons would start anew."
    return (
        f"{carried.comparable} of the {carried.old_practices} practices stay comparable "
        f"({carried.unchanged} without any change). {carried.new} asks {carried.new_practices} "
        "practices. Comparisons with earlier rounds would use the comparable ones only."
    )


def _group(title: str, practices: tuple[LeftOut, ...]) -> Iterator[str]:
    if not practices:
        return
    yield from ("", f"{title} ({len(practices)})")
    for each in practices:
        yield from wrap(
            f"{each.name}: {each.why}", WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _overall(carried: CarriedForward) -> Iterator[str]:
    rows = (*carried.divisions, carried.trust)
    width = max(len(row.name) for row in rows)
    everything = f"all {carried.old_practices} practices"
    yield from ("", f"Overall level in {carried.round_title}")
    yield f"  {'':{width}}  {everything}  the {carried.comparable} that stay comparable"
    for row in rows:
        yield f"  {row.name:{width}}  {_figures(row, len(everything))}"


def _figures(row: OverallForward, width: int) -> str:
    if row.all_practices.value is None:
        return mean(row.all_practices)  # the reason, which is the same for both
    return f"{mean(row.all_practices):{width}}  {mean(row.comparable)}"
