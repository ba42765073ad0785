"""Signing in and out through the pages, and what guards it."""

from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

import pytest
from sqlalchemy import func, select, update

from benchmark.assessment.throttling import MOST_FAILURES
from benchmark.database.people import Person, SignIn, SignInAttempt
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.servers import (
    JSON,
    PASSWORD,
    Browser,
    browser_of,
    masked,
    serving,
)

KNOWN = "executive@north.example"


@pytest.fixture
def stranger(app: Benchmark) -> Browser:
    return browser_of(app, None)


def signed_in(browser: Browser) -> bool:
    return browser.get("/").status_code == 200


def count(app: Benchmark, table: Any) -> int:
    with transaction(app.engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_signing_in_and_out(stranger: Browser) -> None:
    assert not signed_in(stranger)
    answer = stranger.sign_in(KNOWN)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert signed_in(stranger)
    assert stranger.get("/sign-in").headers["Location"] == "/"
    out = stranger.send("/sign-out")
    assert (out.status_code, out.headers["Location"]) == (303, "/sign-in")
    assert not signed_in(stranger)


def test_a_cookie_from_before_signing_out_is_dead(app: Benchmark, stranger: Browser) -> None:
    stranger.sign_in(KNOWN)
    (copy,) = stranger.twins(1)
    assert signed_in(copy)
    stranger.send("/sign-out")
    assert not signed_in(copy)
    with transaction(app.engine, writes=False) as session:
        assert session.scalars(select(SignIn.revoked_at)).one() is not None


def test_signing_out_ends_this_browser_only(app: Benchmark) -> None:
    here, elsewhere = browser_of(app, KNOWN), browser_of(app, KNOWN)
    here.send("/sign-out")
    assert signed_in(elsewhere)


def test_a_stranger_may_sign_out_and_a_get_never_does(app: Benchmark, stranger: Browser) -> None:
    assert stranger.send("/sign-out").status_code == 303
    person = browser_of(app, KNOWN)
    assert person.get("/sign-out").status_code == 405
    assert signed_in(person)


def test_signing_in_takes_nothing_over_from_the_visitor_before(stranger: Browser) -> None:
    token = stranger.token()
    stranger.sign_in(KNOWN)
    stranger.token()
    # a token that somebody read before the sign-in is worth nothing after it
    assert stranger.post("/sign-out", data={"csrf_token": token}).status_code == 400
    assert signed_in(stranger)


def test_somebody_disabled_cannot_sign_in_and_is_signed_out_at_once(app: Benchmark) -> None:
    browser = browser_of(app, KNOWN)
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Person).where(Person.email == KNOWN).values(disabled_at=now()))
    assert not signed_in(browser)
    assert browser.sign_in(KNOWN).status_code == 400
    assert not signed_in(browser)


def test_every_refusal_looks_the_same(app: Benchmark) -> None:
    tries = [
        (KNOWN, "wrong"),
        ("nobody1@n.example", PASSWORD),
        ("disabled@north.example", PASSWORD),
    ]
    pages = set()
    for email, password in tries:
        answer = browser_of(app, None).sign_in(email, password)
        assert answer.status_code == 400
        assert "Enter the email address and password that belong together" in answer.text
        pages.add(masked(answer.data).replace(email.encode(), b"<e-mail>"))
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"email": "", "password": PASSWORD}, "Enter your email address"),
        ({"email": KNOWN, "password": ""}, "Enter your password"),
        ({"email": "x" * 255, "password": PASSWORD}, "longer than 254"),
        ({"email": KNOWN, "password": "x" * 1001}, "longer than 1000"),
    ],
)
def test_a_form_that_is_not_filled_in(
    stranger: Browser, fields: dict[str, str], message: str
) -> None:
    answer = stranger.send("/sign-in", **fields)
    assert answer.status_code == 400
    assert message in answer.text
    assert "There is a problem" in answer.text


def test_a_password_never_stands_in_a_page(stranger: Browser) -> None:
    answer = stranger.sign_in(KNOWN, "my-secret-typed-wrongly")
    assert "my-secret-typed-wrongly" not in answer.text
    assert f'value="{KNOWN}"' in answer.text


def test_the_characters_that_no_database_takes(app_on_both: Benchmark) -> None:
    answer = browser_of(app_on_both, None).sign_in("nul\x00@north.example", "nul\x00")
    assert answer.status_code == 400


def test_ten_failures_stop_this_email_and_no_other(app: Benchmark) -> None:
    stranger = browser_of(app, None)
    statuses = [stranger.sign_in(KNOWN, "wrong").status_code for _ in range(MOST_FAILURES + 1)]
    assert statuses == [400] * MOST_FAILURES + [429]
    right = stranger.sign_in(KNOWN)
    assert right.status_code == 429
    assert not signed_in(stranger)
    assert stranger.sign_in("executive@south.example").status_code == 303
    assert count(app, SignInAttempt) == MOST_FAILURES


NEXT = {
    "/trusts/zzn/comparison": "/trusts/zzn/comparison",
    "/trusts/zzn/comparison?round=abc": "/trusts/zzn/comparison?round=abc",
    "": "/",
    "trusts/zzn": "/",
    "https://evil.example": "/",
    "//evil.example": "/",
    "///evil.example": "/",
    "/\\evil.example": "/",
    "\\\\evil.example": "/",
    "/\t/evil.example": "/",
    "\t//evil.example": "/",
    "/\n//evil.example": "/",
    "/%0d%0aSet-Cookie: a=b": "/%0d%0aSet-Cookie: a=b",
    "/\r\nSet-Cookie: a=b": "/",
    "javascript:alert(1)": "/",
    "http:/evil.example": "/",
    " //evil.example": "/",
    "//evil.example/%2f..": "/",
    "/\u2028evil": "/",
    "//[evil": "/",
}


@pytest.mark.parametrize("wanted", NEXT)
def test_signing_in_leads_to_this_site_only(stranger: Browser, wanted: str) -> None:
    token = stranger.token()
    answer = stranger.post(
        "/sign-in",
        query_string={"next": wanted},
        data={"csrf_token": token, "email": KNOWN, "password": PASSWORD},
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].replace("%20", " ") == NEXT[wanted]
    assert list(SimpleCookie(answer.headers["Set-Cookie"])) == ["benchmark"]


@pytest.mark.parametrize("token", [None, "", "wrong", "IjEi.aaaaaa.bbbbbb"])
def test_without_the_right_token_nothing_happens(
    app: Benchmark, stranger: Browser, token: str | None
) -> None:
    stranger.token()
    field = {} if token is None else {"csrf_token": token}
    for password in (PASSWORD, "wrong"):
        data = {"email": KNOWN, "password": password} | field
        assert stranger.post("/sign-in", data=data).status_code == 400
    assert not signed_in(stranger)
    assert (count(app, SignIn), count(app, SignInAttempt)) == (0, 0)
    person = browser_of(app, KNOWN)
    assert person.post("/sign-out", data=field).status_code == 400
    assert signed_in(person)


def test_the_token_of_another_browser_is_worth_nothing(app: Benchmark) -> None:
    theirs = browser_of(app, "executive@south.example").token()
    person = browser_of(app, KNOWN)
    person.token()
    assert person.post("/sign-out", data={"csrf_token": theirs}).status_code == 400
    assert signed_in(person)


COOKIES = {
    "http://127.0.0.1:8000": False,
    "http://localhost": False,
    "https://localhost": True,
    "http://benchmark.example": True,
    "https://benchmark.example": True,
    "http://127.0.0.1.evil.example": True,
}


@pytest.mark.parametrize("origin", COOKIES)
def test_the_cookie_is_secure_away_from_this_machine(acceptance: str, origin: str) -> None:
    hosts = ("127.0.0.1", "localhost", "benchmark.example", ".evil.example")
    with serving(acceptance, trusted_hosts=hosts) as app:
        answer = app.test_client().get("/sign-in", base_url=origin)
        name = "__Host-benchmark" if COOKIES[origin] else "benchmark"
        cookie = SimpleCookie(answer.headers["Set-Cookie"])[name]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert (cookie["secure"] is True) == COOKIES[origin]
    assert not cookie["expires"]
    assert not cookie["domain"]


def test_sign_ins_survive_a_restart(acceptance: str) -> None:
    with serving(acceptance) as before:
        cookie = browser_of(before, KNOWN).cookie()
    with serving(acceptance) as after:
        browser = after.test_client()
        browser.set_cookie("benchmark", cookie)
        assert signed_in(browser)
    with serving(acceptance, secret_key="another secret " * 3) as other:
        browser = other.test_client()
        browser.set_cookie("benchmark", cookie)
        assert not signed_in(browser)


def test_a_stranger_is_sent_to_sign_in_and_a_program_is_told(stranger: Browser) -> None:
    page = stranger.get("/trusts/zzn/comparison")
    assert (page.status_code, page.headers["Location"]) == (
        303,
        "/sign-in?next=/trusts/zzn/comparison",
    )
    told = stranger.get("/trusts/zzn/comparison", headers=JSON)
    assert (told.status_code, list(told.json)) == (401, ["errors"])


def test_a_sign_in_is_by_name_of_a_person(client_of: Callable[[str], Browser]) -> None:
    assert "Executive" in client_of(KNOWN).get("/").text


def test_staying_signed_in_is_one_request(app: Benchmark) -> None:
    browser = browser_of(app, "executive@north.example")
    assert browser.send("/stay-signed-in", JSON).json == {"signed_in": True}
    assert browser.send("/stay-signed-in").status_code == 204
    stranger = browser_of(app, None)
    assert stranger.send("/stay-signed-in", JSON).status_code == 401
    page = stranger.get("/sign-in?ended=yes").text
    assert "because you did nothing here for 45 minutes" in page
