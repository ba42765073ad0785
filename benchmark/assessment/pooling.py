"""What a trust gives to the national pool: the released sheets of rounds that are over."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.mergers import before
from benchmark.assessment.pooled_units import month_of
from benchmark.assessment.results import DIVISIONS, SHEETS
from benchmark.assessment.rounds import progress_of, state_from
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Seat, Statistic, Subject, Viewer
from benchmark.pool.partition import NO_REGION, About
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.grid import grid_of

NATIONAL = Viewer(0, "the national team", (Seat("national"),))
NEWER = "a newer round of the trust closed in the same month"
MERGED = "its trust became part of another, which counts with a round of its own"


@dataclass(frozen=True, slots=True, eq=False)
class Sheets:
    """The sheets of one partition: ``levels`` (sheets, practices), and whose each is."""

    about: About
    rounds: tuple[Round, ...]
    labels: dict[str, list[str]]
    levels: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A round that gives nothing to the pool, and the rule."""

    asked: Round
    why: str


def rounds_to_pool(
    session: Session, moment: datetime, *, invented: bool
) -> tuple[list[Round], list[LeftOut]]:
    """The rounds that may be pooled, and those that may not with the reason, oldest first.

    Asked as the national team: enough released divisions, none of them to come, none taken back.
    """
    query = (
        select(Round)
        .join(Trust)
        .where(Trust.invented == invented, Round.state.not_in(("draft", "abandoned")))
        .order_by(Round.closes_on, Round.created_at, Round.id)
    )
    given: dict[tuple[str, str, str], Round] = {}
    left: list[LeftOut] = []
    for asked in session.scalars(query):
        state = state_from(progress_of(session, asked), asked, None, moment)
        decision = decide(NATIONAL, Subject(asked.trust.code), Statistic.NATIONAL_POOL, state)
        if not decision.show:
            left.append(LeftOut(asked, decision.reason))
            continue
        place = (asked.questionnaire, asked.trust.code, month_of(asked))
        if place in given:
            left.append(LeftOut(given[place], NEWER))
        given[place] = asked
    gone = [asked for asked in given.values() if _goes_on_in(asked, given.values())]
    left += [LeftOut(asked, MERGED) for asked in gone]
    return [asked for asked in given.values() if asked not in gone], left


def _goes_on_in(asked: Round, others: Iterable[Round]) -> bool:
    """Whether the trust was merged since, and what it became is in the pool with a round."""
    return asked.trust.merged is not None and any(
        each.questionnaire == asked.questionnaire and asked.trust in before(each.trust)
        for each in others
    )


def sheets_of_partitions(
    session: Session,
    rounds: Sequence[Round],
    watch: Callable[[list[About]], Iterable[About]] = iter,
) -> Iterator[Sheets]:
    """The sheets of each partition, one after another; ``watch`` may show how far it is."""
    partitions: dict[str, tuple[About, list[Round]]] = {}
    for asked in rounds:
        about = about_round(asked)
        partitions.setdefault(about.model_dump_json(), (about, []))[1].append(asked)
    for about in watch([about for about, _ in partitions.values()]):
        yield _sheets(session, about, partitions[about.model_dump_json()][1])


def about_round(asked: Round) -> About:
    questionnaire = questionnaire_of(asked)
    return About(
        questionnaire=asked.questionnaire,
        content_hash=asked.questionnaire_hash,
        sections=sections_of(questionnaire),
        round=month_of(asked),
        region=asked.trust.region or NO_REGION,
        invented=asked.trust.invented,
    )


def sections_of(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    return {
        section.key: tuple(practice.key for practice in section.practices)
        for section in questionnaire.sections
    }


def _sheets(session: Session, about: About, rounds: list[Round]) -> Sheets:
    labels: dict[str, list[str]] = {"trust": [], "role": [], "division": []}
    levels = []
    for asked in rounds:
        shown = [key for key, each in progress_of(session, asked).items() if each.shown]
        found = session.execute(SHEETS, {"asked": asked.id, DIVISIONS.key: shown}).all()
        sent = [(row.key, row.role, row.sheet) for row in found]
        grid = grid_of(sent, shown, about.practices)
        levels.append(grid.levels.reshape(-1, len(about.practices)))
        for division in grid.divisions:
            labels["trust"] += [asked.trust.code] * len(grid.roles)
            labels["role"] += grid.roles
            labels["division"] += [division] * len(grid.roles)
    return Sheets(about, tuple(rounds), labels, np.concatenate(levels))
