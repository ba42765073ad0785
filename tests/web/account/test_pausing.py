"""A paused step says until when, and a known browser is not made to wait by strangers."""

from benchmark.assessment.throttling import MOST_FAILURES
from benchmark.web.app import Benchmark
from tests.servers import JSON, PASSWORD, at_once, browser_of, signed_in_by_password

KNOWN = "executive@north.example"


def test_the_owner_comes_in_while_a_stranger_guesses(app: Benchmark) -> None:
    owner = signed_in_by_password(app, KNOWN)
    owner.send("/sign-out")
    stranger = browser_of(app, None)
    form = {"csrf_token": stranger.token(), "email": KNOWN, "password": "wrong"}
    for _ in range(MOST_FAILURES):
        assert stranger.post("/sign-in", data=form).status_code == 400
    paused = stranger.post("/sign-in", data=form | {"password": PASSWORD})
    assert paused.status_code == 429
    assert "Try again after" in paused.text
    assert "(UK time)" in paused.text
    assert paused.headers["Retry-After"].endswith("GMT")
    assert stranger.post("/sign-in", data=form, headers=JSON).status_code == 429
    assert owner.sign_in(KNOWN).status_code == 303


def test_an_unknown_email_waits_as_well(app: Benchmark) -> None:
    stranger = browser_of(app, None)
    form = {"csrf_token": stranger.token(), "email": "nobody@n.example", "password": "wrong"}
    statuses = [stranger.post("/sign-in", data=form).status_code for _ in range(11)]
    assert statuses == [400] * MOST_FAILURES + [429]


def test_guesses_at_once_are_counted_one_by_one(app_on_both: Benchmark) -> None:
    browser = browser_of(app_on_both, None)
    form = {"csrf_token": browser.token(), "email": KNOWN, "password": "wrong"}
    steps = [
        lambda b=twin: b.post("/sign-in", data=form).status_code
        for twin in browser.twins(MOST_FAILURES + 4)
    ]
    statuses = at_once(steps)
    assert (statuses.count(400), statuses.count(429)) == (MOST_FAILURES, 4)


def test_the_cookie_of_a_known_browser_signs_nobody_in(app: Benchmark) -> None:
    owner = signed_in_by_password(app, KNOWN)
    device = owner.get_cookie("benchmark-device")
    assert device
    assert (device.http_only, device.same_site) == (True, "Lax")
    other = browser_of(app, None)
    other.set_cookie("benchmark-device", device.value)
    assert other.get("/").status_code == 303
