"""Guessing is slowed down, and nobody is locked out for good.

Failures are counted in the database, so that several processes count together. Whose account it is
makes one bucket, where the guess comes from another. A browser in which the person has signed in
before has a bucket of its own: strangers who guess cannot make its owner wait. After a number of
free tries each further one has to wait longer than the one before, up to 15 minutes and never more.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, text
from sqlalchemy.orm import Session

from benchmark.database.people import SignInAttempt
from benchmark.database.schema import now

MOST_FAILURES = 10  # for one account, before anybody waits
MOST_FROM_ADDRESS = 200  # from one place; a whole trust may share one
COUNTED_FOR = timedelta(hours=24)
FIRST_WAIT = timedelta(minutes=1)  # doubled with each failure
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whose account somebody tries to enter, from which address, in which known browser."""

    account: str
    address: str = ""
    device: str = ""  # empty unless the person has signed in with it before


def wait_until(session: Session, attempt: Attempt, moment: datetime) -> datetime | None:
    """When this may be tried next, or None when it may be tried now.

    Call it before the secret is looked at, in the transaction that remembers a failure.
    """
    _one_at_a_time(session, attempt.account)
    account = SignInAttempt.email_hash == fingerprint(attempt.account)
    own = SignInAttempt.device_hash == fingerprint(attempt.device)
    if attempt.device:
        return _bucket(session, moment, MOST_FAILURES, account, own)
    waits = [
        _bucket(session, moment, MOST_FAILURES, account, SignInAttempt.device_hash.is_(None)),
        _bucket(session, moment, MOST_FROM_ADDRESS, _from(attempt.address)),
    ]
    return max((wait for wait in waits if wait), default=None)


def remember_failure(session: Session, attempt: Attempt) -> None:
    session.add(
        SignInAttempt(
            email_hash=fingerprint(attempt.account),
            address_hash=fingerprint(attempt.address) if attempt.address else None,
            device_hash=fingerprint(attempt.device) if attempt.device else None,
        )
    )
    session.flush()


def pause_after(failures: int, free: int) -> timedelta:
    """Nothing while tries are free, then 1, 2, 4, 8, 15 and for ever 15 minutes."""
    if failures < free:
        return timedelta(0)
    return min(FIRST_WAIT * 2.0 ** min(failures - free, 10), LONGEST_WAIT)


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _from(address: str) -> ColumnElement[bool]:
    return SignInAttempt.address_hash == fingerprint(address)


def _bucket(
    session: Session, moment: datetime, free: int, *within: ColumnElement[bool]
) -> datetime | None:
    counted = select(func.count(), func.max(SignInAttempt.at)).where(
        SignInAttempt.at > moment - COUNTED_FOR, *within
    )
    failures, last = session.execute(counted).one()
    if failures < free:
        return None  # also where the last failure came after ``moment``, while this one waited
    until: datetime = last + pause_after(failures, free)
    return until if until > moment else None


def _one_at_a_time(session: Session, account: str) -> None:
    """Many guesses at once must not all be made before the first is counted.

    With SQLite the transaction that writes is alone in any case.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(account.encode()).digest()[:8], "big", signed=True)
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def recent_failures(session: Session, since: datetime | None = None) -> int:
    """How many failures are remembered; for those who run the service."""
    counted = select(func.count()).select_from(SignInAttempt)
    return session.scalar(counted.where(SignInAttempt.at > (since or now() - COUNTED_FOR))) or 0
