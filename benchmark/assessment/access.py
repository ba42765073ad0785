"""Finding things as a particular person: what they may not see does not exist for them."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BindParameter, bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from benchmark.database.corrections import Correction
from benchmark.database.jobs import Job
from benchmark.database.people import Division, Membership, Person, Trust
from benchmark.database.rounds import Report, Respondent, Response, Round
from benchmark.disclosure.levels import Seat, Viewer

# made once: putting a statement together takes longer than running it
TRUST_WITH = select(Trust).where(Trust.code == bindparam("code"))
DIVISION_WITH = (
    select(Division)
    .join(Trust)
    .where(Trust.code == bindparam("code"), Division.key == bindparam("key"))
)
ROUNDS = (
    select(Round)
    .where(Round.trust_id == bindparam("trust"), Round.state != "draft")
    .order_by(Round.opens_on.desc(), Round.created_at.desc())
)
# in one question, so that what belongs to others takes as long as what does not exist
TRUSTS: BindParameter[str] = bindparam("trusts", expanding=True)
REPORT_WITH = (
    select(Report)
    .join(Round)
    .join(Trust)
    .where(Report.id == bindparam("id"), Trust.code.in_(TRUSTS))
    .where(Report.removed_at.is_(None))
)
CORRECTION_WITH = (
    select(Correction)
    .join(Round)
    .join(Trust)
    .where(Correction.id == bindparam("id"), Trust.code.in_(TRUSTS), Round.removed_at.is_(None))
)
OWN = select(Response).where(
    exists().where(
        Respondent.response_id == Response.id, Respondent.person_id == bindparam("person")
    )
)
OWN_RESPONSES = OWN.join(Round).order_by(Round.opens_on.desc(), Response.id)
# with all that answering a practice asks of it: a save holds a lock that others wait for
OWN_RESPONSE = OWN.where(Response.id == bindparam("id")).options(
    joinedload(Response.round).joinedload(Round.trust), joinedload(Response.submission)
)
JOB_WITH = select(Job).join(Trust).where(Job.id == bindparam("id"), Trust.code.in_(TRUSTS))


def viewer_of(session: Session, person: Person, today: date) -> Viewer:
    """The person as the rules see them: only tenures in force today count."""
    # one query, not two more for each tenure
    places = joinedload(Membership.trust).joinedload(Trust.merged), joinedload(Membership.division)
    query = select(Membership).where(Membership.person_id == person.id).options(*places)
    held = [each for each in session.scalars(query) if each.holds_on(today)]
    counting = seats_that_count((each.trust_id, _merged_into(each)) for each in held)
    seats = tuple(_seat(each) for each in held if each.trust_id in counting)
    return Viewer(person.id, person.name, seats)


def seats_that_count(held: Iterable[tuple[int | None, int | None]]) -> set[int | None]:
    """The trusts (ids) in which a seat counts, of those that somebody holds today.

    ``held``: each trust, and the one that it was merged into. What a trust was before a merger is
    read by those who were there then, for as long as they have a post in the trust that goes on;
    the old post ends with the same one there (``ending_posts``).
    """
    into = dict(held)
    return {trust for trust in into if _goes_on(trust, into)}


def _goes_on(trust: int | None, into: dict[int | None, int | None]) -> bool:
    further = into[trust]
    return further is None or (further in into and _goes_on(further, into))


def _merged_into(tenure: Membership) -> int | None:
    merged = tenure.trust.merged if tenure.trust else None
    return merged.into_trust_id if merged else None


def supported_by(person: Person, moment: datetime) -> frozenset[str]:
    """The trusts whose states somebody of support may read now; nobody with a post anywhere."""
    if person.memberships:
        return frozenset()
    return frozenset(each.trust.code for each in person.support if each.is_open(moment))


def is_let_in(person: Person, moment: datetime) -> bool:
    """Whether the account is open; one that is for support only, while an access lasts."""
    if person.disabled_at is not None:
        return False
    return not person.support or bool(person.memberships) or bool(supported_by(person, moment))


def _seat(membership: Membership) -> Seat:
    return Seat(
        membership.role,
        membership.trust.code if membership.trust else None,
        membership.division.key if membership.division else None,
    )


def find_trust(session: Session, code: str) -> Trust | None:
    return session.scalar(TRUST_WITH, {"code": code.upper()})


def find_division(session: Session, trust: str, key: str) -> Division | None:
    return session.scalar(DIVISION_WITH, {"code": trust.upper(), "key": key})


def find_response(session: Session, viewer: Viewer, response_id: str) -> Response | None:
    """The viewer's own response, and nobody else's."""
    return session.scalar(OWN_RESPONSE, {"person": viewer.person, "id": response_id})


def own_responses(session: Session, viewer: Viewer) -> list[Response]:
    return list(session.scalars(OWN_RESPONSES, {"person": viewer.person}))


def rounds_of(session: Session, trust: Trust) -> list[Round]:
    """The trust's rounds, newest first."""
    return list(session.scalars(ROUNDS, {"trust": trust.id}))


def find_report(session: Session, viewer: Viewer, report_id: str) -> Report | None:
    """A report of a trust in which the viewer has a seat. Elsewhere no row is even touched."""
    return session.scalar(REPORT_WITH, _where(viewer, report_id))


def find_correction(session: Session, viewer: Viewer, correction_id: str) -> Correction | None:
    return session.scalar(CORRECTION_WITH, _where(viewer, correction_id))


def find_job(session: Session, viewer: Viewer, job_id: str) -> Job | None:
    return session.scalar(JOB_WITH, _where(viewer, job_id))


def _where(viewer: Viewer, wanted: str) -> dict[str, object]:
    return {"id": wanted, "trusts": sorted({seat.trust for seat in viewer.seats if seat.trust})}
