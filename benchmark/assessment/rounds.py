"""Opening rounds, and how far they have come."""

from collections import Counter
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import freeze
from benchmark.database.people import LEAD_ROLES, Division, Membership, Trust
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState
from benchmark.questionnaire.definition import Questionnaire


def open_round(
    session: Session,
    trust: Trust,
    questionnaire: Questionnaire,
    title: str,
    opens_on: date,
    closes_on: date,
) -> Round:
    """Open a round, with one response for each lead's post of each division.

    The round keeps to the questionnaire as it is now: ``FrozenFault`` if this version was used
    before with another text.
    """
    opened = Round(
        trust=trust,
        title=title,
        frozen=freeze(session, questionnaire),
        questionnaire_hash=questionnaire.content_hash,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    session.add(opened)
    for division in trust.divisions:
        for role in LEAD_ROLES:
            holders = _holders(session, division, role, opens_on)
            people = [holder.person for holder in holders]
            opened.responses.append(Response(division=division, role=role, people=people))
    session.flush()
    return opened


def _holders(session: Session, division: Division, role: str, day: date) -> list[Membership]:
    """Whoever holds the post on that day; two people when the job is shared."""
    posts = select(Membership).where(Membership.division_id == division.id, Membership.role == role)
    return [post for post in session.scalars(posts.order_by(Membership.id)) if post.holds_on(day)]


def is_open(asked: Round, moment: datetime) -> bool:
    """Open from the first to the last second of its London days."""
    return asked.state == "open" and asked.opens_on <= london_day(moment) <= asked.closes_on


def is_closed(asked: Round, moment: datetime) -> bool:
    return asked.state == "closed" or asked.closes_on < london_day(moment)


def complete_leads(session: Session, asked: Round) -> dict[str, int]:
    """How many of the three have submitted, for each division that takes part in the round."""
    query = (
        select(Division.key, func.count(Submission.response_id))
        .join(Response, Response.division_id == Division.id)
        .outerjoin(Submission, Submission.response_id == Response.id)
        .where(Response.round_id == asked.id)
        .group_by(Division.key, Division.position, Division.id)
        .order_by(Division.position, Division.id)
    )
    counts: dict[str, int] = dict(session.execute(query).all())
    return counts


def shows_something(session: Session, asked: Round) -> bool:
    return LEADS_OF_A_DIVISION in complete_leads(session, asked).values()


def state_for(session: Session, asked: Round, division: str | None, moment: datetime) -> RoundState:
    """How far the round has come, as the disclosure rules want to know it."""
    return state_from(complete_leads(session, asked), division, closed=is_closed(asked, moment))


def state_from(complete: dict[str, int], division: str | None, *, closed: bool) -> RoundState:
    released = Counter(complete.values())[LEADS_OF_A_DIVISION]
    return RoundState(
        complete=complete.get(division, 0) if division else 0,
        released=released,
        over=closed or released == len(complete),
    )


def lead_states(session: Session, asked: Round) -> dict[tuple[str, str], str]:
    """Division and role -> not started, in progress or submitted. For the coordinator only."""
    query = (
        select(
            Division.key,
            Response.role,
            Submission.response_id,
            select(func.count())
            .where(Answer.response_id == Response.id)
            .correlate(Response)
            .scalar_subquery(),
        )
        .join(Response, Response.division_id == Division.id)
        .outerjoin(Submission, Submission.response_id == Response.id)
        .where(Response.round_id == asked.id)
        .order_by(Division.position, Division.id)
    )
    rows = session.execute(query).all()
    return {(key, role): _lead_state(sent, begun) for key, role, sent, begun in rows}


def _lead_state(sent: str | None, begun: int) -> str:
    if sent:
        return "submitted"
    return "in progress" if begun else "not started"
