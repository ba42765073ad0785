"""Support reads states while it may; the coordinator sees who, why and until when, and ends it."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine, update

from benchmark.database.people import SupportAccess
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure import decide
from benchmark.disclosure.levels import Statistic
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.posts import person_named
from tests.servers import Browser, browser_of, complete_division, serving, support_opened
from tests.web.account.test_second_factor import enrol, forget_used, send

SUPPORT, COORDINATOR = "support@supplier.example", "coordinator@north.example"
STATES, ACCESSES = "/support/zzn", "/trusts/zzn/support"


def all_but_over(engine: Engine, left: timedelta) -> None:
    """As if the hours had passed but for what is ``left``."""
    moved = {"opened_at": now() - timedelta(hours=4), "ends_at": now() + left}
    with transaction(engine, writes=True) as session:
        session.execute(update(SupportAccess).values(moved))


def recorded(coordinator: Browser) -> list[str]:
    """What the coordinator reads of support in the record, newest first."""
    table = coordinator.get("/trusts/zzn/audit.csv?kind=access-for-support").text
    return [f"{row[1]} {row[2]}" for row in list(csv.reader(io.StringIO(table)))[1:]]


def end_now(coordinator: Browser, access: str, **fields: str) -> Any:
    return coordinator.send(f"{ACCESSES}/{access}/end", **fields)


def test_support_reads_the_states_of_posts_and_no_name(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    complete_division(app_on_both.engine, questionnaire, "ZZN", "medicine")
    support_opened(app_on_both.engine, SUPPORT)
    browser = browser_of(app_on_both, SUPPORT)
    assert f'href="{STATES}"' in browser.get("/").text
    page = browser.get(STATES)
    assert page.status_code == 200
    assert len(re.findall(">\\s*submitted\\s*<", page.text)) == 3
    assert len(re.findall(">\\s*not started\\s*<", page.text)) == 3
    assert "Ticket 1042: reminder mails do not arrive" in page.text
    # leads are called "Clinical Lead, Medicine" and the like
    assert "Lead," not in page.text
    assert "@north.example" not in page.text


def test_everything_else_of_the_trust_does_not_exist_and_the_refusal_is_recorded(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    complete_division(app.engine, questionnaire, "ZZN", "medicine")
    support_opened(app.engine, SUPPORT)
    browser = browser_of(app, SUPPORT)
    for address in (
        *("/trusts/zzn/comparison", "/divisions/zzn-medicine/report", "/trusts/zzn/rounds"),
        *("/trusts/zzn/people", "/trusts/zzn/audit", ACCESSES, "/support/zzs", "/support/zzx"),
    ):
        assert browser.get(address).status_code == 404, address
    refused = browser_of(app, COORDINATOR).get("/trusts/zzn/audit?kind=refused").text
    assert "Sam Support" in refused


def test_each_read_is_recorded_before_it_is_shown(app: Benchmark) -> None:
    support_opened(app.engine, SUPPORT)
    browser, coordinator = browser_of(app, SUPPORT), browser_of(app, COORDINATOR)
    for _ in range(2):
        assert browser.get(STATES).status_code == 200
    assert browser.head(STATES).status_code == 200
    read = "Sam Support read, for support, which posts have answered"
    assert recorded(coordinator) == [read] * 3 + ["Sam Support was given access for support"]


def test_it_ends_by_the_clock_for_whoever_is_signed_in(app_on_both: Benchmark) -> None:
    support_opened(app_on_both.engine, SUPPORT)
    browser = browser_of(app_on_both, SUPPORT)
    all_but_over(app_on_both.engine, timedelta(minutes=1))
    assert browser.get(STATES).status_code == 200
    all_but_over(app_on_both.engine, timedelta(0))
    answer = browser.get(STATES)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")
    assert browser.sign_in(SUPPORT).status_code == 400  # and nobody comes in again


def test_the_coordinator_sees_it_on_the_start_page_and_ends_it(app_on_both: Benchmark) -> None:
    access = support_opened(app_on_both.engine, SUPPORT)
    browser, coordinator = browser_of(app_on_both, SUPPORT), browser_of(app_on_both, COORDINATOR)
    assert "Sam Support of support can see which posts have answered" in coordinator.get("/").text
    page = coordinator.get(ACCESSES).text
    for words in (SUPPORT, "Ticket 1042: reminder mails do not arrive", "can look in now", "Until"):
        assert words in page
    assert browser.get(STATES).status_code == 200
    assert end_now(coordinator, access).status_code == 400  # without the button
    assert browser.get(STATES).status_code == 200
    assert end_now(coordinator, access, confirm="yes").status_code == 303
    assert "Sam Support has ended" in coordinator.get(ACCESSES).text
    assert browser.get(STATES).status_code == 303
    assert "of support can see" not in coordinator.get("/").text
    assert recorded(coordinator)[0] == "Coordinator ended an access for support (by the trust)"
    assert end_now(coordinator, access, confirm="yes").status_code == 303  # a second click
    assert len(recorded(coordinator)) == 4  # opened, read twice and ended once


def test_a_trust_without_any_says_so(app: Benchmark) -> None:
    assert (
        "Support has never looked into your trust"
        in browser_of(app, COORDINATOR).get(ACCESSES).text
    )


def test_another_trust_neither_sees_nor_ends_it(app: Benchmark) -> None:
    access = support_opened(app.engine, SUPPORT)
    south = browser_of(app, "coordinator@south.example")
    assert "Sam Support" not in south.get("/trusts/zzs/support").text
    for trust in ("zzn", "zzs"):
        ended = south.send(f"/trusts/{trust}/support/{access}/end", confirm="yes")
        assert ended.status_code == 404
    assert browser_of(app, SUPPORT).get(STATES).status_code == 200


def test_support_comes_in_by_a_second_factor_only(acceptance: str) -> None:
    with serving(acceptance, second_factor=True) as app:
        support_opened(app.engine, SUPPORT)
        browser: Browser = app.test_client()
        assert browser.sign_in(SUPPORT).status_code == 303
        assert browser.get(STATES).headers["Location"].startswith("/second-factor")
        device, _ = enrol(browser)
        assert browser.get(STATES).status_code == 200
        forget_used(app)
        again: Browser = app.test_client()
        again.sign_in(SUPPORT)
        assert again.get(STATES).status_code == 303
        assert send(again, "/second-factor", code=pyotp.TOTP(device.secret).now())[0] == 303
        assert again.get(STATES).status_code == 200


def test_a_post_ends_what_support_reads(app: Benchmark) -> None:
    support_opened(app.engine, SUPPORT)
    browser, coordinator = browser_of(app, SUPPORT), browser_of(app, COORDINATOR)
    assert browser.get(STATES).status_code == 200
    person = {"name": "Sam Support", "email": SUPPORT, "post": "improvement"}
    day = {"start-day": "1", "start-month": "1", "start-year": "2026"}
    added = coordinator.send("/trusts/zzn/people/new", **person, **day)
    assert added.status_code == 303, re.findall(r"error-message.*", added.text)
    assert browser_of(app, SUPPORT).get(STATES).status_code == 404


def test_support_may_write_nothing(app: Benchmark) -> None:
    """Every form there is, but those of one's own account: none exists for support."""
    access = support_opened(app.engine, SUPPORT)
    browser = browser_of(app, SUPPORT)
    for address in (
        *("/trusts/zzn/rounds/new", "/trusts/zzn/divisions", "/trusts/zzn/people/new"),
        *(f"{ACCESSES}/{access}/end", "/trusts/zzn/report", "/trusts/zzn/packs"),
    ):
        assert browser.send(address, confirm="yes").status_code == 404, address
    assert browser.send(STATES).status_code == 405
    with transaction(app.engine, writes=False) as session:
        assert person_named(session, SUPPORT).support[0].ended_at is None


def test_a_rule_that_shows_support_nothing_is_asked(
    app: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    support_opened(app.engine, SUPPORT)
    monkeypatch.setitem(decide.AUDIENCE, Statistic.POST_STATES, lambda *_: False)
    page = browser_of(app, SUPPORT).get(STATES).text
    assert "not started" not in page
    assert "There is nothing to read" in page
