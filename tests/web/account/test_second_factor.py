"""After the password nothing opens until the second factor is given, or set up."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select, update

from benchmark.assessment.mail_links import make_link
from benchmark.assessment.mailing import LINK, Draft, write_mail
from benchmark.assessment.second_factor import forget
from benchmark.database.accounts import SecondFactor
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark, bare_app
from benchmark.web.security import declared_access
from tests.servers import JSON, PASSWORD, Browser, browser_of, response_of, serving

EXECUTIVE = "executive@north.example"
LEAD = "clinical.medicine@north.example"
KEY = re.compile(r"<strong>([A-Z2-7 ]{39})</strong>")
CODE = re.compile(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>")
ASK, SET_UP, CODES = "/second-factor", "/second-factor/set-up", "/second-factor/codes"


@pytest.fixture
def guarded(acceptance: str) -> Iterator[Benchmark]:
    with serving(acceptance, second_factor=True) as served:
        yield served


def half_in(app: Benchmark, email: str = EXECUTIVE) -> Browser:
    browser: Browser = app.test_client()
    assert browser.sign_in(email, PASSWORD).status_code == 303
    return browser


def send(browser: Browser, address: str, **fields: str) -> tuple[int, str]:
    """Fill in the form of a page of somebody who is signed in half."""
    page = browser.get(address).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    answer = browser.post(address, data={"csrf_token": found[1]} | fields)
    return answer.status_code, answer.headers.get("Location", answer.text)


def enrol(browser: Browser) -> tuple[pyotp.TOTP, list[str]]:
    found = KEY.search(browser.get(SET_UP).text)
    assert found
    app = pyotp.TOTP(found[1].replace(" ", ""))
    assert send(browser, SET_UP, code=app.now()) == (303, CODES)
    return app, CODE.findall(browser.get(CODES).text)


def forget_used(app: Benchmark) -> None:
    """As if half a minute had passed: the app shows a code that was not used yet."""
    with transaction(app.engine, writes=True) as session:
        session.execute(update(SecondFactor).values(last_step=0))


def test_nothing_opens_before_the_factor_is_set_up(guarded: Benchmark) -> None:
    browser = half_in(guarded)
    for address in ("/", "/trusts/zzn/comparison", "/account", CODES, "/account/password"):
        answer = browser.get(address)
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(ASK)
        assert browser.get(address, headers=JSON).status_code == 401
    assert browser.post("/account/sign-ins/end-others").status_code == 303
    assert browser.get(ASK).headers["Location"] == SET_UP
    page = browser.get(SET_UP)
    assert page.status_code == 200
    assert page.data == browser.get(SET_UP).data  # reading it changes nothing
    assert "<svg" in page.text
    assert "style=" not in page.text
    with transaction(guarded.engine, writes=False) as session:
        assert session.scalars(select(SecondFactor)).all() == []
    status, again = send(browser, SET_UP, code="000000")
    assert status == 400
    assert "This code is not right" in again
    old = browser.cookie()
    _, codes = enrol(browser)
    assert len(set(codes)) == 10
    assert browser.get("/trusts/zzn/comparison").status_code == 200
    assert browser.cookie() != old
    before = guarded.test_client()
    before.set_cookie("benchmark", old)
    assert before.get(SET_UP).status_code == 303  # the half sign-in has ended
    assert CODE.findall(browser.get(CODES).text) == codes
    assert browser.send(CODES).status_code == 303
    assert CODE.findall(browser.get(CODES).text) == []


def test_the_next_time_a_code_is_asked_and_each_is_accepted_once(guarded: Benchmark) -> None:
    app, codes = enrol(half_in(guarded))
    browser = half_in(guarded)
    # a password alone does not replace the app
    assert browser.get(SET_UP).headers["Location"] == ASK
    assert browser.get("/trusts/zzn/comparison").headers["Location"] == (
        f"{ASK}?next=/trusts/zzn/comparison"
    )
    assert send(browser, ASK, code=app.now())[0] == 400  # it was used to set the app up
    forget_used(guarded)
    wanted = f"{ASK}?next=/trusts/zzn/comparison"
    assert send(browser, wanted, code=app.now()) == (303, "/trusts/zzn/comparison")
    assert browser.get("/").status_code == 200
    assert send(half_in(guarded), f"{ASK}?next=//evil.example", code=codes[0]) == (303, "/")
    assert send(half_in(guarded), ASK, code=codes[0])[0] == 400
    assert browser.get("/account").text.count("9 of 10 recovery codes") == 1


def test_a_password_is_enough_for_leads_until_they_choose_more(guarded: Benchmark) -> None:
    browser = half_in(guarded, LEAD)
    assert browser.get("/").status_code == 200
    app, codes = enrol(browser)
    again = half_in(guarded, LEAD)
    assert again.get("/").headers["Location"] == ASK
    assert send(again, ASK, code=codes[0]) == (303, "/")
    forget_used(guarded)
    assert send(again, "/second-factor/new-codes", code=app.now()) == (303, CODES)
    fresh = CODE.findall(again.get(CODES).text)
    assert set(fresh).isdisjoint(codes)
    assert send(again, "/second-factor/remove", code=codes[1])[0] == 400
    assert send(again, "/second-factor/remove", code=fresh[0]) == (303, "/account")
    assert half_in(guarded, LEAD).get("/").status_code == 200


def test_whoever_needs_one_cannot_remove_it_and_replaces_it_with_its_code(
    guarded: Benchmark,
) -> None:
    browser = half_in(guarded)
    _, codes = enrol(browser)
    form = {"csrf_token": browser.token(), "code": codes[0]}
    assert browser.post("/second-factor/remove", data=form).status_code == 409
    found = KEY.search(browser.get(SET_UP).text)
    assert found
    other = pyotp.TOTP(found[1].replace(" ", ""))
    assert send(browser, SET_UP, code=other.now(), current="aaaaa-aaaaa")[0] == 400
    assert send(browser, SET_UP, code=other.now(), current=codes[0]) == (303, CODES)
    assert len(CODE.findall(browser.get(CODES).text)) == 10


def test_guessing_codes_is_slowed_down(guarded: Benchmark) -> None:
    enrol(half_in(guarded))
    browser = guarded.test_client()  # not the browser that is known
    browser.sign_in(EXECUTIVE)
    statuses = [send(browser, ASK, code="000000")[0] for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_a_link_in_a_mail_does_not_stand_in_for_the_factor(guarded: Benchmark) -> None:
    enrol(half_in(guarded, LEAD))
    with transaction(guarded.engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        draft = Draft("invitation", "An invitation", (LINK,))
        write_mail(session, "a test", response.people[0], draft, response)
        mail = session.scalars(select(Mail).where(Mail.occasion == "a test")).one()
        token = make_link(session, mail, now())
    browser = guarded.test_client()
    answer = browser.send(f"/links/{token}")
    asked = browser.get(answer.headers["Location"])
    assert asked.headers["Location"].startswith(f"{ASK}?next=/responses/")


def test_a_reset_signs_out_and_asks_to_set_up_again(guarded: Benchmark) -> None:
    enrol(half_in(guarded))
    with transaction(guarded.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == EXECUTIVE)).one()
        forget(session, person.id)
    assert half_in(guarded).get(ASK).headers["Location"] == SET_UP


def test_a_setting_exempts_everybody(acceptance: str) -> None:
    with serving(acceptance) as app:
        assert browser_of(app, EXECUTIVE).get("/trusts/zzn/comparison").status_code == 200


def test_only_the_views_that_ask_for_the_factor_are_open_before_it() -> None:
    app = bare_app()
    arriving = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if (declared := declared_access(app, rule.endpoint)) and declared.arriving
    }
    assert arriving == {ASK, SET_UP}


def test_no_secret_or_code_is_in_a_log_or_in_clear_in_the_database(
    guarded: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app, codes = enrol(half_in(guarded))
    send(half_in(guarded), ASK, code=codes[0])
    with transaction(guarded.engine, writes=False) as session:
        assert session.scalars(select(Mail.subject)).all() == [
            "An authenticator app has been set up"
        ]
    folder = Path(str(guarded.engine.url.database)).parent
    kept = b"".join(file.read_bytes() for file in folder.iterdir())
    logged = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (app.secret, *codes, *(code.replace("-", "") for code in codes)):
        assert secret not in logged
        assert secret.encode() not in kept
