"""What support reads of a trust: the states of its posts in rounds that are under way."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from benchmark.assessment.access import rounds_of
from benchmark.assessment.rounds import lead_states
from benchmark.assessment.running_a_round import is_running
from benchmark.database.people import LEAD_ROLES, Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import RoundState, Statistic, Subject, Viewer

Row = tuple[str, ...]  # a division, then the state of each of its three posts


@dataclass(frozen=True, slots=True)
class RoundStates:
    """One round: when it is open, and how far its posts are. No name is in it."""

    title: str
    opens_on: date
    closes_on: date
    rows: tuple[Row, ...]


def states_for(
    session: Session, viewer: Viewer, trust: Trust, moment: datetime
) -> tuple[RoundStates, ...]:
    """The rounds that are under way, newest first; nothing for whoever may not read of them."""
    if not decide(viewer, Subject(trust.code), Statistic.POST_STATES, RoundState()).show:
        return ()
    running = (each for each in rounds_of(session, trust) if is_running(each, moment))
    return tuple(_states(session, asked) for asked in running)


def _states(session: Session, asked: Round) -> RoundStates:
    names = {division.key: division.name for division in asked.trust.divisions}
    states = lead_states(session, asked)
    rows = (
        (names[key], *(states.get((key, role), "no such post") for role in LEAD_ROLES))
        for key in dict.fromkeys(division for division, _ in states)
    )
    return RoundStates(asked.title, asked.opens_on, asked.closes_on, tuple(rows))
