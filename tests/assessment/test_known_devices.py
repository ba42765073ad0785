"""A browser is known for the people who have signed in with it, and for nobody else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.known_devices import is_known_device, remember_device
from benchmark.database.accounts import KnownDevice
from benchmark.database.people import Person
from benchmark.database.session import transaction


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        yield opened


def test_a_browser_is_known_once_its_person_has_signed_in(session: Session) -> None:
    one, two = (Person(name=name, email=f"{name}@n.example") for name in ("one", "two"))
    session.add_all([one, two])
    session.flush()
    token = remember_device(session, "a token that we never gave", one)
    assert token != "a token that we never gave"
    assert is_known_device(session, token, " ONE@n.example")
    assert not is_known_device(session, token, "two@n.example")
    assert not is_known_device(session, "", "one@n.example")
    assert not is_known_device(session, "\x00\udcff", "one@n.example\x00")
    assert remember_device(session, token, one) == token
    assert remember_device(session, token, two) == token  # a shared computer
    assert is_known_device(session, token, "two@n.example")
    rows = session.execute(select(KnownDevice.__table__)).all()
    assert len(rows) == 2
    assert token not in repr(rows)
