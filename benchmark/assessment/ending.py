"""A round ends by its date, without anybody doing anything; the worker writes it down."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.events import record_event
from benchmark.assessment.preparing import lock_round
from benchmark.assessment.rounds import is_closed
from benchmark.database.rounds import Round


def close_what_has_ended(session: Session, moment: datetime) -> int:
    """Mark rounds as closed whose last day has passed, with its grace. How many there were.

    Nothing depends on it being done in time: every page asks the date itself.
    """
    asked = session.scalars(select(Round).where(Round.state == "open").order_by(Round.id))
    return sum(_close(session, each, moment) for each in asked.all() if is_closed(each, moment))


def _close(session: Session, asked: Round, moment: datetime) -> bool:
    lock_round(session, asked)  # read afresh: another worker, or an extension, may have been first
    if asked.state != "open" or not is_closed(asked, moment):
        return False
    asked.state = "closed"
    record_event(session, asked, "closed")
    return True
