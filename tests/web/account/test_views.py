"""Where signing in leads; the rest of it stands in tests/web/test_account.py."""

from benchmark.web.app import Benchmark
from tests.servers import PASSWORD, browser_of


def test_somebody_sent_to_sign_in_arrives_where_they_wanted_to_go(app: Benchmark) -> None:
    browser = browser_of(app, None)
    sent = browser.get("/trusts/zzn/report").headers["Location"]
    form = {"csrf_token": browser.token(), "email": "executive@north.example"}
    arrived = browser.post(sent, data=form | {"password": PASSWORD})
    assert arrived.headers["Location"] == "/trusts/zzn/report"


def test_a_wrong_password_does_not_lose_the_way(app: Benchmark) -> None:
    browser = browser_of(app, None)
    form = {"csrf_token": browser.token(), "email": "executive@north.example", "password": "wrong"}
    refused = browser.post("/sign-in?next=/help", data=form)
    assert refused.status_code == 400
    # the form has no action of its own, so that it goes to the same address again
    assert '<form method="post" novalidate>' in refused.text


def test_a_step_of_somebody_signed_out_says_that_it_was_not_saved(app: Benchmark) -> None:
    browser = browser_of(app, None)
    answer = browser.send("/responses/aaaaaaaaaaaaaaaa/patient-flow", answer="3", version="0")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?unsaved=yes")
    assert "not saved" in browser.get("/sign-in?unsaved=yes").text
    assert "not saved" not in browser.get("/sign-in").text
