"""Passwords, and browsers that are signed in. A sign-in is a row and can be taken away."""

import hashlib
import secrets
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmark.database.people import Person, SignIn, SignInAttempt
from benchmark.database.schema import now

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# verified when the e-mail is unknown, so that the answer takes as long as for a known one
HASH_OF_NOBODY = HASHER.hash(secrets.token_hex(16))
LONGEST_SIGN_IN = timedelta(hours=12)
IDLE = timedelta(minutes=45)  # without a request, after which somebody has to sign in again
TO_THE_MINUTE = timedelta(minutes=1)  # so exactly the last request is remembered
MOST_FAILURES = 10
FAILURES_WITHIN = timedelta(minutes=15)
SHORTEST_PASSWORD = 12


def set_password(person: Person, password: str) -> None:
    person.password_hash = HASHER.hash(password)


def person_with(session: Session, email: str, password: str) -> Person | None:
    """The person whom this e-mail and password belong to, unless they were disabled."""
    person = session.scalar(select(Person).where(Person.email == _as_kept(email)))
    known_hash = person.password_hash if person else None
    matches = _matches(known_hash or HASH_OF_NOBODY, password) and known_hash is not None
    if person is None or not matches or person.disabled_at:
        _remember_failure(session, email)
        return None
    if HASHER.check_needs_rehash(known_hash or ""):
        set_password(person, password)
    return person


def _matches(known_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(known_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def too_many_failures(session: Session, email: str) -> bool:
    recent = select(func.count(SignInAttempt.id)).where(
        SignInAttempt.email_hash == _hash(_as_kept(email)),
        SignInAttempt.at > now() - FAILURES_WITHIN,
    )
    return (session.scalar(recent) or 0) >= MOST_FAILURES


def _remember_failure(session: Session, email: str) -> None:
    session.add(SignInAttempt(email_hash=_hash(_as_kept(email))))


def start_sign_in(session: Session, person: Person) -> str:
    """A new token for the browser's cookie; the database keeps only its hash."""
    token = secrets.token_urlsafe(32)
    session.add(SignIn(token_hash=_hash(token), person=person, expires_at=now() + LONGEST_SIGN_IN))
    return token


def signed_in_person(session: Session, token: str) -> Person | None:
    sign_in = session.get(SignIn, _hash(token))
    if sign_in is None or sign_in.revoked_at or sign_in.expires_at <= now():
        return None
    if _unseen_for(sign_in) >= IDLE + TO_THE_MINUTE or sign_in.person.disabled_at:
        return None
    return sign_in.person


def _unseen_for(sign_in: SignIn) -> timedelta:
    return now() - (sign_in.seen_at or sign_in.created_at)


def is_seen_again(session: Session, token: str) -> bool:
    """Whether this request is worth remembering: once a minute is enough."""
    sign_in = session.get(SignIn, _hash(token))
    return sign_in is not None and _unseen_for(sign_in) >= TO_THE_MINUTE


def remember_seen(session: Session, token: str) -> None:
    sign_in = session.get(SignIn, _hash(token))
    if sign_in is not None:
        sign_in.seen_at = now()


def end_sign_in(session: Session, token: str) -> None:
    sign_in = session.get(SignIn, _hash(token))
    if sign_in is not None and sign_in.revoked_at is None:
        sign_in.revoked_at = now()


def _as_kept(email: str) -> str:
    """The e-mail as people's rows hold it; PostgreSQL refuses even to be asked about a NUL."""
    return email.replace("\x00", "\ufffd").strip().lower()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
