"""What the coordinator reads of a round: who, and how far; never an answer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import events_of
from benchmark.assessment.retention import keeping_in_words
from benchmark.assessment.rounds import is_closed, is_open, lead_states
from benchmark.assessment.running_a_round import is_running
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Response, Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import RoundState, Statistic, Subject, Viewer

LEVEL_WORDS = {
    "L0": "Only the three leads of each division see their levels",
    "L1": "One level for each practice of a division, after its three leads release it",
    "L2": "Each role's level and evidence",
    "L3": "Each role's level, by name",
}


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One post in a round."""

    division: str
    key: str
    role: str
    names: tuple[str, ...]
    state: str  # not started, in progress, submitted, vacant or not submitted
    to_record: bool  # the round is over and nobody has said why there is no submission
    steps: tuple[tuple[str, str], ...]  # step and its words


@dataclass(frozen=True, slots=True)
class RoundContent:
    """A round as its coordinator sees it."""

    asked: Round
    state: str
    lines: tuple[LeadLine, ...]
    set_aside: tuple[str, ...]
    reason: str  # why it was abandoned
    keeping: str  # until when its answers are kept; nothing for a draft

    @property
    def to_chase(self) -> tuple[LeadLine, ...]:
        return tuple(line for line in self.lines if line.state in ("not started", "in progress"))

    @property
    def to_record(self) -> tuple[LeadLine, ...]:
        return tuple(line for line in self.lines if line.to_record)

    def counted(self, state: str) -> int:
        return sum(line.state == state for line in self.lines)


def state_in_words(asked: Round, moment: datetime) -> str:
    """draft, opens later, open, closed or abandoned."""
    if asked.state != "open":
        return asked.state
    if is_closed(asked, moment):
        return "closed"
    return "open" if asked.opens_on <= london_day(moment) else "opens later"


def round_content(session: Session, viewer: Viewer, asked: Round, moment: datetime) -> RoundContent:
    lines: tuple[LeadLine, ...] = ()
    if decide(viewer, Subject(asked.trust.code), Statistic.LEAD_STATES, RoundState()).show:
        lines = _lines(session, asked, moment)
    told = [event.detail for event in events_of(session, asked) if event.kind == "abandoned"]
    return RoundContent(
        asked,
        state_in_words(asked, moment),
        lines,
        _set_aside(session, asked),
        told[-1] if told else "",
        "" if asked.state == "draft" else keeping_in_words(asked, moment),
    )


def _lines(session: Session, asked: Round, moment: datetime) -> tuple[LeadLine, ...]:
    states = lead_states(session, asked)
    responses = sorted(
        _responses(session, asked, in_force=True),
        key=lambda each: (
            each.division.position,
            each.division_id,
            LEAD_ROLES.index(each.role),
        ),
    )
    return tuple(
        _line(each, states[each.division.key, each.role], asked, moment) for each in responses
    )


def _line(response: Response, state: str, asked: Round, moment: datetime) -> LeadLine:
    names = tuple(person.name for person in response.people)
    missing = response.submission is None and response.outcome is None
    return LeadLine(
        response.division.name,
        response.division.key,
        response.role,
        names,
        state if names or state != "not started" else "vacant",
        missing and is_closed(asked, moment) and asked.state != "abandoned",
        _steps(response) if is_open(asked, moment) and is_running(asked, moment) else (),
    )


def _steps(response: Response) -> tuple[tuple[str, str], ...]:
    if not response.people:
        return (("join", "Fill the post"),)
    if response.submission is not None or len(response.people) > 1:
        return (("replace", "Replace"),)
    return (("replace", "Replace"), ("join", "Add a second person"))


def _responses(session: Session, asked: Round, *, in_force: bool) -> list[Response]:
    query = select(Response).join(Division).where(Response.round_id == asked.id)
    standing = Response.set_aside_at.is_(None) if in_force else Response.set_aside_at.is_not(None)
    return list(session.scalars(query.where(standing).order_by(Response.created_at, Response.id)))


def _set_aside(session: Session, asked: Round) -> tuple[str, ...]:
    return tuple(
        f"{each.division.name}, {each.role} lead: the response of "
        f"{' and '.join(person.name for person in each.people) or 'nobody'} was set aside"
        for each in _responses(session, asked, in_force=False)
    )
