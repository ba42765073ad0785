"""What waits for a worker, and for how long: counted for those who run the service."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from benchmark.assessment.outbox import STALE
from benchmark.database.jobs import Job
from benchmark.database.mail import Mail


@dataclass(frozen=True, slots=True)
class Backlog:
    """Numbers of packs and mails by what becomes of them, and the longest wait in seconds."""

    jobs: dict[str, int]
    mails: dict[str, int]
    oldest: dict[str, float]


def backlog(session: Session, moment: datetime) -> Backlog:
    """Count what waits, what a dead worker has left behind, and what has failed."""
    left, claimed = Job.leased_until <= moment, Mail.claimed_at <= moment - STALE
    waiting = Mail.state == "waiting"
    return Backlog(
        jobs={
            "waiting": _count(session, Job.id, Job.state == "waiting"),
            "running": _count(session, Job.id, Job.state == "running", ~left),
            "abandoned": _count(session, Job.id, Job.state == "running", left),
            "failed": _count(session, Job.id, Job.state == "failed"),
        },
        mails={
            "waiting": _count(session, Mail.id, waiting, Mail.due_at <= moment),
            "later": _count(session, Mail.id, waiting, Mail.due_at > moment),
            "abandoned": _count(session, Mail.id, Mail.state == "sending", claimed),
            "failed": _count(session, Mail.id, Mail.state == "failed"),
        },
        oldest={
            "job": _age(session, func.min(Job.created_at), Job.state == "waiting", moment),
            "mail": _age(session, func.min(Mail.due_at), waiting, moment),
        },
    )


def _count(session: Session, what: InstrumentedAttribute[str], *those: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(what)).where(*those)) or 0


def _age(
    session: Session,
    earliest: ColumnElement[datetime],
    those: ColumnElement[bool],
    moment: datetime,
) -> float:
    """Seconds since the first of them was due; 0 when nothing is due."""
    found = session.scalar(select(earliest).where(those))
    return max((moment - found).total_seconds(), 0.0) if found else 0.0
