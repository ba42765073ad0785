"""Choosing a password by a link in a mail: the first one, or another after the first is forgotten.

Whoever asks for a link learns nothing by it. The page writes one row, the same for everybody; only
the worker, later, looks whether the e-mail belongs to somebody, and sends them a link.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import london_day
from benchmark.assessment.mailing import LINK, NOT_YOU, Draft, write_mail
from benchmark.assessment.signing_in import as_kept, end_sign_ins, set_password
from benchmark.assessment.throttling import fingerprint
from benchmark.comparison.wording import local_time
from benchmark.database.accounts import PasswordLink, PasswordRequest
from benchmark.database.mail import Mail
from benchmark.database.people import Membership, Person, Trust
from benchmark.database.schema import now

WELCOME_FOR = timedelta(days=7)
FORGOTTEN_FOR = timedelta(hours=1)
PAUSE = timedelta(minutes=10)  # between two links that somebody has sent to themselves
MOST_A_DAY = 5
MOST_REQUESTS = 100  # a day from one place; a whole trust may share one
ONE_DAY = timedelta(days=1)
LONGEST_EMAIL = 254
WELCOME = "welcome"
KIND = "password"


def welcome(session: Session, person: Person) -> bool:
    """Invite somebody who has no password to choose one; once a day at most."""
    if person.password_hash:
        return False
    occasion = f"{WELCOME}:{person.id}:{now():%Y-%m-%d}"
    return write_mail(session, occasion, person, _welcome(person))


def welcome_waiting(session: Session, trust: Trust | None = None) -> int:
    """Welcome everybody who has neither a password nor been welcomed; how many mails were written.

    Leads are not meant: the rounds that they answer in invite them. ``trust``: its people only.
    """
    today = london_day(now())
    waiting = (
        select(Person)
        .join(Membership)
        .where(Person.password_hash.is_(None), Person.disabled_at.is_(None))
        .where(Membership.division_id.is_(None))
        .where(or_(Membership.to_date.is_(None), Membership.to_date >= today))
        .distinct()
        .order_by(Person.id)
    )
    if trust is not None:
        waiting = waiting.where(Membership.trust_id == trust.id)
    return sum(
        welcome(session, person)
        for person in session.scalars(waiting).all()
        if not _was_welcomed(session, person)
    )


def _was_welcomed(session: Session, person: Person) -> bool:
    written = select(Mail.id).where(
        Mail.person_id == person.id, Mail.occasion.startswith(f"{WELCOME}:{person.id}:")
    )
    return session.scalar(written.limit(1)) is not None


def ask_for_password(session: Session, email: str, address: str) -> None:
    """Remember that somebody asks for a link. Nobody is looked up, so nothing can be timed."""
    request = PasswordRequest(email=as_kept(email)[:LONGEST_EMAIL], address_hash=_place(address))
    session.add(request)
    session.flush()


def too_many_requests(session: Session, address: str, moment: datetime) -> bool:
    recent = select(func.count(PasswordRequest.id)).where(
        PasswordRequest.address_hash == _place(address), PasswordRequest.at > moment - ONE_DAY
    )
    return (session.scalar(recent) or 0) >= MOST_REQUESTS


def answer_requests(session: Session, moment: datetime) -> int:
    """Write the mails that were asked for, and forget who asked. How many were written."""
    waiting = select(PasswordRequest).where(PasswordRequest.done_at.is_(None))
    written = 0
    for request in session.scalars(waiting.with_for_update(skip_locked=True)).all():
        person = session.scalar(select(Person).where(Person.email == request.email))
        written += person is not None and _answer(session, person, moment)
        request.email, request.done_at = "", moment
    old = PasswordRequest.done_at.is_not(None) & (PasswordRequest.at < moment - ONE_DAY)
    session.execute(delete(PasswordRequest).where(old))
    session.flush()
    return written


def _answer(session: Session, person: Person, moment: datetime) -> bool:
    sent = select(func.count(Mail.id)).where(
        Mail.kind == KIND, Mail.person_id == person.id, Mail.created_at > moment - ONE_DAY
    )
    if (session.scalar(sent) or 0) >= MOST_A_DAY:
        return False
    step = int(moment.timestamp() // PAUSE.total_seconds())
    return write_mail(session, f"{KIND}:{person.id}:{step}", person, _forgotten())


def make_password_link(session: Session, mail: Mail, moment: datetime) -> tuple[str, datetime]:
    """A new link for the mail's reader: its token, of 256 bits, and how long it works."""
    token = secrets.token_urlsafe(32)
    until = moment + (WELCOME_FOR if mail.occasion.startswith(WELCOME) else FORGOTTEN_FOR)
    link = PasswordLink(token_hash=fingerprint(token), person_id=mail.person_id, expires_at=until)
    session.add(link)
    session.flush()
    return token, until


def link_in_words(base_address: str, link: tuple[str, datetime]) -> str:
    token, until = link
    return (
        "Open this link and choose a password on the page:\n\n"
        f"{base_address}/passwords/{token}\n\n"
        "The link is for you alone, so please do not forward it. It works once, until "
        f"{local_time(until)}."
    )


def live_password_link(session: Session, token: str, moment: datetime) -> PasswordLink | None:
    """The link, if a password could be chosen by it now; reading it changes nothing."""
    link = session.get(PasswordLink, fingerprint(token))
    return link if link is not None and _works(link, moment) else None


def spend_password_link(
    session: Session, token: str, password: str, moment: datetime
) -> Person | None:
    """Choose a password by a link, and sign the person out everywhere. None if it does not work."""
    # of two who press the button at once, the second waits here and then finds the link spent
    link = session.get(
        PasswordLink, fingerprint(token), with_for_update=True, populate_existing=True
    )
    if link is None or not _works(link, moment):
        return None
    spend_links(session, link.person_id, moment)
    replace_password(session, link.person, password)
    return link.person


def replace_password(session: Session, person: Person, password: str, but: str = "") -> None:
    """Set a password; every sign-in ends, except in the browser with the token ``but``."""
    set_password(person, password)
    end_sign_ins(session, person.id, but)
    session.flush()


def spend_links(session: Session, person_id: int, moment: datetime) -> None:
    """With one link the others of the person are spent too: a mail may have been read by others."""
    unused = select(PasswordLink).where(
        PasswordLink.person_id == person_id, PasswordLink.used_at.is_(None)
    )
    for link in session.scalars(unused):
        link.used_at = moment
    session.flush()


def _works(link: PasswordLink, moment: datetime) -> bool:
    return link.used_at is None and moment < link.expires_at and link.person.disabled_at is None


def _known(token: str) -> str:
    return fingerprint(token)


def _place(address: str) -> str:
    return fingerprint(f"password from {address}")


def _welcome(person: Person) -> Draft:
    trusts = {tenure.trust.name: None for tenure in person.memberships if tenure.trust}
    whom = f"{' and '.join(trusts)} has given you" if trusts else "You have been given"
    return Draft(
        KIND,
        "Choose a password for the Management Practice Benchmark",
        (
            f"{whom} an account. Choose a password before you sign in for the first time.",
            LINK,
            "If the link no longer works, the sign-in page sends you another one.",
            NOT_YOU,
        ),
    )


def _forgotten() -> Draft:
    return Draft(
        KIND,
        "Your link to choose a password",
        (
            "Somebody asked for a link to choose a password for your account.",
            LINK,
            "If it was not you, ignore this mail: your password stays as it is.",
        ),
    )
