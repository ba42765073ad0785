"""Links to choose a password: asked for without a trace of who is known, used once, in time."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.outbox import claim
from benchmark.assessment.password_links import (
    FORGOTTEN_FOR,
    MOST_A_DAY,
    MOST_REQUESTS,
    PAUSE,
    WELCOME_FOR,
    answer_requests,
    ask_for_password,
    live_password_link,
    spend_password_link,
    too_many_requests,
    welcome,
)
from benchmark.assessment.signing_in import live_sign_in, person_with, start_sign_in
from benchmark.database.accounts import PasswordLink, PasswordRequest
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction

BASE = "https://benchmark.example"
LINK = re.compile(rf"^{BASE}/passwords/(\S+)$", re.MULTILINE)
KNOWN = "reader@north.example"
NEW = "another invented pass phrase"


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        opened.add(Person(name="Reader", email=KNOWN))
        opened.add(Person(name="Gone", email="gone@north.example", disabled_at=now()))
        opened.flush()
        yield opened


def reader(session: Session) -> Person:
    return session.scalars(select(Person).where(Person.email == KNOWN)).one()


def asked(session: Session, email: str = KNOWN, place: str = "192.0.2.1") -> int:
    ask_for_password(session, email, place)
    return answer_requests(session, now())


def sent_link(session: Session) -> str:
    letter = claim(session, now() + timedelta(seconds=1), BASE)
    assert letter
    (token,) = LINK.findall(letter.text)
    return str(token)


@pytest.mark.parametrize("email", [KNOWN, "nobody@north.example", "gone@north.example", "\x00", ""])
def test_asking_is_the_same_work_for_everybody(session: Session, email: str) -> None:
    connection, seen = session.connection(), []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(connection, "before_cursor_execute", note)
    ask_for_password(session, email, "192.0.2.1")
    event.remove(connection, "before_cursor_execute", note)
    (only,) = seen
    assert only.startswith("INSERT INTO password_requests")  # nobody is looked up


def test_the_worker_writes_to_those_who_are_known_and_forgets_who_asked(session: Session) -> None:
    for email in (KNOWN.upper(), "nobody@north.example", "gone@north.example"):
        asked(session, email)
    assert session.scalars(select(Mail.address)).all() == [KNOWN]
    assert set(session.scalars(select(PasswordRequest.email))) == {""}
    assert answer_requests(session, now()) == 0
    answer_requests(session, now() + timedelta(days=2))
    assert session.scalar(select(func.count()).select_from(PasswordRequest)) == 0


def test_one_mail_in_ten_minutes_and_five_a_day(session: Session) -> None:
    for step in range(10):
        for _ in range(2):
            ask_for_password(session, KNOWN, "192.0.2.1")
        answer_requests(session, now() + step * PAUSE)
    assert session.scalar(select(func.count()).select_from(Mail)) == MOST_A_DAY


def test_one_place_may_ask_a_hundred_times_a_day(session: Session) -> None:
    for _ in range(MOST_REQUESTS):
        assert not too_many_requests(session, "192.0.2.1", now())
        ask_for_password(session, "nobody@north.example", "192.0.2.1")
    assert too_many_requests(session, "192.0.2.1", now())
    assert not too_many_requests(session, "192.0.2.2", now())


def test_a_link_works_once_and_signs_everybody_else_out(session: Session) -> None:
    asked(session)
    token, elsewhere = sent_link(session), start_sign_in(session, reader(session))
    assert live_password_link(session, token, now())
    assert live_password_link(session, token, now())  # reading spends nothing
    assert spend_password_link(session, token, NEW, now()) is reader(session)
    session.expire_all()
    assert person_with(session, KNOWN, NEW) is reader(session)
    assert live_sign_in(session, elsewhere) is None
    assert spend_password_link(session, token, "a third one", now()) is None
    assert live_password_link(session, token, now()) is None


def test_a_used_link_ends_the_others(session: Session) -> None:
    asked(session)
    first = sent_link(session)
    welcome(session, reader(session))
    second = sent_link(session)
    assert spend_password_link(session, second, NEW, now())
    assert spend_password_link(session, first, NEW, now()) is None


def test_a_link_ends_after_an_hour_and_an_invitation_after_a_week(session: Session) -> None:
    asked(session)
    forgotten = sent_link(session)
    assert welcome(session, reader(session))
    assert not welcome(session, reader(session))  # a second click
    invited = sent_link(session)
    moment = now()
    for token, lasts in ((forgotten, FORGOTTEN_FOR), (invited, WELCOME_FOR)):
        assert live_password_link(session, token, moment + lasts - timedelta(minutes=1))
        assert live_password_link(session, token, moment + lasts + timedelta(minutes=1)) is None
    reader(session).disabled_at = now()
    assert live_password_link(session, invited, now()) is None


def test_neither_mail_nor_database_keeps_a_link(session: Session) -> None:
    asked(session)
    token = sent_link(session)
    for table in (Mail, PasswordLink, PasswordRequest):
        assert token not in repr(session.execute(select(table.__table__)).all())


def test_whoever_has_a_password_is_not_invited(session: Session) -> None:
    reader(session).password_hash = "there is one"
    assert not welcome(session, reader(session))
