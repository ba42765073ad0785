"""Passwords, and browsers that are signed in. A sign-in is a row and can be taken away."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from benchmark.assessment.throttling import fingerprint
from benchmark.database.people import Membership, Person, SignIn
from benchmark.database.schema import now

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# verified when the e-mail is unknown, so that the answer takes as long as for a known one
HASH_OF_NOBODY = HASHER.hash(secrets.token_hex(16))
LONGEST_SIGN_IN = timedelta(hours=12)
IDLE = timedelta(minutes=45)  # without a request, after which somebody has to sign in again
TO_THE_MINUTE = timedelta(minutes=1)  # so exactly the last request is remembered
# every request asks who it is and what they hold: one question, not one for each table
WHO_AND_WHAT = (
    joinedload(SignIn.person)
    .joinedload(Person.memberships)
    .options(joinedload(Membership.trust), joinedload(Membership.division))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """How somebody comes in: by password, link or sign-on, in which browser, with a code or not."""

    way: str = "password"
    agent: str = ""  # the browser in words, for the person's own list
    asks_code: bool = False  # they have a second factor, and this sign-in waits for it
    passed: bool = False  # the second factor is given


def set_password(person: Person, password: str) -> None:
    person.password_hash = HASHER.hash(password)


def person_with(session: Session, email: str, password: str) -> Person | None:
    """The person whom this e-mail and password belong to, unless they were disabled.

    The work is the same for everybody: one question and one slow hash.
    """
    person = session.scalar(select(Person).where(Person.email == as_kept(email)))
    known_hash = person.password_hash if person else None
    matches = _matches(known_hash or HASH_OF_NOBODY, password) and known_hash is not None
    if person is None or not matches or person.disabled_at:
        return None
    if HASHER.check_needs_rehash(known_hash or ""):
        set_password(person, password)
    return person


def has_password(person: Person, password: str) -> bool:
    """Whether this is the person's password; for one who is signed in already."""
    return _matches(person.password_hash or HASH_OF_NOBODY, password)


def _matches(known_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(known_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def start_sign_in(session: Session, person: Person, entry: Entry | None = None) -> str:
    """A new token for the browser's cookie; the database keeps only its hash."""
    token, how = secrets.token_urlsafe(32), entry or Entry()
    session.add(
        SignIn(
            token_hash=fingerprint(token),
            person=person,
            expires_at=now() + LONGEST_SIGN_IN,
            way=how.way,
            agent=how.agent,
            asks_code=how.asks_code,
            second_factor_at=now() if how.passed else None,
        )
    )
    return token


def signed_in_person(session: Session, token: str) -> Person | None:
    sign_in = live_sign_in(session, token)
    return sign_in.person if sign_in else None


def live_sign_in(session: Session, token: str) -> SignIn | None:
    """The row of a browser that is signed in, neither idle for too long nor taken away."""
    sign_in = session.get(SignIn, fingerprint(token), options=(WHO_AND_WHAT,))
    return sign_in if sign_in is not None and _is_live(sign_in) else None


def _is_live(sign_in: SignIn) -> bool:
    if sign_in.revoked_at or sign_in.expires_at <= now():
        return False
    return _unseen_for(sign_in) < IDLE + TO_THE_MINUTE and not sign_in.person.disabled_at


def live_sign_ins(session: Session, person: Person) -> list[SignIn]:
    """Every browser in which the person is signed in, the newest first."""
    rows = select(SignIn).where(SignIn.person_id == person.id, SignIn.revoked_at.is_(None))
    found = session.scalars(rows.order_by(SignIn.created_at.desc(), SignIn.token_hash))
    return [sign_in for sign_in in found if _is_live(sign_in)]


def end_sign_ins(session: Session, person_id: int, but: str = "") -> None:
    """Sign somebody out everywhere, or everywhere but in the browser with this token.

    Called whenever what they may do has changed, or who knows their password.
    """
    others = update(SignIn).where(
        SignIn.person_id == person_id,
        SignIn.revoked_at.is_(None),
        SignIn.token_hash != (fingerprint(but) if but else ""),
    )
    session.execute(others.values(revoked_at=now()))


def _unseen_for(sign_in: SignIn) -> timedelta:
    return now() - (sign_in.seen_at or sign_in.created_at)


def is_seen_again(session: Session, token: str) -> bool:
    """Whether this request is worth remembering: once a minute is enough."""
    sign_in = session.get(SignIn, fingerprint(token))
    return sign_in is not None and _unseen_for(sign_in) >= TO_THE_MINUTE


def remember_seen(session: Session, token: str) -> None:
    sign_in = session.get(SignIn, fingerprint(token))
    if sign_in is not None:
        sign_in.seen_at = now()


def end_sign_in(session: Session, token: str) -> None:
    sign_in = session.get(SignIn, fingerprint(token))
    if sign_in is not None and sign_in.revoked_at is None:
        sign_in.revoked_at = now()


def as_kept(email: str) -> str:
    """The e-mail as people's rows hold it; PostgreSQL refuses even to be asked about a NUL."""
    return email.replace("\x00", "\ufffd").strip().lower()
