"""Passwords, and sign-ins that can be taken away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from benchmark.assessment import signing_in
from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.signing_in import (
    LONGEST_SIGN_IN,
    Entry,
    end_sign_in,
    end_sign_ins,
    has_password,
    known_browser,
    live_sign_in,
    live_sign_ins,
    person_with,
    remember_seen,
    set_password,
    signed_in_person,
    start_sign_in,
)
from benchmark.database.people import Membership, Person, SignIn
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer
from tests.databases import closing
from tests.servers import PASSWORD

KNOWN = "executive@north.example"
DISABLED = "disabled@north.example"
PLACE = ("person_id", "trust_id", "division_id", "role")


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


@pytest.fixture
def verifications(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that were verified: the costly work that an onlooker could time."""
    seen: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, known: str, password: str) -> bool:
            seen.append(known)
            return super().verify(known, password)

    hasher = signing_in.HASHER
    counting = Counting(hasher.time_cost, hasher.memory_cost, hasher.parallelism)
    monkeypatch.setattr(signing_in, "HASHER", counting)
    return seen


def person(session: Session, email: str = KNOWN) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


@pytest.mark.parametrize("written", [KNOWN, "Executive@North.EXAMPLE", f"  {KNOWN} "])
def test_an_email_is_known_however_it_is_written(session: Session, written: str) -> None:
    found = person_with(session, written, PASSWORD)
    assert found is person(session)


REFUSED = {
    "a wrong password": (KNOWN, "wrong"),
    "an empty password": (KNOWN, ""),
    "the password in capitals": (KNOWN, PASSWORD.upper()),
    "an unknown e-mail": ("nobody@north.example", PASSWORD),
    "a disabled person": (DISABLED, PASSWORD),
    "somebody without a password yet": ("invited@north.example", ""),
}


@pytest.mark.parametrize("case", REFUSED)
def test_every_refusal_costs_the_same_work(
    session: Session, verifications: list[str], case: str
) -> None:
    session.add(Person(name="Invited", email="invited@north.example"))
    session.flush()
    session.expunge_all()  # nobody is at hand already
    with asked_of(session) as questions:
        assert person_with(session, *REFUSED[case]) is None
    assert len(verifications) == 1
    assert "$m=19456,t=2,p=1$" in verifications[0]
    assert len(questions) == 1


def test_success_costs_the_same_work(session: Session, verifications: list[str]) -> None:
    with asked_of(session) as questions:
        assert person_with(session, KNOWN, PASSWORD) is not None
    assert len(verifications) == 1
    assert len(questions) == 1


@contextmanager
def asked_of(session: Session) -> Iterator[list[str]]:
    """The statements that reach the database: the other work that an onlooker could time."""
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(connection, "before_cursor_execute", note)


def test_a_weak_hash_is_replaced_at_the_next_sign_in(session: Session) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    person(session).password_hash = weak
    assert person_with(session, KNOWN, PASSWORD) is not None
    assert "$m=19456,t=2,p=1$" in (person(session).password_hash or "")
    assert person_with(session, KNOWN, PASSWORD) is not None


def test_a_new_password_replaces_the_old_one(session: Session) -> None:
    set_password(person(session), "another invented pass phrase")
    assert person_with(session, KNOWN, PASSWORD) is None
    assert person_with(session, KNOWN, "another invented pass phrase") is not None


def today() -> date:
    return london_day(now())


def test_what_a_browser_is_known_by_is_what_its_person_holds_today(session: Session) -> None:
    yesterday, invented = today() - timedelta(days=1), set()
    for each in session.scalars(select(Person).where(Person.disabled_at.is_(None))):
        token = start_sign_in(session, each, Entry(way="link", passed=True))
        for tenure in each.memberships[:1]:
            end = Membership(**{name: getattr(tenure, name) for name in PLACE})
            end.from_date = end.to_date = yesterday  # a tenure that is over counts no more
            session.add(end)
        session.flush()
        known = known_browser(session, token, today())
        assert known is not None
        assert known.seats
        assert Viewer(known.person, known.name, known.seats) == viewer_of(session, each, today())
        assert (known.way, known.asks_code) == ("link", False)
        assert known.second_factor_at is not None
        invented |= known.invented
    assert invented == {"ZZN", "ZZS"}


def seen_again(session: Session, token: str) -> bool:
    known = known_browser(session, token, today())
    return known is not None and known.is_seen_again


def test_a_token_names_its_person_until_it_is_taken_away(session: Session) -> None:
    first, second = (start_sign_in(session, person(session)) for _ in range(2))
    session.flush()
    assert first != second
    assert signed_in_person(session, first) is person(session)
    end_sign_in(session, first)
    assert signed_in_person(session, first) is None
    assert signed_in_person(session, second) is person(session)
    end_sign_in(session, "unknown")  # a token of nobody ends nothing
    assert signed_in_person(session, "unknown") is None


def test_only_a_hash_of_the_token_is_kept(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        token = start_sign_in(session, person(session))
    with engine.connect() as connection:
        row = connection.execute(select(SignIn.__table__)).one()
    assert token not in repr(row)


def test_a_sign_in_ends_after_twelve_hours(session: Session) -> None:
    token = start_sign_in(session, person(session))
    session.flush()
    row = session.scalars(select(SignIn)).one()
    assert timedelta(hours=11, minutes=59) < row.expires_at - now() <= LONGEST_SIGN_IN
    row.expires_at = now()
    assert signed_in_person(session, token) is None


def test_an_idle_sign_in_ends_after_45_minutes_to_the_minute(session: Session) -> None:
    token = start_sign_in(session, person(session))
    session.flush()
    row = session.scalars(select(SignIn)).one()
    assert not seen_again(session, token)
    for idle, known in ((46, False), (45.9, True), (44, True)):
        row.seen_at = now() - timedelta(minutes=idle)
        assert (signed_in_person(session, token) is not None) is known
        assert (known_browser(session, token, today()) is not None) is known
    assert seen_again(session, token)
    remember_seen(session, token)
    remember_seen(session, "unknown")
    assert signed_in_person(session, token) is person(session)
    row.seen_at, row.created_at = None, now() - timedelta(hours=1)  # from before it was kept
    assert signed_in_person(session, token) is None


def test_disabling_a_person_ends_their_sign_ins_at_once(session: Session) -> None:
    token = start_sign_in(session, person(session))
    session.flush()
    person(session).disabled_at = now()
    assert signed_in_person(session, token) is None


def test_taking_a_sign_in_away_twice_keeps_the_first_moment(session: Session) -> None:
    token = start_sign_in(session, person(session))
    session.flush()
    end_sign_in(session, token)
    first = session.scalars(select(SignIn.revoked_at)).one()
    end_sign_in(session, token)
    assert session.scalars(select(SignIn.revoked_at)).one() == first


def test_signing_out_everywhere_may_leave_one_browser_out(session: Session) -> None:
    here, there = (start_sign_in(session, person(session)) for _ in range(2))
    other = start_sign_in(session, person(session, "executive@south.example"))
    session.flush()
    assert len(live_sign_ins(session, person(session))) == 2
    end_sign_ins(session, person(session).id, but=here)
    session.expire_all()
    assert live_sign_in(session, here)
    assert not live_sign_in(session, there)
    end_sign_ins(session, person(session).id)
    session.expire_all()
    assert live_sign_ins(session, person(session)) == []
    assert live_sign_in(session, other)


def test_a_password_is_known_again_by_whoever_is_signed_in(session: Session) -> None:
    assert has_password(person(session), PASSWORD)
    assert not has_password(person(session), "wrong")
    assert not has_password(Person(name="Invited", email="i@north.example"), "")
