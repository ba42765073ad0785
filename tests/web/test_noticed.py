"""Ways in, and what was refused that no page leads to, leave a line that names nobody."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from werkzeug.exceptions import NotFound

from benchmark.web import noticed
from benchmark.web.app import Benchmark
from benchmark.web.noticed import notice_refusal, notice_way_in, stands_for
from benchmark.web.receiving import LARGEST_BODY
from tests.servers import (
    JSON,
    PASSWORD,
    Browser,
    own_response,
    serving,
    signed_in_by_password,
)

LEAD, READER = "clinical.medicine@north.example", "executive@north.example"
WRONG = "canary password q7x2"
TOKEN = "canary-token-q7x2-canary-token-q7x2-canary"
CLIENT = "203.0.113.9"
FROM = {"REMOTE_ADDR": CLIENT}
NEVER = (LEAD, READER, "north.example", WRONG, PASSWORD, TOKEN, CLIENT)
Step = Callable[[Benchmark], Any]


def stranger(app: Benchmark) -> Browser:
    browser: Browser = app.test_client()
    browser.environ_base.update(FROM)
    return browser


def known(app: Benchmark, email: str = LEAD) -> Browser:
    browser = stranger(app)
    assert browser.sign_in(email).status_code == 303
    return browser


def guess_often(app: Benchmark) -> Any:
    browser = stranger(app)
    for _ in range(10):
        browser.sign_in(LEAD, WRONG)
    return browser.sign_in(LEAD, WRONG)


WAYS: dict[str, tuple[Step, dict[str, Any]]] = {
    "in": (known, {"event": "signed in", "way": "password"}),
    "out": (lambda app: known(app).send("/sign-out"), {"event": "signed out", "way": "password"}),
    "a wrong password": (
        lambda app: stranger(app).sign_in(LEAD, WRONG),
        {"event": "sign-in refused", "way": "password"},
    ),
    "a wrong password of somebody signed in": (
        lambda app: known(app).send("/account/password", current=WRONG, password=WRONG),
        {"event": "sign-in refused", "way": "password"},
    ),
    "an unknown link": (
        lambda app: stranger(app).send(f"/links/{TOKEN}"),
        {"event": "sign-in refused", "way": "link", "account": "unknown"},
    ),
    "an unknown password link": (
        lambda app: stranger(app).send(f"/passwords/{TOKEN}", password=WRONG),
        {"event": "sign-in refused", "way": "password link", "account": "unknown"},
    ),
}
REFUSED: dict[str, tuple[Step, str]] = {
    "a page that is not theirs": (lambda app: known(app).get("/trusts/zzn/rounds"), ""),
    "a form without its token": (lambda app: known(app).post("/sign-out"), ""),
    "more than is taken": (
        lambda app: known(app).send("/sign-out", x="x" * LARGEST_BODY),
        "/sign-out",
    ),
    "too many tries": (guess_often, "/sign-in"),
    "a host name that is not ours": (
        lambda app: stranger(app).get("/help", base_url="http://elsewhere.example"),
        "",
    ),
    "a token that is not in force": (
        lambda app: stranger(app).get(
            "/api/v1/trusts/zzn/rounds", headers={"Authorization": f"Bearer {TOKEN}"}
        ),
        "",
    ),
    "what cannot be read": (
        lambda app: known(app).get(f"/api/v1/trusts/zzn/rounds?{TOKEN}=x"),
        "/api/v1/trusts/",
    ),
}


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    lines = [record for record in caplog.records if record.name == "benchmark.web.noticed"]
    for line in lines:
        assert [text for text in NEVER if text in f"{line.getMessage()}{vars(line)}"] == []
    return [vars(line)["fields"] for line in lines]


@pytest.fixture(autouse=True)
def _hear(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.mark.parametrize("case", WAYS)
def test_each_way_in_leaves_a_line(
    app: Benchmark, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    step, wanted = WAYS[case]
    step(app)
    last = told(caplog)[-1]
    with app.test_request_context():
        account = stands_for(LEAD)
        assert last["client"] == stands_for(CLIENT)
    assert last | ({"account": account} | wanted) == last
    assert ("person" in last) == (last["event"] in {"signed in", "signed out"})


@pytest.mark.parametrize("kind", REFUSED)
def test_what_no_page_leads_to_leaves_a_line(
    app: Benchmark, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    step, route = REFUSED[kind]
    assert step(app).status_code >= 400
    last = told(caplog)[-1]
    assert (last["event"], last["kind"]) == ("refused", kind)
    assert route in last["route"]


def test_without_its_row_in_the_table_a_refusal_would_be_missed(
    app: Benchmark, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noticed, "REFUSALS", ())
    assert known(app).post("/sign-out").status_code == 400
    assert [line["event"] for line in told(caplog)] == ["signed in", "form not taken"]


def test_a_form_that_was_not_taken_leaves_a_line_without_its_sender(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    lead = known(app)
    page = f"{own_response(lead)}/goals"
    assert lead.send(page, answer="9", version="0").status_code in {400, 404}
    assert lead.send("/account/tokens").status_code == 400
    last = told(caplog)[-1]
    assert last["event"] == "form not taken"
    assert "person" not in last


def test_ordinary_reading_and_mistyped_addresses_leave_none(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    lead = known(app)
    caplog.clear()
    for page in ("/", "/account", "/nowhere", "/sign-in"):
        lead.get(page)
    assert stranger(app).get("/", headers=JSON).status_code == 401
    assert told(caplog) == []


def test_a_code_is_told_as_awaited_wrong_and_given(
    acceptance: str, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(acceptance, second_factor=True) as app:
        browser = signed_in_by_password(app, READER)
        page = browser.get("/second-factor/set-up").text
        (shown,) = re.findall(r"<strong>([A-Z2-7 ]{39})</strong>", page)
        secret = shown.replace(" ", "")
        browser.send("/second-factor/set-up", code=pyotp.TOTP(secret).now())
        again = signed_in_by_password(app, READER)
        assert again.send("/second-factor", code="000000").status_code == 400
    events = [(line["event"], line["way"]) for line in told(caplog) if "way" in line]
    assert events == [
        ("second factor awaited", "password"),
        ("signed in", "password"),
        ("second factor awaited", "password"),
        ("sign-in refused", "code"),
    ]


def test_the_same_account_has_the_same_name_in_each_line_and_another_with_another_key(
    app: Benchmark, acceptance: str, caplog: pytest.LogCaptureFixture
) -> None:
    browser = stranger(app)
    browser.sign_in(LEAD.upper(), WRONG)
    browser.sign_in(LEAD)
    refused, signed_in = told(caplog)
    assert refused["account"] == signed_in["account"]
    with serving(acceptance, secret_key="another key " * 4) as other, other.test_request_context():
        assert stands_for(LEAD) != signed_in["account"]


def test_the_words_of_a_line_are_those_of_its_fields(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    with app.test_request_context("/help"):
        notice_way_in("sign-in refused", "password", f"x\n{LEAD}")
        notice_refusal(NotFound())
    (line,) = [record for record in caplog.records if record.name == "benchmark.web.noticed"]
    assert line.levelno == logging.WARNING
    assert line.getMessage().startswith("sign-in refused: way password, account ")
    assert len(told(caplog)) == 1
