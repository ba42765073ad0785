"""A second factor is taken away with a reason, which its owner reads."""

from collections.abc import Iterator

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.refusals import Refused
from benchmark.assessment.resetting import reset_second_factor, send_welcome
from benchmark.assessment.second_factor import accepts, offered_secret, set_up
from benchmark.assessment.signing_in import live_sign_in, start_sign_in
from benchmark.assessment.signing_on import keep_identity, person_of_claims
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction

KEYS = ("the secret key of this installation",)
CLAIMS = {"iss": "https://sign-on.example", "sub": "one"}


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        opened.add_all([Person(name=name, email=f"{name}@n.example") for name in ("Lee", "Coo")])
        opened.flush()
        yield opened


def named(session: Session, name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_a_reset_takes_everything_away_and_tells_why(session: Session) -> None:
    lee, coordinator = named(session, "Lee"), named(session, "Coo")
    phone = pyotp.TOTP(offered_secret(session, KEYS, "a sign-in", lee.id))
    assert set_up(session, KEYS, lee, phone.secret, phone.now())
    keep_identity(session, CLAIMS, lee)
    token = start_sign_in(session, lee)
    for reason, by in (("", coordinator), (" \n", coordinator), ("lost phone", lee)):
        with pytest.raises(Refused):
            reset_second_factor(session, lee, by, reason)
    for _ in range(2):  # a double click
        reset_second_factor(session, lee, coordinator, "Lost the phone.\nBcc: x@evil.example")
    session.expire_all()
    assert not accepts(session, KEYS, lee.id, phone.now(), now())
    assert person_of_claims(session, CLAIMS) is None
    assert live_sign_in(session, token) is None
    mail = session.scalars(select(Mail)).one()
    assert mail.person_id == lee.id
    assert "Coo has taken away" in mail.body
    assert "The reason given: Lost the phone. Bcc: x@evil.example" in mail.body


def test_an_invitation_goes_to_those_without_a_password(session: Session) -> None:
    send_welcome(session, named(session, "Lee"))
    assert session.scalars(select(Mail.kind)).all() == ["password"]
    named(session, "Coo").password_hash = "there is one"
    with pytest.raises(Refused, match="has a password"):
        send_welcome(session, named(session, "Coo"))
    named(session, "Lee").disabled_at = now()
    with pytest.raises(Refused, match="disabled"):
        send_welcome(session, named(session, "Lee"))
