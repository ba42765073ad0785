"""Whom the claims of another organisation are about."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.signing_on import (
    counts_as_second_factor,
    keep_identity,
    person_of_claims,
)
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction

CLAIMS: dict[str, Any] = {
    "iss": "https://sign-on.example",
    "sub": "one",
    "email": "Reader@North.example",
    "email_verified": True,
}


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        opened.add(Person(name="Reader", email="reader@north.example"))
        opened.add(Person(name="Gone", email="gone@north.example", disabled_at=now()))
        opened.flush()
        yield opened


REFUSED: dict[str, dict[str, Any]] = {
    "an e-mail that is not verified": {"email_verified": False},
    "verified in words": {"email_verified": "true"},
    "nothing said of it": {"email_verified": None},
    "somebody unknown": {"email": "stranger@north.example"},
    "no e-mail": {"email": None},
    "somebody disabled": {"email": "gone@north.example"},
    "no subject": {"sub": ""},
    "no issuer": {"iss": None},
    "a subject that no column holds": {"sub": "x" * 256},
    "a subject that no database takes": {"sub": "x\x00"},
}


@pytest.mark.parametrize("case", REFUSED)
def test_nobody_comes_in_by_claims_that_do_not_name_them(session: Session, case: str) -> None:
    assert person_of_claims(session, CLAIMS) is not None
    assert person_of_claims(session, CLAIMS | REFUSED[case]) is None


def test_after_the_first_time_the_subject_counts_and_not_the_email(session: Session) -> None:
    person = person_of_claims(session, CLAIMS)
    assert person
    keep_identity(session, CLAIMS, person)
    keep_identity(session, CLAIMS, person)
    assert person_of_claims(session, CLAIMS | {"email": "new.name@north.example"}) is person
    # the organisation has given the address to somebody new
    assert person_of_claims(session, CLAIMS | {"sub": "two"}) is None
    assert person_of_claims(session, CLAIMS | {"sub": "two", "iss": "https://other"}) is person
    person.disabled_at = now()
    assert person_of_claims(session, CLAIMS) is None


def test_a_second_factor_counts_only_as_the_operator_has_named_it() -> None:
    said = {"amr": ["pwd", "mfa"], "acr": "AAL3"}
    assert counts_as_second_factor(said, ("mfa",))
    assert counts_as_second_factor(said, ("AAL3",))
    for claims, accepted in (
        (said, ()),
        (said, ("otp",)),
        ({"amr": "mfa"}, ("m", "mfa")),
        ({}, ("",)),
    ):
        assert not counts_as_second_factor(claims, accepted)
