"""Whoever finds a browser open ends no sign-in: the password is asked for once more."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from benchmark.assessment.throttling import MOST_FAILURES
from benchmark.database.people import Person, SignIn
from benchmark.database.session import transaction
from benchmark.web.account import again
from benchmark.web.app import Benchmark
from tests.servers import CSRF_FIELD, PASSWORD, Browser, browser_of

READER = "improvement@north.example"
OTHERS = "/account/sign-ins/end-others"
END = re.compile(r'action="(/account/sign-ins/[a-z0-9]{16}/end)"')


def two_browsers(app: Benchmark) -> tuple[Browser, Browser, tuple[str, str]]:
    here, there = browser_of(app, READER), browser_of(app, READER)
    (one,) = END.findall(here.get("/account").text)
    return here, there, (one, OTHERS)


def is_in(browser: Browser) -> bool:
    return bool(browser.get("/account").status_code == 200)


@pytest.mark.parametrize("which", [0, 1], ids=["one", "all others"])
def test_the_password_is_asked_for_and_nothing_ends_without_it(app: Benchmark, which: int) -> None:
    here, there, addresses = two_browsers(app)
    page = here.send(addresses[which])
    assert page.status_code == 200
    assert "Enter your password" in page.text
    for wrong in ("", "a wrong password"):
        refused = here.send(addresses[which], current=wrong)
        assert refused.status_code == 400
        assert "error-summary" in refused.text
        assert is_in(there)
    form = CSRF_FIELD.search(page.text)
    assert form
    sent = {"csrf_token": form[1], "current": PASSWORD}
    assert here.post(addresses[which], data=sent).status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)


def test_guessing_it_there_is_slowed_down(app: Benchmark) -> None:
    here, there, (one, _) = two_browsers(app)
    statuses = [
        here.send(one, current="a wrong password").status_code for _ in range(MOST_FAILURES + 1)
    ]
    assert statuses == [400] * MOST_FAILURES + [429]
    assert is_in(there)


def test_without_a_password_a_sign_in_of_just_now_is_needed(app: Benchmark) -> None:
    here, there, addresses = two_browsers(app)
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Person).where(Person.email == READER).values(password_hash=None))
        for row in session.scalars(select(SignIn)):
            row.created_at -= again.JUST_NOW
            row.seen_at = row.created_at + again.JUST_NOW
    for address in addresses:
        refused = here.send(address, current=PASSWORD)
        assert refused.status_code == 403
        assert "sign in again" in refused.text
    assert is_in(there)
    with transaction(app.engine, writes=True) as session:
        for row in session.scalars(select(SignIn)):
            row.created_at += timedelta(minutes=1)
    assert here.send(OTHERS).status_code == 303
    assert not is_in(there)


def test_a_step_that_asks_nobody_would_be_seen(
    app: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: with every sign-in taken for one of just now, those without a password come by."""
    here, there, _ = two_browsers(app)
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Person).where(Person.email == READER).values(password_hash=None))
        for row in session.scalars(select(SignIn)):
            row.created_at -= again.JUST_NOW
            row.seen_at = row.created_at + again.JUST_NOW
    monkeypatch.setattr(again, "JUST_NOW", timedelta(days=1))
    assert here.send(OTHERS).status_code == 303
    assert not is_in(there)
