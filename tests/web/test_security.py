"""Declarations of access: what may be declared, and what is decided from it."""

from urllib.parse import quote, urljoin

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound, Unauthorized

from benchmark.disclosure.levels import Seat, Viewer
from benchmark.web.app import Benchmark, bare_app
from benchmark.web.security import (
    EVERYBODY,
    LEADS,
    Access,
    access,
    admit,
    declared_access,
    local_address,
    public,
    refuse_undeclared,
    wants_json,
)
from tests.servers import browser_of

SOMEBODY = Viewer(7, "Somebody", (Seat("executive", "ZZN"),))
NATIONAL = Viewer(8, "National", (Seat("national"),))


def view() -> str:
    return "seen"


@pytest.mark.parametrize(
    ("scope", "roles"),
    [("world", LEADS), ("public", LEADS), ("own", frozenset()), ("own", frozenset({"boss"}))],
)
def test_an_unknown_declaration_is_a_fault_at_once(scope: str, roles: frozenset[str]) -> None:
    with pytest.raises(ValueError, match="unknown scope"):
        access(scope, roles)


def test_a_declaration_is_kept_with_the_view() -> None:
    app = Flask("declared", static_folder=None)
    app.add_url_rule("/open", "open", public(lambda: "seen"))
    app.add_url_rule("/own", "own", access("own", LEADS)(lambda: "seen"))
    assert declared_access(app, "open") == Access("public", frozenset())
    assert declared_access(app, "own") == Access("own", LEADS)
    refuse_undeclared(app)
    app.add_url_rule("/forgotten", "forgotten", view)
    with pytest.raises(RuntimeError, match="no access declared on: forgotten"):
        refuse_undeclared(app)


def test_public_views_ask_nobody() -> None:
    assert admit(Access("public", frozenset()), None, {}) is None


def test_a_stranger_is_sent_or_told() -> None:
    app = bare_app()
    with app.test_request_context("/trusts/zzn/report?round=x"):
        answer = admit(Access("own", EVERYBODY), None, {})
        assert answer is not None
        assert answer.status_code == 303
        assert answer.location == "/sign-in?next=/trusts/zzn/report?round%3Dx"
    with (
        app.test_request_context("/", headers={"Accept": "application/json"}),
        pytest.raises(Unauthorized),
    ):
        admit(Access("own", EVERYBODY), None, {})


def test_national_views_are_for_national_seats() -> None:
    national = Access("national", frozenset({"national"}))
    assert admit(national, NATIONAL, {}) is None
    with pytest.raises(NotFound):
        admit(national, SOMEBODY, {})


ACCEPTED = {
    "application/json": True,
    "application/json, text/html;q=0.9": True,
    "text/html,application/xhtml+xml,*/*;q=0.8": False,
    "*/*": False,
    "": False,
}


@pytest.mark.parametrize("header", ACCEPTED)
def test_only_those_who_prefer_json_get_it(header: str) -> None:
    with bare_app().test_request_context("/", headers={"Accept": header}):
        assert wants_json() is ACCEPTED[header]


def test_a_division_that_does_not_exist_is_refused_before_the_view(app: Benchmark) -> None:
    browser = browser_of(app, "clinical.medicine@north.example")
    for place in ("zzn-oncology", "zzx-medicine", "zzs-medicine", "zzn-surgery"):
        assert browser.get(f"/divisions/{place}/agreement").status_code == 404


LOCAL = [
    "/trusts/zzn/comparison",
    "/trusts/zzn/comparison?round=abc&show=2#part",
    "/",
    "/%09/evil.example",  # decoded by nobody on the way: a path of ours that does not exist
    "/%2F%2Fevil.example",
    "/%5Cevil.example",
    "/.//evil.example",  # browsers take the dots away after they have found the host
    "/@evil.example",
    "/page?next=https://evil.example",
]
ELSEWHERE = [
    None,
    "",
    " ",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/\x00/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x0b//evil.example",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    "\u3000//evil.example",
    "\uff0f\uff0fevil.example",
    "\u2215\u2215evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "?//evil.example",
    "#//evil.example",
    "./evil",
    "//127.0.0.1@evil.example",
    "/page\r\nSet-Cookie: a=b",
]


@pytest.mark.parametrize("address", LOCAL)
def test_a_page_of_this_site_is_gone_on_to(address: str) -> None:
    with bare_app().test_request_context("/"):
        assert local_address(address) == address


@pytest.mark.parametrize("address", ELSEWHERE, ids=repr)
def test_whatever_could_lead_elsewhere_leads_to_the_start_page(address: str | None) -> None:
    with bare_app().test_request_context("/"):
        assert local_address(address) == "/"


def test_a_sign_in_leads_nowhere_else(app: Benchmark) -> None:
    """The same through the page, as a link would bring it, encoded once and twice."""
    browser = browser_of(app, "clinical.medicine@north.example")
    for address in filter(None, (*ELSEWHERE, *LOCAL)):
        for wanted in (quote(address, safe=""), quote(quote(address, safe=""), safe="")):
            location = browser.get(f"/sign-in?next={wanted}").headers["Location"]
            assert location.startswith("/")
            assert urljoin("https://ours.example/sign-in", location).startswith(
                "https://ours.example/"
            )
            assert not location.startswith(("//", "/\\", "/\t"))
