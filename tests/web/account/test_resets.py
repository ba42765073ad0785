"""Who takes a second factor away: the trust's coordinator, and the national team."""

import re

from sqlalchemy import select

from benchmark.assessment.second_factor import second_factor_of
from benchmark.database.accounts import SecondFactor
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import browser_of

READER = "executive@north.example"
NATIONAL = "national@benchmark.example"
ACCESS = re.compile(r'href="(/trusts/zzn/people/[a-z0-9]{16}/access)">signing in<span[^>]*>: Exec')


def give_a_factor(app: Benchmark, email: str = READER) -> None:
    with transaction(app.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        row = SecondFactor(sealed_secret="sealed", last_step=0, recovery_salt="", person=person)
        session.add(row)


def has_factor(app: Benchmark, email: str = READER) -> bool:
    with transaction(app.engine, writes=False) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        return second_factor_of(session, person.id) is not None


def told(app: Benchmark) -> list[str]:
    with transaction(app.engine, writes=False) as session:
        return list(session.scalars(select(Mail.body).where(Mail.kind == "account")))


def test_a_coordinator_resets_with_a_reason_that_the_person_reads(app: Benchmark) -> None:
    give_a_factor(app)
    reader, coordinator = browser_of(app, READER), browser_of(app, "coordinator@north.example")
    (address,) = ACCESS.findall(coordinator.get("/trusts/zzn/people").text)
    assert "Reset the second factor" in coordinator.get(address).text
    assert coordinator.send(address).status_code == 400
    refused = coordinator.send(address, act="reset", reason=" ")
    assert refused.status_code == 409
    assert "Say why you reset it" in refused.text
    assert has_factor(app)
    for _ in range(2):  # a double click
        assert coordinator.send(address, act="reset", reason="Lost the phone").status_code == 303
    assert not has_factor(app)
    assert reader.get("/").status_code == 303
    (mail,) = told(app)
    assert "The reason given: Lost the phone" in mail
    assert coordinator.send(address, act="welcome").status_code == 409  # there is a password
    other = browser_of(app, "coordinator@south.example")
    assert other.send(address, act="reset", reason="x").status_code == 404


def test_nobody_resets_their_own(app: Benchmark) -> None:
    give_a_factor(app, NATIONAL)
    browser = browser_of(app, NATIONAL)
    refused = browser.send("/second-factor-resets", email=NATIONAL, reason="Lost")
    assert refused.status_code == 400
    assert "You cannot reset your own" in refused.text
    assert has_factor(app, NATIONAL)


def test_the_national_team_resets_anybodys(app: Benchmark) -> None:
    give_a_factor(app)
    browser = browser_of(app, NATIONAL)
    assert "/second-factor-resets" in browser.get("/").text
    unknown = browser.send("/second-factor-resets", email="x@n.example", reason="Lost")
    assert "Nobody with a second factor has this email address" in unknown.text
    done = browser.send("/second-factor-resets", email=READER.upper(), reason="Lost")
    assert done.status_code == 303
    assert not has_factor(app)
    assert len(told(app)) == 1


def test_whoever_is_added_to_a_post_of_the_trust_is_sent_a_link(app: Benchmark) -> None:
    coordinator = browser_of(app, "coordinator@north.example")
    for post, email in (("executive", "new@north.example"), ("clinical medicine", "l@n.example")):
        day = {"start-day": "1", "start-month": "4", "start-year": "2026"}
        fields = day | {"post": post, "name": "Newcomer", "email": email}
        assert coordinator.send("/trusts/zzn/people/new", **fields).status_code == 303
    with transaction(app.engine, writes=False) as session:
        sent = session.scalars(select(Mail.address).where(Mail.kind == "password"))
        assert sent.all() == ["new@north.example"]  # leads are invited by their rounds
