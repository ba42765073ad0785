"""Sign-on through another organisation: a real provider, and what it may do wrong."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from sqlalchemy import select, update

from benchmark.database.accounts import SignOnIdentity
from benchmark.database.people import Person, SignIn
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.mail_settings import MailSettings
from benchmark.web.app import Benchmark
from benchmark.web.sign_on_settings import SignOnSettings
from tests.servers import Browser, serving

READER = "executive@north.example"
BASE = "https://benchmark.example"
VERIFIED = {"email": READER, "email_verified": True}
SUBJECTS: dict[str, dict[str, Any]] = {
    "reader": VERIFIED,
    "with a factor": VERIFIED | {"amr": ["pwd", "mfa"]},
    "not verified": VERIFIED | {"email_verified": False},
    "silent": {"email": READER},
    "unknown": {"email": "stranger@north.example", "email_verified": True},
    "disabled": {"email": "disabled@north.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with socket.create_server(("localhost", 0)) as free:
        port = free.getsockname()[1]
    # a process of its own: the provider uses parts of Authlib whose warnings are faults in ours
    options = ["--port", str(port), "--host", "localhost", "--require-nonce", "true"]
    provider = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://localhost:{port}"
    try:
        _wait_for(address)
        for sub, claims in SUBJECTS.items():
            requests.put(f"{address}/users/{sub}", json=claims, timeout=20).raise_for_status()
        yield address
    finally:
        provider.terminate()
        provider.wait(20)


def _wait_for(address: str) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with suppress(requests.ConnectionError):
            requests.get(address, timeout=20)
            return
        time.sleep(0.1)
    pytest.fail("the provider does not answer")


@pytest.fixture
def app(acceptance: str, issuer: str) -> Iterator[Benchmark]:
    known = SignOnSettings(issuer, "benchmark", "a secret of ours", "NHSmail", ("mfa",))
    mail = MailSettings(base_address=BASE)
    with serving(acceptance, sign_on=known, mail=mail) as served:
        yield served


def leave(browser: Browser, **changed: str) -> str:
    """Follow the link to the organisation; ``changed`` is what somebody alters on the way."""
    answer = browser.get("/sign-on?next=/trusts/zzn/comparison")
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert asked["redirect_uri"] == f"{BASE}/sign-on/back"  # whatever the browser calls us
    assert (asked["code_challenge_method"], asked["scope"]) == ("S256", "openid email")
    assert asked["code_challenge"]
    assert asked["nonce"]
    assert asked["state"]
    return urlunsplit(parts._replace(query=urlencode(asked | changed)))


def come_back(address: str, subject: str) -> dict[str, str]:
    """Sign on there; what the organisation sends back with the browser."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=20)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def finish(browser: Browser, back: dict[str, str]) -> tuple[int, str]:
    page = browser.get("/sign-on/back", query_string=back)
    assert page.status_code == 200
    assert browser.get("/").status_code == 303  # reading the page signs nobody in
    answer = browser.send("/sign-on/back", **back)
    return answer.status_code, answer.headers.get("Location", answer.text)


def signed_on(app: Benchmark, subject: str) -> Browser | None:
    browser: Browser = app.test_client()
    status, _ = finish(browser, come_back(leave(browser), subject))
    return browser if status == 303 else None


def test_somebody_known_comes_in_and_goes_on_to_the_page(app: Benchmark) -> None:
    browser: Browser = app.test_client()
    assert "Sign in with NHSmail" in browser.get("/sign-in").text
    back = come_back(leave(browser), "reader")
    assert finish(browser, back) == (303, "/trusts/zzn/comparison")
    assert browser.get("/trusts/zzn/comparison").status_code == 200
    assert "through your organisation" in browser.get("/account").text
    again: Browser = app.test_client()
    assert again.send("/sign-on/back", **back).status_code == 400  # another browser's code


@pytest.mark.parametrize("subject", ["not verified", "silent", "unknown", "disabled"])
def test_nobody_else_comes_in_and_nobody_is_registered(app: Benchmark, subject: str) -> None:
    with transaction(app.engine, writes=False) as session:
        before = len(session.scalars(select(Person)).all())
    browser: Browser = app.test_client()
    status, page = finish(browser, come_back(leave(browser), subject))
    assert status == 400
    assert "You could not be signed in" in page
    assert browser.get("/").status_code == 303
    with transaction(app.engine, writes=False) as session:
        assert len(session.scalars(select(Person)).all()) == before
        assert session.scalars(select(SignIn)).all() == []
        assert session.scalars(select(SignOnIdentity)).all() == []


def test_a_wrong_state_nonce_or_code_is_refused(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for changed, returned in (
        ({"nonce": "another nonce"}, {}),
        ({}, {"state": "another state"}),
        ({}, {"code": "another code"}),
    ):
        browser: Browser = app.test_client()
        back = come_back(leave(browser, **changed), "reader") | returned
        status, page = finish(browser, back)
        assert status == 400
        assert "You could not be signed in" in page
        assert browser.get("/").status_code == 303
    ours = [record for record in caplog.records if record.name.startswith("benchmark")]
    for name in ("benchmark.web", "benchmark.web.noticed"):  # what was wrong, and that it was
        assert [record.name for record in ours].count(name) == 3
    assert "code" not in "".join(record.getMessage() for record in ours)
    assert browser.get("/sign-on/back?error=access_denied").status_code == 400


def test_the_subject_is_kept_and_an_address_given_to_somebody_new_is_refused(
    app: Benchmark,
) -> None:
    assert signed_on(app, "reader")
    assert signed_on(app, "with a factor") is None  # the same address, another subject
    with transaction(app.engine, writes=True) as session:
        session.execute(
            update(Person).where(Person.email == READER).values(email="new@north.example")
        )
    assert signed_on(app, "reader")
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Person).values(disabled_at=now()))
    assert signed_on(app, "reader") is None


def test_a_second_factor_of_the_organisation_counts_where_it_was_named(
    acceptance: str, issuer: str
) -> None:
    named = SignOnSettings(issuer, "benchmark", "a secret of ours", "NHSmail", ("mfa",))
    unnamed = SignOnSettings(issuer, "benchmark", "a secret of ours", "NHSmail")
    for known, status in ((named, 200), (unnamed, 303)):
        mail = MailSettings(base_address=BASE)
        with serving(acceptance, sign_on=known, mail=mail, second_factor=True) as app:
            browser = signed_on(app, "with a factor")
            assert browser
            assert browser.get("/").status_code == status


def test_an_organisation_that_is_away_or_calls_itself_otherwise(
    acceptance: str, issuer: str
) -> None:
    other_name = issuer.replace("localhost", "127.0.0.1.nip.example")
    for address in ("http://127.0.0.1:1", other_name):
        known = SignOnSettings(address, "benchmark", "a secret of ours")
        with serving(acceptance, sign_on=known) as app:
            browser = app.test_client()
            assert browser.get("/sign-on").status_code == 400
