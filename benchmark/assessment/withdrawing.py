"""A lead takes their answers back. Nothing made later holds them; what was issued stays."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.events import record_event
from benchmark.assessment.releasing import release_of
from benchmark.assessment.responding import lock
from benchmark.database.corrections import Correction
from benchmark.database.rounds import Report, Response
from benchmark.database.schema import now


@dataclass(frozen=True, slots=True)
class Issued:
    """What was issued with this lead's answers in it. It stays as it is."""

    reports: tuple[Report, ...]
    corrections: tuple[Correction, ...]

    def __bool__(self) -> bool:
        return bool(self.reports or self.corrections)


def withdraw(session: Session, response: Response, person: int) -> None:
    """Take the answers back, once and for good: doing it again changes nothing.

    After the submission, the division's figures of this round are withheld from then on. Before
    it, the response simply stays unsubmitted: it can be neither changed nor submitted any more.
    """
    lock(session, response)
    if response.withdrawn_at is not None:
        return
    response.withdrawn_at = now()
    record_event(
        session,
        response.round,
        "withdrawn",
        division=response.division,
        role=response.role,
        person=person,
    )


def issued_with(session: Session, response: Response) -> Issued:
    """What was issued with these answers: for the trust since the release, for the three before.

    Before the release no report for the trust holds anything of a division. The edition of the
    three can be downloaded by nobody once answers of it are withdrawn.
    """
    if response.submission is None:
        return Issued((), ())
    release = release_of(session, response.round, response.division)
    own = Report.division_id == response.division_id
    theirs = and_(own, Report.level == "L2")
    if release is None:
        return Issued(_reports(session, response, theirs), ())
    others = and_(
        or_(Report.division_id.is_(None), own),
        Report.level == "L1",
        Report.issued_at >= release.released_at,
    )
    notices = (
        select(Correction)
        .where(Correction.round_id == response.round_id)
        .where(Correction.issued_at >= release.released_at)
    )
    return Issued(
        _reports(session, response, or_(others, theirs)),
        tuple(session.scalars(notices.order_by(Correction.number))),
    )


def _reports(
    session: Session, response: Response, wanted: ColumnElement[bool]
) -> tuple[Report, ...]:
    there = Report.round_id == response.round_id, Report.removed_at.is_(None)
    query = select(Report).where(*there, wanted)
    return tuple(session.scalars(query.order_by(Report.issued_at, Report.id)))
