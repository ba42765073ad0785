"""What a coordinator does with a round that is open: extend, close, abandon, make stricter.

At its end the coordinator records why a submission is missing. Nothing here reads an answer.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import has_passed, london_day
from benchmark.assessment.events import record_event
from benchmark.assessment.preparing import lock_round
from benchmark.assessment.refusals import Refused
from benchmark.assessment.rounds import is_closed
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import OUTCOMES, Answer, Response, Round

STRICTEST_FIRST = ("L0", "L1", "L2", "L3")
IS_OVER = "This round is over. Nothing was changed."


def is_running(asked: Round, moment: datetime) -> bool:
    """Opened, and its last day has not passed; perhaps its first day is still to come."""
    return asked.state == "open" and not has_passed(asked.closes_on, moment)


def extend(session: Session, asked: Round, closes_on: date, person: int, moment: datetime) -> None:
    """Give a later closing date; the same date again changes nothing.

    Only while the round lasts: afterwards others may have read what is shown when it is over.
    """
    lock_round(session, asked)
    if closes_on == asked.closes_on:
        return
    if not is_running(asked, moment):
        raise Refused(IS_OVER)
    if closes_on < asked.closes_on:
        raise Refused("The new closing date must be later than the present one", "closes_on")
    asked.closes_on = closes_on
    record_event(session, asked, "extended", person=person, detail=closes_on.isoformat())


def close_now(session: Session, asked: Round, person: int, moment: datetime) -> None:
    """End the round at once; nobody can answer any more. A second call changes nothing."""
    lock_round(session, asked)
    if asked.state == "closed":
        return
    today = london_day(moment)
    if asked.state != "open" or today < asked.opens_on:
        raise Refused("Only a round that has begun can be closed. You can abandon it instead.")
    _wait_for_saves(session, asked)
    asked.state, asked.closes_on = "closed", min(asked.closes_on, today)
    record_event(session, asked, "closed", person=person)


def abandon(session: Session, asked: Round, reason: str, person: int, moment: datetime) -> None:
    """Give up a round that has not ended: kept, marked, and nothing more comes of it."""
    lock_round(session, asked)
    if asked.state == "abandoned":
        return
    if not is_running(asked, moment):
        raise Refused(IS_OVER)
    _wait_for_saves(session, asked)
    asked.state = "abandoned"
    record_event(session, asked, "abandoned", person=person, detail=reason)


def change_level(session: Session, asked: Round, level: str, person: int, moment: datetime) -> None:
    """Make the round stricter; less strict only before anybody has answered."""
    lock_round(session, asked)
    if level == asked.level:
        return
    if not is_running(asked, moment):
        raise Refused(IS_OVER)
    _wait_for_saves(session, asked)
    stricter = STRICTEST_FIRST.index(level) < STRICTEST_FIRST.index(asked.level)
    if not stricter and has_answers(session, asked):
        raise Refused("Somebody has answered: the level can only become stricter now", "level")
    asked.level = level
    record_event(session, asked, "stricter" if stricter else "less strict", person=person)


def _wait_for_saves(session: Session, asked: Round) -> None:
    """A save that has begun ends before this goes on; a later one waits, and sees what is new."""
    rows = select(Response.id).where(Response.round_id == asked.id).with_for_update()
    session.execute(rows).all()


def has_answers(session: Session, asked: Round) -> bool:
    given = exists().where(Answer.response_id == Response.id, Response.round_id == asked.id)
    return bool(session.scalar(select(given)))


def without_submission(session: Session, asked: Round) -> list[Response]:
    """The responses in force that were not submitted, in the order of divisions and roles."""
    query = (
        select(Response)
        .where(Response.round_id == asked.id, Response.set_aside_at.is_(None))
        .where(~Response.submission.has())
    )
    found = sorted(session.scalars(query), key=lambda each: LEAD_ROLES.index(each.role))
    return sorted(found, key=lambda each: (each.division.position, each.division_id))


def record_outcomes(
    session: Session, asked: Round, outcomes: Mapping[str, str], person: int, moment: datetime
) -> None:
    """Keep why each response has no submission: response id -> "vacant" or "not submitted".

    Whatever was answered is kept, and counts nowhere. A word that stands already is not recorded
    again. Raises ``Refused`` before the end of the round.
    """
    lock_round(session, asked)
    if not is_closed(asked, moment):
        raise Refused("This can be recorded when the round is closed. Nothing was changed.")
    for response in without_submission(session, asked):
        outcome = outcomes.get(response.id)
        if outcome not in OUTCOMES or outcome == response.outcome:
            continue
        response.outcome = outcome
        record_event(
            session,
            asked,
            "recorded",
            division=response.division,
            role=response.role,
            person=person,
            detail=outcome,
        )
