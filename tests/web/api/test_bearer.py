"""A token reads as its owner does: the same bytes, in its own trust, for what it was made for."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import make_url, select, text
from werkzeug.test import TestResponse

from benchmark.assessment import tokens
from benchmark.assessment.tokens import PARTS, Wish, make_token
from benchmark.database.people import Person, Trust
from benchmark.database.session import transaction
from benchmark.web.api.bearer import reads
from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of
from tests.web.walking import OBJECTS, PEOPLE, World, address_of

LEAD, EXECUTIVE = "clinical.medicine@north.example", "executive@north.example"
FREE = {"api.description", "api.trusts", "api.rounds"}  # no figure, no plan and no report


def token_of(
    app: Benchmark, email: str, code: str = "ZZN", parts: tuple[str, ...] = PARTS
) -> dict[str, str]:
    """Headers with a new token of somebody."""
    with transaction(app.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        trust = session.scalars(select(Trust).where(Trust.code == code)).one()
        token = make_token(session, person, trust, Wish("a test", parts, 30))
    return {"Authorization": f"Bearer {token}"}


def test_every_account_gets_by_token_what_it_gets_signed_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 10_000)
    rules = [r.rule for r in world.app.url_map.iter_rules() if r.rule.startswith("/api/v1")]
    program, compared = world.app.test_client(), 0
    for email, who in PEOPLE.items():
        if not who.trust:
            continue  # the national team has no token
        headers = token_of(world.app, email, who.trust)
        for address in {address_of(world, rule, whose) for rule in rules for whose in OBJECTS}:
            signed_in = world.browsers[email].get(address)
            by_token = program.get(address, headers=headers)
            assert by_token.status_code == signed_in.status_code
            assert told(by_token, address) == told(signed_in, address)
            compared += 1
    assert compared > 100


def told(answer: TestResponse, address: str) -> object:
    """All of an answer; of a list of reports without the editions of the three."""
    if answer.status_code == 200 and address.endswith("/reports"):
        return [each for each in answer.json["items"] if each["level"] == "L1"]
    return answer.data


BAD: dict[str, Callable[[str], str]] = {
    "another token": lambda _: "Bearer mpb_" + "x" * 43,
    "nothing": lambda _: "",
    "no token": lambda _: "Bearer",
    "a password": lambda _: "Basic ZXhlY3V0aXZlOnB3",
    "a cut token": lambda good: good[:-1],
    "more than a token": lambda good: good + " x",
    "a very long one": lambda good: good + "x" * 5000,
    "other letters": lambda good: good.swapcase(),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_token_in_force_is_a_stranger_even_in_a_browser_that_is_signed_in(
    app: Benchmark, what: str
) -> None:
    good = token_of(app, EXECUTIVE)["Authorization"]
    browser = browser_of(app, EXECUTIVE)
    for client in (browser, app.test_client()):
        answer = client.get("/api/v1/trusts", headers={"Authorization": BAD[what](good)})
        assert (answer.status_code, answer.json["code"]) == (401, "not-signed-in")
        assert good not in answer.text
    assert browser.get("/api/v1/trusts").status_code == 200


def test_a_token_opens_no_page(app: Benchmark) -> None:
    headers = token_of(app, EXECUTIVE)
    program: Browser = app.test_client()
    for page in ("/", "/trusts/zzn/comparison", "/account", "/trusts/zzn/exports/file"):
        assert program.get(page, headers=headers).status_code == 303
    assert program.post("/sign-out", headers=headers).status_code == 400  # no token of a form


@pytest.mark.parametrize("part", PARTS)
def test_a_token_reads_only_what_it_was_made_for(released_app: Benchmark, part: str) -> None:
    headers, program = token_of(released_app, EXECUTIVE, parts=(part,)), released_app.test_client()
    (asked,) = program.get("/api/v1/trusts/zzn/rounds", headers=headers).json["items"]
    belongs = {"plans": "plans", "reports": "reports"}
    for name in ("divisions", "scores", "variation", "plans", "reports"):
        answer = program.get(asked[name], headers=headers)
        allowed = belongs.get(name, "figures") == part
        assert answer.status_code == (200 if allowed else 403), name
        assert allowed or answer.json["code"] == "scope"
    # what is not theirs looks like what does not exist, whatever the token is for
    assert program.get("/api/v1/trusts/zzs/rounds", headers=headers).status_code == 404


def test_every_view_with_figures_has_a_part(app: Benchmark) -> None:
    views = {name for name in app.view_functions if name.startswith("api.")}
    without = {name for name in views if not hasattr(app.view_functions[name], "part")}
    assert without == FREE
    with pytest.raises(ValueError, match="no part"):
        reads("everything")


def test_no_token_reads_the_editions_of_the_three(settling_app: Benchmark) -> None:
    lead = browser_of(settling_app, LEAD)
    assert lead.send("/divisions/zzn-medicine/three").status_code == 303
    (asked,) = lead.get("/api/v1/trusts/zzn/rounds").json["items"]
    (report,) = lead.get(asked["reports"]).json["items"]
    headers, program = token_of(settling_app, LEAD), settling_app.test_client()
    assert program.get(asked["reports"], headers=headers).json["items"] == []
    assert program.get(report["pdf"], headers=headers).status_code == 404
    assert lead.get(report["pdf"]).status_code == 200


def test_who_asks_too_often_waits_as_long_as_they_are_told(
    app: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 2)
    headers, program = token_of(app, EXECUTIVE), app.test_client()
    answers = [program.get("/api/v1/trusts", headers=headers) for _ in range(7)]
    late = next(each for each in answers if each.status_code == 429)
    assert (late.mimetype, late.json["code"]) == ("application/problem+json", "too-many")
    assert 1 <= int(late.headers["Retry-After"]) <= 60
    assert late.headers["Cache-Control"] == "no-store"
    # another token, and a browser, do not wait for it
    other = token_of(app, LEAD)
    assert program.get("/api/v1/trusts", headers=other).status_code == 200
    assert browser_of(app, EXECUTIVE).get("/api/v1/trusts").status_code == 200


def test_no_token_is_in_the_database_or_in_a_log(
    app: Benchmark, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    headers = token_of(app, EXECUTIVE)
    token = headers["Authorization"].split()[1]
    assert app.test_client().get("/api/v1/trusts", headers=headers).status_code == 200
    with sqlite3.connect(str(make_url(str(app.engine.url)).database)) as kept:
        assert token not in "\n".join(kept.iterdump())
        assert "api_tokens" in "\n".join(kept.iterdump())
    assert token not in caplog.text


def test_a_token_that_nobody_has_leaves_nothing(app: Benchmark) -> None:
    def rows() -> Any:
        with transaction(app.engine, writes=False) as session:
            return session.execute(select(tokens.ApiToken.used_at, tokens.ApiToken.uses)).all()

    headers = token_of(app, EXECUTIVE)
    app.test_client().get("/api/v1/trusts", headers={"Authorization": "Bearer mpb_nobody"})
    assert rows() == [(None, 0)]
    app.test_client().get("/api/v1/trusts", headers=headers)
    assert rows()[0].uses == 1


def test_while_the_database_is_away_a_program_is_told_when_to_come_back(app: Benchmark) -> None:
    headers = token_of(app, EXECUTIVE)
    with transaction(app.engine, writes=True) as session:
        session.execute(text("ALTER TABLE api_tokens RENAME TO api_tokens_away"))
    answer = app.test_client().get("/api/v1/trusts", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
