"""benchmark rescore: a round under another scoring schedule, with a correction notice."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.rescoring import ScheduleFault, corrections_of, notice_for, rescore
from benchmark.assessment.results import schedule_of
from benchmark.assessment.rounds import shows_something
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.comparison.correction import Notice, notice_text
from benchmark.comparison.wording import local_day
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import (
    FaultySchedule,
    Schedule,
    fitting_versions,
    read_schedule,
    schedule_file,
    schedule_folder,
)


@click.command("rescore")
@click.option("--round", "round_id", required=True, help="A round's id, or 'latest'.")
@click.option("--trust", "code", help="Trust code; needed when there are several trusts.")
@click.option("--schedule", "version", required=True, help="Version of the schedule, such as 1.1.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and store nothing.")
@database_option
def rescore_round(
    round_id: str, code: str | None, version: str, engine: Engine, *, dry_run: bool
) -> None:
    """Rescore a round and issue a notice that lists every figure with before and after.

    Issued reports are never altered; the round's pages and new reports follow the notice. Schedules
    are read from the product's own folder, or from the one that BENCHMARK_SCHEDULES names.
    """
    with (
        plain_faults(),
        _plain_schedule_faults(),
        transaction(engine, writes=not dry_run) as session,
    ):
        asked = _round(session, round_id, code)
        questionnaire = questionnaire_of(asked)
        schedule = _schedule(version, questionnaire)
        told = (_tried if dry_run else _rescored)(session, asked, questionnaire, schedule)
    click.echo(told)


@contextmanager
def _plain_schedule_faults() -> Iterator[None]:
    try:
        yield
    except ScheduleFault as fault:
        raise click.ClickException(str(fault)) from fault


def _schedule(version: str, questionnaire: Questionnaire) -> Schedule:
    """Read the schedule; one that does not fit is refused with those that do."""
    file = schedule_file(_folder(), version)
    try:
        return read_schedule(file, questionnaire)
    except FaultySchedule as faulty:
        others = ", ".join(fitting_versions(_folder(), questionnaire)) or "none of the folder"
        words = f"{questionnaire.identity} can be scored under: {others}; nothing was changed"
        raise click.ClickException(f"{faulty}\n{words}") from faulty


def _folder() -> Path:
    named = os.environ.get("BENCHMARK_SCHEDULES")
    return Path(named) if named else schedule_folder()


def _round(session: Session, round_id: str, code: str | None) -> Round:
    try:
        return chosen_round(
            session, round_id, code, lambda asked: shows_something(session, asked), "released round"
        )
    except NoSuchRound as none:
        raise click.ClickException(str(none)) from none
    except SeveralTrusts as several:
        raise click.UsageError(str(several)) from several


def _tried(session: Session, asked: Round, questionnaire: Questionnaire, schedule: Schedule) -> str:
    notice = notice_for(session, asked, questionnaire, schedule)
    if notice.changes_nothing:
        return _nothing(session, asked, notice)
    return f"{notice_text(notice)}\n\nThis was a dry run: nothing was stored."


def _rescored(
    session: Session, asked: Round, questionnaire: Questionnaire, schedule: Schedule
) -> str:
    notice, correction = rescore(session, asked, questionnaire, schedule)
    if correction is None:
        return _nothing(session, asked, notice)
    record(session, asked.trust_id, Deed("round rescored", way="command", round_id=asked.id))
    return f"{notice_text(notice)}\n\nIssued as /corrections/{correction.id}"


def _nothing(session: Session, asked: Round, notice: Notice) -> str:
    """Say whether the round follows this schedule already, or the schedule makes no difference."""
    if schedule_of(session, asked).version != notice.to_schedule:
        return (
            f"Schedule {notice.to_schedule} changes nothing in {asked.title}: every figure reads "
            f"as under {notice.from_schedule}. Nothing was stored."
        )
    last = next(iter(corrections_of(session, asked)), None)
    since = f" since {local_day(last.issued_at)} (/corrections/{last.id})" if last else ""
    return f"{asked.title} follows schedule {notice.to_schedule} already{since}."
