"""A lead takes their answers back. Nothing made later holds them; what was issued stays."""

from dataclasses import dataclass

from sqlalchemy import or_, select
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
    """The reports and notices that were issued since this response's division was released.

    Before the release no report holds anything of a division, so there are none.
    """
    release = release_of(session, response.round, response.division)
    if release is None or response.submission is None:
        return Issued((), ())
    of_this = or_(Report.division_id.is_(None), Report.division_id == response.division_id)
    reports = (
        select(Report)
        .where(Report.round_id == response.round_id, of_this)
        .where(Report.issued_at >= release.released_at)
    )
    notices = (
        select(Correction)
        .where(Correction.round_id == response.round_id)
        .where(Correction.issued_at >= release.released_at)
    )
    return Issued(
        tuple(session.scalars(reports.order_by(Report.issued_at, Report.id))),
        tuple(session.scalars(notices.order_by(Correction.number))),
    )
