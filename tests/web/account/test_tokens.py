"""One's own tokens: made on a page, shown once, ended there, and seen by the coordinator."""

import re

import pytest
from sqlalchemy import select

from benchmark.database.session import transaction
from benchmark.database.tokens import ApiToken
from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of

READER, COORDINATOR = "improvement@north.example", "coordinator@north.example"
PAGE = "/account/tokens"
TOKEN = re.compile(r"mpb_[A-Za-z0-9_-]{43}")
END = re.compile(rf'action="({PAGE}/[a-z0-9]{{16}}/end)"')
FORM = {"name": "board report", "trust": "ZZN", "parts": ["figures", "plans"], "days": "90"}


def make(browser: Browser, **changed: object) -> str:
    answer = browser.send(PAGE, **(FORM | changed))
    assert answer.status_code == 200
    (token,) = TOKEN.findall(answer.text)
    return str(token)


def test_a_token_is_shown_once_and_opens_the_api_until_it_is_ended(app: Benchmark) -> None:
    browser, program = browser_of(app, READER), app.test_client()
    token = make(browser)
    headers = {"Authorization": f"Bearer {token}"}
    page = browser.get(PAGE).text
    assert "board report" in page
    assert not TOKEN.search(page)
    assert "You have one token." in browser.get("/account").text
    assert program.get("/api/v1/trusts", headers=headers).status_code == 200
    (address,) = END.findall(page)
    assert browser_of(app, COORDINATOR).send(address).status_code == 404
    assert program.get("/api/v1/trusts", headers=headers).status_code == 200
    assert browser.send(address).status_code == 303
    assert program.get("/api/v1/trusts", headers=headers).status_code == 401
    assert browser.send(address).status_code == 404  # it has ended already


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "Enter what the token is for"),
        ({"name": "x" * 61}, "Shorten this to 60 characters or fewer"),
        ({"trust": "ZZS"}, "Choose a trust"),
        ({"trust": ""}, "Choose a trust"),
        ({"parts": []}, "Choose what it may read"),
        ({"parts": ["figures", "everything"]}, "Choose what it may read"),
        ({"days": "36500"}, "Choose how long it works"),
        ({"days": ""}, "Choose how long it works"),
    ],
)
def test_what_is_missing_or_not_theirs_is_named(
    app: Benchmark, changed: dict[str, object], words: str
) -> None:
    browser = browser_of(app, READER)
    answer = browser.send(PAGE, **(FORM | changed))
    assert answer.status_code == 400
    assert answer.text.count(words) >= 1
    with transaction(app.engine, writes=False) as session:
        assert session.scalars(select(ApiToken)).all() == []


def test_the_national_team_has_nothing_to_read_by_token(app: Benchmark) -> None:
    browser = browser_of(app, "national@benchmark.example")
    assert "there is nothing for it to read" in browser.get(PAGE).text
    assert browser.send(PAGE, **FORM).status_code == 400


def test_the_coordinator_reads_who_made_and_used_one(released_app: Benchmark) -> None:
    browser = browser_of(released_app, READER)
    headers = {"Authorization": f"Bearer {make(browser)}"}
    program = released_app.test_client()
    (asked,) = program.get("/api/v1/trusts/zzn/rounds", headers=headers).json["items"]
    first = program.get(asked["scores"], headers=headers)
    assert first.status_code == 200
    known = headers | {"If-None-Match": first.headers["ETag"]}
    assert program.get(asked["scores"], headers=known).status_code == 304
    assert browser.get(asked["variation"]).status_code == 200
    (address,) = END.findall(browser.get(PAGE).text)
    assert browser.send(address).status_code == 303
    record = browser_of(released_app, COORDINATOR).get("/trusts/zzn/audit").text
    for words in (
        "Made a token for programs that read: figures, plans",
        "Fetched figures of a round through the API (with a token)",
        "Fetched figures of a round through the API (signed in)",
        "Ended a token of their programs",
    ):
        assert record.count(words) == 1, words
