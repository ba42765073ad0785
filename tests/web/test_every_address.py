"""A walk over every address that there is: headers, tokens, methods, names of files.

The addresses come from the application's own map, so that one that is added later is walked too.
"""

import re
import socket
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from benchmark.web import app as web_app
from tests.following import addresses_asked
from tests.web.walking import OBJECTS, PEOPLE, World, address_of, copy_of, everything_kept

# written out a second time: a header that is lost from the list of the product is missed here
GUARD = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; object-src 'none'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
REFERRER = {"same-origin", "strict-origin"}  # the latter where an address holds a secret
WRITTEN = ("POST", "PUT", "PATCH", "DELETE")
OTHER_METHODS = ("OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "X")
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
LEAD, COORDINATOR = "clinical.medicine@north.example", "coordinator@north.example"
NATIONAL = "national@benchmark.example"
WALKERS = {"GET": ("nobody", LEAD, COORDINATOR, NATIONAL), "POST": ("nobody", LEAD), "X": (LEAD,)}
FILE_NAME = re.compile(r'attachment; filename="[A-Za-z0-9_-][A-Za-z0-9._-]*"')


def rules_with(world: World, *methods: str) -> list[str]:
    rules = world.app.url_map.iter_rules()
    return sorted({rule.rule for rule in rules if set(methods) & (rule.methods or set())})


def ask(world: World, method: str, rule: str, email: str, **sent: Any) -> TestResponse:
    # the object of the walker's own trust, else any: who is not admitted gets the same headers
    whose = PEOPLE.get(email, OBJECTS[0])
    whose = whose if whose in world.names else OBJECTS[0]
    address = address_of(world, rule, whose)
    return world.browsers[email].open(address, method=method, **sent)


def header_faults(answer: TestResponse, where: str) -> list[str]:
    found = {name: answer.headers.getlist(name) for name in GUARD}
    faults = [f"{where}: {name} {is_}" for name, is_ in found.items() if is_ != [GUARD[name]]]
    if not set(answer.headers.getlist("Referrer-Policy")) <= REFERRER:
        faults.append(f"{where}: Referrer-Policy {answer.headers.getlist('Referrer-Policy')}")
    spoken = {"Server", "X-Powered-By", "Via", "Access-Control-Allow-Origin"} & set(
        answer.headers.keys()
    )
    return faults + [f"{where}: says {name}" for name in spoken]


def test_every_answer_of_every_address_has_the_headers(world: World) -> None:
    faults, statuses = [], set()
    for rule in rules_with(world, "GET", "POST"):
        for method, email in ((m, email) for m, people in WALKERS.items() for email in people):
            answer = ask(world, method, rule, email)
            statuses.add(answer.status_code)
            faults += header_faults(answer, f"{method} {rule} as {email}")
    assert faults == []
    assert statuses >= {200, 303, 400, 404, 405}  # the walk has seen them all


def test_no_page_asks_another_server(world: World) -> None:
    """Whom a server asks is in docs/controls.md; who only reads pages makes it ask nobody."""
    statuses = set()
    with addresses_asked() as asked:
        for rule in rules_with(world, "GET", "POST"):
            for method, email in (("GET", LEAD), ("GET", COORDINATOR), ("POST", LEAD)):
                statuses.add(ask(world, method, rule, email).status_code)
        assert asked == []
        with socket.socket() as planted:  # as a page would that looks something up
            planted.connect_ex(("127.0.0.1", 9))
        assert asked == [("127.0.0.1", 9)]
    assert statuses >= {200, 303, 400, 404}


def test_a_header_that_is_lost_or_added_is_a_fault(world: World) -> None:
    answer = ask(world, "GET", "/help", "nobody")
    assert header_faults(answer, "here") == []
    del answer.headers["X-Frame-Options"]
    answer.headers.add("Cache-Control", "public")
    answer.headers["Server"] = "planted/1.0"
    assert len(header_faults(answer, "here")) == 3


def token_faults(world: World) -> list[str]:
    """Addresses that write without a token, by somebody whom access does not keep away."""
    faults = []
    for rule in rules_with(world, *WRITTEN):
        told = {}
        for email in (LEAD, COORDINATOR, NATIONAL, "nobody"):
            answer = ask(world, "POST", rule, email, data={"version": "0", "csrf_token": "forged"})
            told[email] = answer.status_code, b"Your last step was not saved" in answer.data
        refused = [email for email, (status, plain) in told.items() if status == 400 and plain]
        kept_out = [email for email, (status, _) in told.items() if status in {303, 404}]
        let_in = told.keys() - set(refused) - set(kept_out)
        if let_in or not refused:
            faults.append(f"{rule}: {told}")
    return faults


def test_nothing_is_written_without_a_token(world: World) -> None:
    before = everything_kept(world.app)
    assert token_faults(world) == []
    assert everything_kept(world.app) == before


def test_other_methods_give_nothing(world: World) -> None:
    for rule in rules_with(world, "GET", "POST"):
        for method in OTHER_METHODS:
            answer = ask(world, method, rule, LEAD)
            assert answer.status_code in {404, 405}, f"{method} {rule}"


def test_no_header_and_no_field_makes_another_method_of_a_request(world: World) -> None:
    for rule in rules_with(world, *WRITTEN):
        if rule in rules_with(world, "GET"):
            continue
        for method in WRITTEN:
            headers = dict.fromkeys(OVERRIDES, method)
            for sent in ({"query_string": {"_method": method}}, {"data": {"_method": method}}):
                answer = ask(world, "GET", rule, LEAD, headers=headers, **sent)
                assert answer.status_code in {404, 405}, rule
    page = ask(world, "GET", "/", LEAD).data
    masked = re.compile(rb'value="[^"]{40,}"')
    same = ask(world, "GET", "/", LEAD, headers=dict.fromkeys(OVERRIDES, "DELETE")).data
    assert masked.sub(b"", same) == masked.sub(b"", page)


def test_head_tells_what_get_tells_without_the_content(world: World) -> None:
    for rule in rules_with(world, "GET"):
        for email in (LEAD, "nobody"):
            got, head = ask(world, "GET", rule, email), ask(world, "HEAD", rule, email)
            assert head.status_code == got.status_code, rule
            assert head.data == b"", rule
            assert set(head.headers.keys()) <= set(got.headers.keys()), rule


def test_names_of_files_are_plain(world: World) -> None:
    named = {}
    for rule in rules_with(world, "GET"):
        for email in (LEAD, COORDINATOR, "executive@north.example"):
            answer = ask(world, "GET", rule, email)
            if "Content-Disposition" in answer.headers:
                named[rule] = answer.headers["Content-Disposition"]
                assert FILE_NAME.fullmatch(named[rule]), named[rule]
            elif answer.status_code == 200:
                assert answer.mimetype in {"text/html", "application/json"}, rule
    assert len(named) >= 7


def test_every_text_names_its_charset(world: World) -> None:
    kinds = {ask(world, "GET", rule, LEAD).content_type for rule in rules_with(world, "GET")}
    texts = {kind for kind in kinds if kind.startswith("text/")}
    assert {"text/html; charset=utf-8", "text/csv; charset=utf-8"} <= texts
    assert all(kind.endswith("; charset=utf-8") for kind in texts)


class Lenient:
    """What a version of ours could be that forgets to ask for the token."""

    def protect(self) -> None:
        return


def test_the_walk_finds_every_address_that_forgets_the_token(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a copy: it writes, and signs the walkers out."""
    with copy_of(world, tmp_path) as another:
        monkeypatch.setattr(web_app, "CSRF", Lenient())
        found = {fault.split(": ")[0] for fault in token_faults(another)}
    assert found == set(rules_with(world, *WRITTEN))
