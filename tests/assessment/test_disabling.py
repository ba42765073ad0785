"""An account that is closed lets nobody in, by any way, and can be opened again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.disabling import disable, enable
from benchmark.assessment.outbox import claim
from benchmark.assessment.password_links import live_password_link, welcome
from benchmark.assessment.signing_in import (
    live_sign_in,
    person_with,
    set_password,
    start_sign_in,
)
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.assessment.test_password_links import BASE, LINK

EMAIL, PASSWORD = "lee@north.example", "an invented pass phrase"


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        opened.add(Person(name="Lee", email=EMAIL))
        opened.flush()
        yield opened


def lee(session: Session) -> Person:
    return session.scalars(select(Person).where(Person.email == EMAIL)).one()


def test_sign_ins_and_links_end_and_the_password_opens_nothing(session: Session) -> None:
    person = lee(session)
    assert welcome(session, person)
    letter = claim(session, now() + timedelta(seconds=1), BASE)
    assert letter
    (link,) = LINK.findall(letter.text)
    set_password(person, PASSWORD)
    token = start_sign_in(session, person)
    session.flush()
    assert live_sign_in(session, token)
    assert live_password_link(session, link, now())
    assert disable(session, person)
    session.expire_all()
    assert live_sign_in(session, token) is None
    assert live_password_link(session, link, now()) is None
    assert person_with(session, EMAIL, PASSWORD) is None
    assert not disable(session, person)


def test_an_account_that_is_opened_again_has_its_password_and_no_old_sign_in(
    session: Session,
) -> None:
    person = lee(session)
    set_password(person, PASSWORD)
    token = start_sign_in(session, person)
    session.flush()
    disable(session, person)
    assert enable(session, person)
    session.expire_all()
    assert person_with(session, EMAIL, PASSWORD) is person
    assert live_sign_in(session, token) is None
    assert not enable(session, person)
