"""One's own account: where one is signed in, and signing a browser out from another."""

import re

from sqlalchemy import select

from benchmark.assessment.tenures import Post, add_tenure, end_tenure
from benchmark.database.people import Membership, Person, Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import PASSWORD, browser_of

READER = "improvement@north.example"
END_OTHERS = "/account/sign-ins/end-others"
END = re.compile(r'action="(/account/sign-ins/[a-z0-9]{16}/end)"')


def test_each_browser_is_listed_and_can_be_signed_out_from_another(app: Benchmark) -> None:
    here, there = browser_of(app, READER), browser_of(app, READER)
    page = here.get("/account").text
    assert page.count("(this browser)") == 1
    (address,) = END.findall(page)
    other = browser_of(app, "executive@north.example")
    assert other.send(address).status_code == 404
    assert other.get("/account").text.count("/end") == 0
    assert here.get(address).status_code == 405
    assert here.send(address, current=PASSWORD).status_code == 303
    assert there.get("/").status_code == 303
    assert here.send(address).status_code == 404  # it is signed out already
    assert END.findall(here.get("/account").text) == []


def test_all_others_at_once(app: Benchmark) -> None:
    here, *others = (browser_of(app, READER) for _ in range(3))
    for _ in range(2):
        assert here.send(END_OTHERS, current=PASSWORD).status_code == 303
    assert [each.get("/").status_code for each in (here, *others)] == [200, 303, 303]


def test_a_new_role_and_the_end_of_one_sign_out_everywhere(app: Benchmark) -> None:
    for change in (_give_a_post, _end_a_post):
        browser = browser_of(app, READER)
        change(app)
        assert browser.get("/").status_code == 303


def _give_a_post(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        trust = session.scalars(select(Trust).where(Trust.code == "ZZN")).one()
        person = session.scalars(select(Person).where(Person.email == READER)).one()
        add_tenure(session, Post(trust, "executive"), person, now().date())


def _end_a_post(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        held = select(Membership).join(Person).where(Person.email == READER)
        end_tenure(session, session.scalars(held).first() or Membership(), now().date())
