"""What is held about one person apart from answers: account, posts, mails, and what they did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.audit_words import KINDS
from benchmark.assessment.erasing import accounts_of
from benchmark.assessment.second_factor import codes_left, second_factor_of
from benchmark.assessment.throttling import fingerprint
from benchmark.comparison.wording import local_time
from benchmark.database.accounts import KnownDevice, PasswordLink, SignOnIdentity
from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.events import RoundEvent
from benchmark.database.jobs import Job
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import Division, Membership, Person, SignIn, SignInAttempt, Trust
from benchmark.database.rounds import Respondent, Response, Round
from benchmark.database.tokens import ApiToken
from benchmark.export.sheets import Cell, Sheet

Row = tuple[Cell, ...]
WHOLE_TRUST = "the whole trust"


def account_held(session: Session, person: Person) -> tuple[Sheet, ...]:
    """Everything but answers, a sheet for each kind of thing."""
    return (
        Sheet("account", ("what", "value"), tuple(_account(session, person))),
        Sheet("ways in", ("what", "since", "until", "about it"), tuple(_ways_in(session, person))),
        Sheet("posts", POSTS, tuple(_posts(session, person))),
        Sheet("mails", MAILS, tuple(_mails(session, person))),
        Sheet("what happened", HAPPENED, tuple(_happened(session, person))),
        Sheet("record", RECORD, tuple(_record(session, person))),
    )


POSTS = ("trust", "division", "role", "from", "to")
MAILS = ("written", "to", "subject", "text", "state", "sent", "fault")
HAPPENED = ("when", "trust", "round", "division", "what", "detail")
RECORD = ("when", "trust", "round", "division", "who", "what", "detail")


def at(moment: datetime | None) -> str:
    """A moment in words, or nothing."""
    return local_time(moment) if moment else ""


def _account(session: Session, person: Person) -> Iterator[Row]:
    yield "name", person.name
    yield "e-mail address", person.email
    yield "known since", at(person.created_at)
    yield "closed", at(person.disabled_at)
    yield "has a password", "yes, as a slow hash" if person.password_hash else "no"
    factor = second_factor_of(session, person.id)
    yield "authenticator app", f"since {at(factor.confirmed_at)}" if factor else "none"
    yield "recovery codes left", codes_left(session, person.id) if factor else 0


def _ways_in(session: Session, person: Person) -> Iterator[Row]:
    for row in session.scalars(_of(SignIn, person).order_by(SignIn.created_at)):
        yield "signed in", at(row.created_at), at(row.revoked_at or row.expires_at), row.agent
    for device in session.scalars(_of(KnownDevice, person).order_by(KnownDevice.created_at)):
        yield "browser that is known", at(device.created_at), "", "a hash of its cookie"
    for link in session.scalars(_of(PasswordLink, person).order_by(PasswordLink.created_at)):
        yield "link for a password", at(link.created_at), at(link.expires_at), _used(link.used_at)
    for mailed in session.scalars(_of(MailLink, person).order_by(MailLink.created_at)):
        until = at(mailed.expires_at)
        yield "link in a mail", at(mailed.created_at), until, _used(mailed.used_at)
    for known in session.scalars(_of(SignOnIdentity, person)):
        about = f"{known.issuer}: {known.subject}"
        yield "identity at another organisation", at(known.created_at), "", about
    for token in session.scalars(_of(ApiToken, person).order_by(ApiToken.created_at)):
        until, about = at(token.revoked_at or token.expires_at), f"{token.name} ({token.parts})"
        yield "token for a program", at(token.created_at), until, about
    hashes = list(map(fingerprint, accounts_of(person)))
    failed = select(SignInAttempt.at).where(SignInAttempt.email_hash.in_(hashes))
    for moment in session.scalars(failed.order_by(SignInAttempt.at)):
        yield "failed attempt to sign in", at(moment), "", ""


def _of(table: Any, person: Person) -> Select[Any]:
    return select(table).where(table.person_id == person.id)


def _used(moment: datetime | None) -> str:
    return f"used {at(moment)}" if moment else "not used"


def _posts(session: Session, person: Person) -> Iterator[Row]:
    for row in session.scalars(_of(Membership, person).order_by(Membership.from_date)):
        place = row.division.name if row.division else WHOLE_TRUST
        until = row.to_date.isoformat() if row.to_date else ""
        trust = row.trust.code if row.trust else "national team"
        yield trust, place, row.role, row.from_date.isoformat(), until


def _mails(session: Session, person: Person) -> Iterator[Row]:
    for row in session.scalars(_of(Mail, person).order_by(Mail.created_at, Mail.id)):
        sent = at(row.sent_at)
        yield at(row.created_at), row.address, row.subject, row.body, row.state, sent, row.error


def _happened(session: Session, person: Person) -> Iterator[Row]:
    """Lines of the timelines that this person's own steps have left, and packs they asked for."""
    for row in session.scalars(_of(RoundEvent, person).order_by(RoundEvent.at, RoundEvent.id)):
        place = row.division.name if row.division else WHOLE_TRUST
        asked = row.round
        yield at(row.at), asked.trust.code, asked.title, place, row.kind, row.detail
    packs = select(Job).where(Job.asked_by == person.id).order_by(Job.created_at)
    for job in session.scalars(packs):
        place = (job.trust.code, job.round.title, WHOLE_TRUST)
        yield (at(job.created_at), *place, "asked for a pack first", job.state)


def _record(session: Session, person: Person) -> Iterator[Row]:
    """Entries by this person, and by others on a response of theirs; others are not named."""
    own = _own(session, person)
    query = (
        select(AuditEntry, AuditPerson.person_id, Trust.code, Round.title, Division.name)
        .select_from(AuditEntry)
        .join(Trust, Trust.id == AuditEntry.trust_id)
        .outerjoin(AuditPerson, _same_entry())
        .outerjoin(Round, Round.id == AuditEntry.round_id)
        .outerjoin(Division, Division.id == AuditEntry.division_id)
        .where(or_(AuditPerson.person_id == person.id, AuditEntry.subject.in_(own)))
        .order_by(AuditEntry.at, AuditEntry.trust_id, AuditEntry.number)
    )
    for entry, who, code, title, division in session.execute(query):
        doer = "you" if who == person.id else "somebody else"
        group = KINDS[entry.kind].group
        what = f"{entry.kind} ({group})"
        place = (code, title or "", division or "")
        yield (at(entry.at), *place, doer, what, entry.detail)


def _same_entry() -> ColumnElement[bool]:
    return and_(
        AuditPerson.trust_id == AuditEntry.trust_id, AuditPerson.number == AuditEntry.number
    )


def _own(session: Session, person: Person) -> list[str]:
    query = (
        select(Response.id)
        .join(Respondent, Respondent.response_id == Response.id)
        .where(Respondent.person_id == person.id)
    )
    return [f"response:{each}" for each in session.scalars(query)]
