"""Passwords, and browsers that are signed in. A sign-in is a row and can be taken away."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from benchmark.assessment.access import is_let_in, seats_that_count, supported_by
from benchmark.assessment.throttling import fingerprint
from benchmark.assessment.tokens import end_tokens
from benchmark.database.people import (
    Division,
    Membership,
    Person,
    SignIn,
    SupportAccess,
    Trust,
    TrustMerger,
    in_force,
)
from benchmark.database.schema import now
from benchmark.disclosure.levels import Seat

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# verified when the e-mail is unknown, so that the answer takes as long as for a known one
HASH_OF_NOBODY = HASHER.hash(secrets.token_hex(16))
LONGEST_SIGN_IN = timedelta(hours=12)
IDLE = timedelta(minutes=45)  # without a request, after which somebody has to sign in again
TO_THE_MINUTE = timedelta(minutes=1)  # so exactly the last request is remembered
FOR_SUPPORT = joinedload(Person.support).joinedload(SupportAccess.trust)
# every request asks who it is and what they hold: one question, put together once, and plain
# columns, since objects of the mapper take several times as long to make as to read
WHO_AND_WHAT = (
    select(
        *(SignIn.person_id, SignIn.way, SignIn.asks_code, SignIn.second_factor_at),
        *(SignIn.created_at, SignIn.seen_at, SignIn.expires_at, SignIn.revoked_at),
        *(Person.name, Person.disabled_at),
        *(Membership.role, Membership.from_date, Membership.to_date),
        *(Trust.code, Trust.invented, Division.key),
        *(Membership.trust_id, TrustMerger.into_trust_id),
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Membership, Membership.person_id == SignIn.person_id)
    .outerjoin(Trust, Trust.id == Membership.trust_id)
    .outerjoin(Division, Division.id == Membership.division_id)
    .outerjoin(TrustMerger, TrustMerger.from_trust_id == Membership.trust_id)
    .where(SignIn.token_hash == bindparam("token"))
    .order_by(Membership.id)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """How somebody comes in: by password, link or sign-on, in which browser, with a code or not."""

    way: str = "password"
    agent: str = ""  # the browser in words, for the person's own list
    asks_code: bool = False  # they have a second factor, and this sign-in waits for it
    passed: bool = False  # the second factor is given


@dataclass(frozen=True, slots=True)
class Known:
    """A browser that is signed in: whose it is, and each seat they hold today."""

    person: int
    name: str
    way: str
    asks_code: bool
    second_factor_at: datetime | None
    unseen_for: timedelta
    seats: tuple[Seat, ...]
    supports: frozenset[str]  # trusts, by code, that let support in just now
    invented: frozenset[str]  # those of their trusts, by code, that are not real

    @property
    def is_seen_again(self) -> bool:
        """Whether this request is worth remembering: once a minute is enough."""
        return self.unseen_for >= TO_THE_MINUTE


def set_password(person: Person, password: str) -> None:
    person.password_hash = HASHER.hash(password)


def person_with(session: Session, email: str, password: str) -> Person | None:
    """The person whom this e-mail and password belong to, if they may come in.

    The work is the same for everybody: one question and one slow hash.
    """
    known = select(Person).where(Person.email == as_kept(email)).options(FOR_SUPPORT)
    person = session.scalars(known).unique().one_or_none()
    known_hash = person.password_hash if person else None
    matches = _matches(known_hash or HASH_OF_NOBODY, password) and known_hash is not None
    if person is None or not matches or not is_let_in(person, now()):
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
    sign_in = session.get(SignIn, fingerprint(token))
    if sign_in is None or not _is_live(sign_in) or not is_let_in(sign_in.person, now()):
        return None
    return sign_in


def known_browser(session: Session, token: str, today: date) -> Known | None:
    """The same with what the person holds today, in one question: each request asks it."""
    session.flush()  # a statement past the unit of work does not see what waits there
    rows = session.connection().execute(WHO_AND_WHAT, {"token": fingerprint(token)}).all()
    if not rows or not _is_live(rows[0]) or rows[0].disabled_at:
        return None
    first, supports = rows[0], frozenset[str]()
    if first.role is None:  # of no trust: perhaps support, for as long as an access lasts
        person = session.get_one(Person, first.person_id, options=(FOR_SUPPORT,))
        supports = supported_by(person, now())
        if not is_let_in(person, now()):
            return None
    return Known(
        person=first.person_id,
        name=first.name,
        way=first.way,
        asks_code=first.asks_code,
        second_factor_at=first.second_factor_at,
        unseen_for=_unseen_for(first),
        seats=_seats([row for row in rows if _holds(row, today)]),
        supports=supports,
        invented=frozenset(row.code for row in rows if row.invented),
    )


def _seats(rows: list[Any]) -> tuple[Seat, ...]:
    counting = seats_that_count((row.trust_id, row.into_trust_id) for row in rows)
    return tuple(Seat(row.role, row.code, row.key) for row in rows if row.trust_id in counting)


def _holds(row: Any, today: date) -> bool:
    return row.role is not None and in_force(row.from_date, row.to_date, today)


def _is_live(sign_in: Any) -> bool:
    """``sign_in`` is a row of the table, or the columns of one."""
    if sign_in.revoked_at or sign_in.expires_at <= now():
        return False
    return _unseen_for(sign_in) < IDLE + TO_THE_MINUTE


def live_sign_ins(session: Session, person: Person) -> list[SignIn]:
    """Every browser in which the person is signed in, the newest first."""
    rows = select(SignIn).where(SignIn.person_id == person.id, SignIn.revoked_at.is_(None))
    found = session.scalars(rows.order_by(SignIn.created_at.desc(), SignIn.token_hash))
    return [row for row in found if _is_live(row) and is_let_in(person, now())]


def end_sign_ins(session: Session, person_id: int, but: str = "") -> None:
    """Sign somebody out everywhere, or everywhere but in the browser with this token.

    Called whenever what they may do has changed, or who knows their password. The tokens of their
    programs end too: whoever came in as them may have made one.
    """
    sign_out_browsers(session, person_id, but)
    end_tokens(session, person_id)


def sign_out_browsers(session: Session, person_id: int, but: str = "") -> None:
    """The same for browsers only."""
    others = update(SignIn).where(
        SignIn.person_id == person_id,
        SignIn.revoked_at.is_(None),
        SignIn.token_hash != (fingerprint(but) if but else ""),
    )
    session.execute(others.values(revoked_at=now()))


def _unseen_for(sign_in: Any) -> timedelta:
    last: datetime = sign_in.seen_at or sign_in.created_at
    return now() - last


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
