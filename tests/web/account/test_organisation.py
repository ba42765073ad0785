"""What goes to the organisation that people sign on with, what comes back, and what is kept."""

import base64
import logging
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import MetaData, select

from benchmark.assessment.signing_in import IDLE, LONGEST_SIGN_IN
from benchmark.database.people import SignIn
from benchmark.database.schema import Table
from benchmark.database.session import transaction
from benchmark.jobs.mail_settings import MailSettings
from benchmark.web.account import provider
from benchmark.web.app import Benchmark
from benchmark.web.sign_on_settings import SignOnSettings
from tests.following import addresses_asked
from tests.servers import Browser, serving
from tests.web.account.organisation import (
    ACCESS,
    DISCOVERY,
    KEYS,
    LASTS,
    READER,
    REFRESH,
    TOKENS,
    Organisation,
    organisation,
    sign_on,
)

BASE = "https://benchmark.example"
SECRET = "a secret of ours"


@pytest.fixture
def known() -> Iterator[Organisation]:
    with organisation() as asked:
        yield asked


@pytest.fixture
def elsewhere() -> Iterator[Organisation]:
    """Somebody else, whom nothing of ours may reach."""
    with organisation() as asked:
        yield asked


def settings(known: Organisation) -> dict[str, Any]:
    told = SignOnSettings(known.address, "benchmark", SECRET, "NHSmail")
    return {"sign_on": told, "mail": MailSettings(base_address=BASE)}


@pytest.fixture
def app(acceptance: str, known: Organisation) -> Iterator[Benchmark]:
    with serving(acceptance, **settings(known)) as served:
        yield served


@pytest.mark.parametrize("path", [DISCOVERY, TOKENS, KEYS])
def test_no_question_follows_a_redirect(
    app: Benchmark, known: Organisation, elsewhere: Organisation, path: str
) -> None:
    known.moved[path] = elsewhere.address + path
    assert sign_on(app.test_client(), known)[0] == 400
    assert known.paths()[-1] == path
    assert elsewhere.asked == []


def test_a_client_that_follows_them_takes_our_secret_along(
    acceptance: str,
    known: Organisation,
    elsewhere: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(provider, "REDIRECTS", 30)  # as requests has it
    known.moved[TOKENS] = elsewhere.address + TOKENS
    with serving(acceptance, **settings(known)) as app:
        sign_on(app.test_client(), known)
    assert elsewhere.paths() == [TOKENS]
    assert "a+code" in elsewhere.asked[0]


def test_the_tokens_stay_on_the_server_and_are_let_go(
    app: Benchmark, known: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser: Browser = app.test_client()
    assert sign_on(browser, known)[0] == 303
    seen = "".join(f"{page.headers}{page.text}" for page in pages(browser))
    assert "through your organisation" in seen
    assert "reader" in everything_kept(app)  # whose identity it is
    assert TOKENS in known.paths()
    for place in (seen, opened(browser.cookie()), everything_kept(app), caplog.text):
        assert tokens_in(place, known) == []
    assert [tokens_in(each, known) for each in known.asked] == [[]] * len(known.asked)


def test_a_token_that_is_kept_is_found(app: Benchmark, known: Organisation) -> None:
    browser: Browser = app.test_client()
    sign_on(browser, known)
    with browser.session_transaction() as kept:
        kept["planted"] = {"access_token": ACCESS, "id_token": known.given}
    assert tokens_in(opened(browser.cookie()), known) == [ACCESS, known.given]
    agent = f"a browser {REFRESH}"
    assert tokens_in(f"... {agent} ...", known) == [REFRESH]


def test_signing_out_here_ends_one_browser_here_and_nothing_there(
    app: Benchmark, known: Organisation
) -> None:
    one, other = app.test_client(), app.test_client()
    assert (sign_on(one, known)[0], sign_on(other, known)[0]) == (303, 303)
    asked = len(known.asked)
    answer = one.send("/sign-out")
    assert answer.location == "/sign-in?there=yes"  # not the end_session_endpoint of there
    assert "still be signed in with NHSmail" in one.get(answer.location).text
    assert (one.get("/").status_code, other.get("/").status_code) == (303, 200)
    assert len(known.asked) == asked
    assert sign_on(one, known)[0] == 303  # and it lets them in again


def test_others_are_told_of_no_organisation_when_they_sign_out(app: Benchmark) -> None:
    browser: Browser = app.test_client()
    assert browser.sign_in(READER).status_code == 303
    answer = browser.send("/sign-out")
    assert answer.location == "/sign-in"
    assert "signed in with NHSmail" not in browser.get(answer.location).text


@pytest.mark.parametrize(
    ("later", "status"),
    [
        (timedelta(seconds=2 * LASTS), 200),  # the identity counts no longer, the sign-in does
        (IDLE + timedelta(minutes=2), 303),
        (LONGEST_SIGN_IN, 303),
    ],
)
def test_a_sign_in_through_others_lasts_as_long_as_any_and_then_they_are_asked_anew(
    app: Benchmark, known: Organisation, later: timedelta, status: int
) -> None:
    browser: Browser = app.test_client()
    assert sign_on(browser, known)[0] == 303
    asked = known.paths().count(TOKENS)
    with transaction(app.engine, writes=True) as session:
        (row,) = session.scalars(select(SignIn))
        row.created_at, row.expires_at = row.created_at - later, row.expires_at - later
        row.seen_at = row.created_at if later < LONGEST_SIGN_IN else row.seen_at
    assert browser.get("/").status_code == status
    assert known.paths().count(TOKENS) == asked  # in between nobody asks there
    assert sign_on(browser, known)[0] == 303
    assert known.paths().count(TOKENS) == asked + 1


def test_a_sign_on_asks_the_organisation_and_nobody_else(
    app: Benchmark, known: Organisation
) -> None:
    browser: Browser = app.test_client()
    with addresses_asked() as asked:
        assert sign_on(browser, known)[0] == 303
        pages(browser)
    assert known.asked
    assert {f"http://{host}:{port}" for host, port in asked} == {known.address}


def pages(browser: Browser) -> list[Any]:
    return [browser.get(page) for page in ("/", "/account", "/account/data", "/help")]


def tokens_in(text: str, known: Organisation) -> list[str]:
    assert known.given
    return [token for token in (ACCESS, REFRESH, known.given) if token in text]


def opened(cookie: str) -> str:
    """What a session cookie holds: signed, and readable by whoever has it."""
    kept = cookie.removeprefix(".").split(".")[0]
    told = base64.urlsafe_b64decode(kept + "=" * (-len(kept) % 4))
    with suppress(zlib.error):
        told = zlib.decompress(told)
    return told.decode()


def everything_kept(app: Benchmark) -> str:
    tables: MetaData = Table.metadata
    with transaction(app.engine, writes=False) as session:
        return "\n".join(
            str(row) for table in tables.sorted_tables for row in session.execute(select(table))
        )
