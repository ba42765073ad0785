"""What nobody may guess has at least 128 random bits, wherever it is made.

How many, is read off many of them: each place in a text counts for as many bits as it has been
seen to have different signs. So nothing is believed that a function says of itself.
"""

import secrets
from collections.abc import Callable, Iterator
from math import log2
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.known_devices import remember_device
from benchmark.assessment.mail_links import make_link
from benchmark.assessment.password_links import make_password_link
from benchmark.assessment.second_factor import offered_secret
from benchmark.assessment.signing_in import start_sign_in
from benchmark.assessment.tokens import Wish, make_token
from benchmark.database.mail import Mail
from benchmark.database.people import Person, Trust
from benchmark.database.schema import now, random_id
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.sign_on_settings import SignOnSettings
from tests.databases import closing
from tests.servers import Browser, response_of, serving
from tests.web.account.organisation import Organisation, organisation

BITS = 128
MANY = 200
KEYS = ("0123456789abcdef" * 4,)


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


def bits_in(texts: list[str]) -> float:
    """About how many random bits these texts have, or somewhat fewer, by what is seen of them."""
    assert len(set(texts)) == len(texts), "two are the same"
    return sum(log2(len(set(signs))) for signs in zip(*texts, strict=False))


def somebody(session: Session) -> Person:
    person: Person = response_of(session, "ZZN", "medicine", "clinical").people[0]
    return person


def mail_link(session: Session) -> str:
    response = response_of(session, "ZZN", "medicine", "clinical")
    who = response.people[0].id
    mail = Mail(kind="invitation", person_id=who, response_id=response.id, round=response.round)
    return make_link(session, mail, now())


def password_link(session: Session) -> str:
    mail = Mail(kind="password", occasion="asked", person_id=somebody(session).id)
    return make_password_link(session, mail, now())[0]


def program(session: Session) -> str:
    trust = session.scalars(select(Trust).where(Trust.code == "ZZN")).one()
    token = make_token(session, somebody(session), trust, Wish("w", ("figures",), 30))
    session.rollback()  # nobody has more than ten
    return token


MADE: dict[str, Callable[[Session], str]] = {
    "a sign-in": lambda session: start_sign_in(session, somebody(session)),
    "a link in a mail": mail_link,
    "a link to choose a password": password_link,
    "a token of a program": program,
    "a known browser": lambda session: remember_device(session, "", somebody(session)),
    "the secret of an app": lambda session: offered_secret(session, KEYS, secrets.token_hex(9), 1),
}


@pytest.mark.parametrize("what", MADE)
def test_what_opens_something_cannot_be_guessed(session: Session, what: str) -> None:
    assert bits_in([MADE[what](session) for _ in range(MANY)]) >= BITS


def test_what_has_fewer_bits_is_found() -> None:
    assert bits_in([secrets.token_urlsafe(12) for _ in range(MANY)]) < BITS
    assert bits_in([f"long{'-' * 40}{secrets.token_urlsafe(12)}" for _ in range(MANY)]) < BITS
    assert bits_in([random_id() for _ in range(MANY)]) < BITS  # a name, and no secret


@pytest.fixture
def known() -> Iterator[Organisation]:
    with organisation() as asked:
        yield asked


@pytest.fixture
def app(acceptance: str, known: Organisation) -> Iterator[Benchmark]:
    with serving(acceptance, sign_on=SignOnSettings(known.address, "b", "s")) as served:
        yield served


@pytest.mark.parametrize("name", ["state", "nonce", "code_challenge"])
def test_what_a_sign_on_is_known_by_cannot_be_guessed(app: Benchmark, name: str) -> None:
    sent = []
    for _ in range(MANY):
        browser: Browser = app.test_client()
        sent.append(parse_qs(urlsplit(browser.get("/sign-on").location).query)[name][0])
    assert bits_in(sent) >= BITS


def test_what_a_form_is_known_by_cannot_be_guessed(app: Benchmark) -> None:
    kept = []
    for _ in range(MANY):
        browser: Browser = app.test_client()
        browser.get("/sign-in")
        with browser.session_transaction() as held:
            kept.append(held["csrf_token"])
    assert bits_in(kept) >= BITS
