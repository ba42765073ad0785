"""Access for support: somebody of the supplier reads which posts have answered, and nothing else.

An access is for one trust, has a reason and an end, and the trust's coordinators are told of both.
Its account is for support only: it never has a post, and lets nobody in while no access lasts.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import london_day
from benchmark.assessment.mailing import PAGE, Draft, one_line, write_mail
from benchmark.assessment.password_links import welcome
from benchmark.assessment.reasons import readable_reason
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import as_kept, end_sign_ins
from benchmark.assessment.tenures import coordinators_of
from benchmark.comparison.wording import local_time
from benchmark.database.people import Person, SupportAccess, Trust

MOST_HOURS = 24
LONGEST_NAME = 200
AT_ITS_TIME, BY_TRUST, BY_OPERATOR = "at its time", "by the trust", "by the operator"
READS = (
    "They see which posts of a round that is under way have not started, are in progress or have "
    "submitted. They see no name, answer, level, text or figure, and can change nothing."
)


def support_account(session: Session, email: str, name: str) -> Person:
    """The account with this e-mail, made if there is none; it may not have a post, ever."""
    person = session.scalar(select(Person).where(Person.email == as_kept(email)))
    if person is None:
        called = one_line(name)[:LONGEST_NAME]
        if not called:
            raise Refused(f"Nobody here has the e-mail {email}: say with --name who it is", "name")
        person = Person(name=called, email=as_kept(email))
        session.add(person)
        session.flush()
    if person.memberships:
        raise Refused(f"{person.name} has, or had, a post. Support needs an account of its own")
    if person.disabled_at is not None:
        raise Refused(f"The account of {person.name} is disabled")
    return person


def open_access(
    session: Session, trust: Trust, person: Person, reason: str, hours: int, moment: datetime
) -> SupportAccess:
    """Let somebody look into a trust for some hours, and tell its coordinators.

    Earlier sign-ins of the account end; one without a password is sent a link to choose one.
    """
    why = readable_reason(reason, "'Ticket 1042: reminders do not arrive'. The trust reads it")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(f"Give from 1 to {MOST_HOURS} hours", "hours")
    if not coordinators_of(session, trust, london_day(moment)):
        raise Refused(f"{trust.name} has no coordinator today who could be told of it")
    end_what_is_over(session, moment)
    session.refresh(person, ["support"])
    if any(each.trust_id == trust.id and each.is_open(moment) for each in person.support):
        raise Refused(f"{person.name} has access to {trust.name} already. Close that first")
    end_sign_ins(session, person.id)
    access = SupportAccess(
        trust=trust,
        person=person,
        reason=why,
        opened_at=moment,
        ends_at=moment + timedelta(hours=hours),
    )
    session.add(access)
    session.flush()
    welcome(session, person)
    _tell_opened(session, access)
    deed = Deed("support opened", way="command", subject=_named(access))
    record(session, trust.id, deed, person.id)
    return access


def end_access(session: Session, access: SupportAccess, how: str, moment: datetime) -> bool:
    """End an access, sign its account out, and tell the coordinators. False if it was over.

    Whoever ends it records that.
    """
    session.refresh(access, with_for_update=True)  # of two who end it at once, one does
    if access.ended_at is not None:
        return False
    access.ended_at, access.ended_how = min(moment, access.ends_at), how
    end_sign_ins(session, access.person_id)
    session.flush()
    _tell_ended(session, access)
    return True


def end_what_is_over(session: Session, moment: datetime) -> int:
    """Note each end that has come by itself; how many. Nobody could read after it in any case."""
    over = (
        select(SupportAccess)
        .where(SupportAccess.ended_at.is_(None), SupportAccess.ends_at <= moment)
        .order_by(SupportAccess.trust_id, SupportAccess.id)
    )
    found = session.scalars(over).all()
    ended = [each for each in found if end_access(session, each, AT_ITS_TIME, moment)]
    for access in ended:
        record_end(session, access, way="service")
    return len(ended)


def close_access(session: Session, trust: Trust, person: Person, moment: datetime) -> bool:
    """The operator ends what somebody may read of a trust. False if nothing was open."""
    end_what_is_over(session, moment)
    found = [each for each in standing_accesses(session, trust) if each.person is person]
    ended = [each for each in found if end_access(session, each, BY_OPERATOR, moment)]
    for access in ended:
        record_end(session, access, way="command")
    return bool(ended)


def record_end(session: Session, access: SupportAccess, way: str) -> None:
    deed = Deed("support ended", way=way, subject=_named(access), detail=access.ended_how)
    record(session, access.trust_id, deed)


def accesses_of(session: Session, trust: Trust | None = None) -> list[SupportAccess]:
    """Every access to a trust, or to any, the newest first."""
    query = select(SupportAccess).order_by(SupportAccess.opened_at.desc(), SupportAccess.id)
    if trust is not None:
        query = query.where(SupportAccess.trust_id == trust.id)
    return list(session.scalars(query))


def standing_accesses(session: Session, trust: Trust) -> list[SupportAccess]:
    return [each for each in accesses_of(session, trust) if each.ended_at is None]


def access_in(session: Session, trust: Trust, access_id: str) -> SupportAccess | None:
    """An access to this trust, and to no other."""
    query = select(SupportAccess).where(
        SupportAccess.id == access_id, SupportAccess.trust_id == trust.id
    )
    return session.scalar(query)


def _tell_opened(session: Session, access: SupportAccess) -> None:
    person, trust = access.person, access.trust
    until = local_time(access.ends_at)
    _tell(
        session,
        access,
        "opened",
        f"Support can see who has answered in {trust.name} until {until}",
        f"{person.name} ({person.email}) of support may look into {trust.name} from now on, until "
        f"{until}.",
        f"The reason given: {access.reason}",
        READS,
        "You can end this at any time, on this page:",
    )


def _tell_ended(session: Session, access: SupportAccess) -> None:
    _tell(
        session,
        access,
        "ended",
        f"Access of support to {access.trust.name} has ended",
        f"{access.person.name} can no longer look into {access.trust.name}. The access was ended "
        f"{access.ended_how}, on {local_time(access.ended_at or access.ends_at)}.",
        "Each time they read something is in the record of who did what. All accesses are on this "
        "page:",
    )


def _tell(
    session: Session, access: SupportAccess, what: str, subject: str, *sentences: str
) -> None:
    page = f"/trusts/{access.trust.code.lower()}/support"
    draft = Draft("account", subject, (*sentences, PAGE), page=page)
    moment = access.ended_at or access.opened_at
    for coordinator in coordinators_of(session, access.trust, london_day(moment)):
        occasion = f"support:{access.id}:{what}:{coordinator.id}"
        write_mail(session, occasion, coordinator, draft)


def _named(access: SupportAccess) -> str:
    return f"support:{access.id}"
