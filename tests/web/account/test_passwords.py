"""Choosing a password through the pages: by a link in a mail, or with the one before."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from benchmark.assessment.outbox import claim
from benchmark.assessment.password_links import MOST_REQUESTS, answer_requests
from benchmark.database.accounts import PasswordRequest
from benchmark.database.mail import Mail
from benchmark.database.people import Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from tests.assessment.test_breached_passwords import a_set
from tests.servers import PASSWORD, at_once, browser_of, copied, masked, serving

READER = "improvement@north.example"
NEW = "purple kettle march"


@pytest.fixture(scope="module")
def shared_app(
    acceptance_sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Benchmark]:
    """One application for what reads only, or uses a person of its own."""
    with serving(copied(acceptance_sqlite_model, tmp_path_factory.mktemp("passwords"))) as served:
        yield served


def link_for(app: Benchmark, email: str) -> str:
    """The address in the mail that somebody gets who has forgotten their password."""
    asking = browser_of(app, None)
    assert asking.send("/forgotten-password", email=email).status_code == 303
    with transaction(app.engine, writes=True) as session:
        assert answer_requests(session, now())
        letter = claim(session, now(), "https://benchmark.example")
        while letter and letter.address != email:  # what another test has asked for
            letter = claim(session, now(), "https://benchmark.example")
    assert letter
    (address,) = re.findall(
        r"^https://benchmark\.example(/passwords/\S+)$", letter.text, re.MULTILINE
    )
    return str(address)


def test_a_forgotten_password_is_replaced_by_a_link(app: Benchmark) -> None:
    elsewhere, address = browser_of(app, READER), link_for(app, READER)
    scanner = browser_of(app, None)
    for method in (scanner.get, scanner.head, scanner.get):
        assert method(address).status_code == 200
    page = scanner.get(address)
    assert 'autocomplete="new-password"' in page.text
    assert address.rpartition("/")[2] not in page.text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    short = scanner.send(address, password="short")
    assert short.status_code == 400
    assert "Choose a password of at least 12 characters" in short.text
    assert 'href="#password"' in short.text
    done = scanner.send(address, password=NEW)
    assert (done.status_code, done.headers["Location"]) == (303, "/")
    assert scanner.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 303  # signed out
    assert browser_of(app, None).sign_in(READER, PASSWORD).status_code == 400
    assert browser_of(app, None).sign_in(READER, NEW).status_code == 303
    gone = browser_of(app, None).send(address, password=NEW + " again")
    assert gone.status_code == 404
    with transaction(app.engine, writes=False) as session:
        subjects = session.scalars(select(Mail.subject).where(Mail.kind == "account"))
        assert subjects.all() == ["Your password has been changed"]


def test_a_breached_password_is_refused_wherever_one_is_chosen(
    acceptance: str, tmp_path: Path
) -> None:
    with serving(acceptance, breached_passwords=a_set(tmp_path, (NEW,))) as app:
        invited, address = browser_of(app, None), link_for(app, READER)
        refused = invited.send(address, password=NEW)
        assert refused.status_code == 400
        assert "This one is on a list of passwords that were stolen elsewhere" in refused.text
        assert invited.send(address, password="orange kettle march").status_code == 303
        change = {"current": "orange kettle march", "password": NEW}
        again = invited.send("/account/password", **change)
        assert again.status_code == 400
        assert "on a list of passwords that were stolen" in again.text
        assert 'href="#password"' in again.text
        kept = invited.send("/account/password", **(change | {"password": "green kettle march"}))
        assert kept.status_code == 303


def test_of_many_at_once_one_chooses(app_on_both: Benchmark) -> None:
    address = link_for(app_on_both, READER)
    browsers = [browser_of(app_on_both, None) for _ in range(4)]
    forms = [(each, {"csrf_token": each.token(), "password": NEW}) for each in browsers]
    steps = [lambda b=each, f=form: b.post(address, data=f).status_code for each, form in forms]
    assert sorted(at_once(steps)) == [303, 404, 404, 404]


def test_the_answer_is_the_same_whether_an_email_is_known(shared_app: Benchmark) -> None:
    answers = set()
    for email in (READER, "nobody@north.example", "disabled@north.example", "\x00"):
        browser = browser_of(shared_app, None)
        answer = browser.send("/forgotten-password", email=email)
        page = browser.get(answer.headers["Location"])
        answers.add((answer.status_code, masked(answer.data), masked(page.data)))
    assert len(answers) == 1
    empty = browser_of(shared_app, None).send("/forgotten-password")
    assert "Enter your email address" in empty.text


def test_links_that_do_not_work_look_the_same(shared_app: Benchmark) -> None:
    spent = link_for(shared_app, "executive@south.example")
    assert browser_of(shared_app, None).send(spent, password=NEW).status_code == 303
    stranger, pages = browser_of(shared_app, None), set()
    for address in (spent, spent[:-1], "/passwords/never-made"):
        for answer in (stranger.get(address), stranger.send(address, password=NEW)):
            pages.add((answer.status_code, masked(answer.data)))
    ((status, page),) = pages
    assert status == 404
    assert b"This link no longer works" in page


def test_asking_again_and_again_is_paused(app: Benchmark) -> None:
    browser = browser_of(app, None)
    browser.send("/forgotten-password", email=READER)
    with transaction(app.engine, writes=True) as session:
        (place,) = session.scalars(select(PasswordRequest.address_hash))
        rows = [PasswordRequest(email="", address_hash=place) for _ in range(MOST_REQUESTS - 1)]
        session.add_all(rows)
    paused = browser.send("/forgotten-password", email=READER)
    assert paused.status_code == 429
    assert "Try again after" in paused.text


def test_changing_a_password_signs_every_other_browser_out(app: Benchmark) -> None:
    here, elsewhere = browser_of(app, READER), browser_of(app, READER)
    (copy,) = here.twins(1)
    for current, new, message in (
        ("wrong", NEW, "This is not your current password"),
        (PASSWORD, "short", "at least 12 characters"),
        ("", NEW, "Enter your current password"),
    ):
        refused = here.send("/account/password", current=current, password=new)
        assert refused.status_code == 400
        assert message in refused.text
        assert NEW not in refused.text
    done = here.send("/account/password", current=PASSWORD, password=NEW)
    assert (done.status_code, done.headers["Location"]) == (303, "/account")
    assert "Your password is changed" in here.get("/account").text
    assert elsewhere.get("/").status_code == copy.get("/").status_code == 303
    assert browser_of(app, None).sign_in(READER, NEW).status_code == 303


def test_guessing_the_current_password_is_slowed_down(app: Benchmark) -> None:
    browser = browser_of(app, READER)
    form = {"csrf_token": browser.token(), "current": "wrong", "password": NEW}
    statuses = [browser.post("/account/password", data=form).status_code for _ in range(11)]
    assert statuses == [400] * 10 + [429]


def test_whoever_has_no_password_is_told_how_to_get_one(app: Benchmark) -> None:
    browser = browser_of(app, READER)
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Person).where(Person.email == READER).values(password_hash=None))
    assert "You have no password yet" in browser.get("/account/password").text


def test_no_password_token_or_email_is_in_a_log_or_in_clear_in_the_database(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = link_for(app, READER)
    browser = browser_of(app, None)
    browser.sign_in(READER, "canary password, wrong")
    browser.send(address, password="canary password, new")
    browser.send("/account/password", current="canary password, new", password=NEW)
    kept = b"".join(
        file.read_bytes() for file in Path(str(app.engine.url.database)).parent.iterdir()
    )
    logged = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("canary password", NEW, address.rpartition("/")[2]):
        assert secret not in logged
        assert secret.encode() not in kept
    assert READER not in logged


FORGED = (
    "Host",
    "X-Forwarded-Host",
    "X-Host",
    "Forwarded",
    "X-Original-Host",
    "X-Forwarded-Server",
)


def test_no_host_that_a_request_names_comes_into_a_link(acceptance: str) -> None:
    """A mail that leads elsewhere would bring the secret in it there."""
    hosts = ("localhost", "second.example")
    for proxies in (0, 1):
        with serving(acceptance, trusted_hosts=hosts, proxies=proxies) as app:
            for header in FORGED:
                named = "host=second.example" if header == "Forwarded" else "second.example"
                browser = browser_of(app, None)
                sent = {"csrf_token": browser.token(), "email": "coordinator@north.example"}
                browser.post("/forgotten-password", data=sent, headers={header: named})
    with serving(acceptance) as app, transaction(app.engine, writes=True) as session:
        assert answer_requests(session, now())
        texts = []
        while letter := claim(session, now(), "https://benchmark.example"):
            texts.append(letter.text)
        kept = session.scalars(select(Mail.body)).all() + session.scalars(select(Mail.page)).all()
    assert any("https://benchmark.example/passwords/" in text for text in texts)
    for text in (*texts, *kept):
        assert "second.example" not in text
        assert "localhost" not in text
