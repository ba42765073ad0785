"""Every answer of the application carries the same guard, whatever its status."""

from collections.abc import Callable

import pytest

from benchmark.web.app import Benchmark
from benchmark.web.components import asset_url, static_folder
from benchmark.web.headers import HEADERS, guarded
from benchmark.web.receiving import LARGEST_BODY
from tests.servers import JSON, Browser, browser_of, own_response, serving

# written out a second time: a header that is lost from the list of the product is missed here
GUARD = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
LEAD = "clinical.medicine@north.example"


def failing() -> None:
    raise RuntimeError("planted")


def unknown_host(browser: Browser) -> object:
    return browser.get("/help", headers={"Host": "evil.example"})


def conflict(browser: Browser) -> object:
    page = f"{own_response(browser)}/patient-flow"
    browser.send(page, version="0", answer="3")
    return browser.send(page, version="0", answer="4")


def too_often(browser: Browser) -> object:
    for _ in range(10):
        browser.sign_in("nobody@north.example", "wrong")
    return browser.sign_in("nobody@north.example", "wrong")


def broken(browser: Browser) -> object:
    view = browser.application.view_functions["information.help_page"]
    vars(failing).update(vars(view))
    browser.application.view_functions["information.help_page"] = failing
    return browser.get("/help")


ANSWERS: dict[str, tuple[int, Callable[[Browser], object]]] = {
    "a page": (200, lambda b: b.get("/")),
    "an answer in JSON": (200, lambda b: b.get("/", headers=JSON)),
    "a redirect": (303, lambda b: b.get("/sign-in")),
    "a form without its token": (400, lambda b: b.post("/sign-out")),
    "an unknown host": (400, unknown_host),
    "a page that does not exist": (404, lambda b: b.get("/nowhere")),
    "somebody else's page": (404, lambda b: b.get("/trusts/zzs/comparison")),
    "a wrong method": (405, lambda b: b.delete("/")),
    "a conflict": (409, conflict),
    "a large body": (413, lambda b: b.send("/sign-out", x="x" * LARGEST_BODY)),
    "too many tries": (429, too_often),
    "a fault": (500, broken),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_every_status_carries_the_headers(app: Benchmark, case: str) -> None:
    status, ask = ANSWERS[case]
    answer = ask(browser_of(app, LEAD))
    assert answer.status_code == status
    expected = HEADERS | GUARD
    assert {name: answer.headers.getlist(name) for name in expected} == {
        name: [value] for name, value in expected.items()
    }


def test_a_stranger_gets_them_too(app: Benchmark) -> None:
    answers = [app.test_client().get("/", headers=headers) for headers in ({}, JSON)]
    assert [answer.status_code for answer in answers] == [303, 401]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_policy_lets_nothing_in_from_outside() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert not any(word in str(policy) for word in ("unsafe", "*", "http"))


def test_no_page_needs_what_the_policy_forbids(released_app: Benchmark) -> None:
    browser = browser_of(released_app, LEAD)
    response = own_response(browser)
    for address in ("/", response, f"{response}/patient-flow", "/divisions/zzn-medicine/report"):
        page = browser.get(address).text
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


STYLE = asset_url("benchmark.css")
PLAIN = STYLE.split("?")[0]
# what is asked, and how long a browser may keep what comes
STATIC: dict[str, tuple[int, str, str, dict[str, str]]] = {
    STYLE: (200, "max-age=31536000, public, immutable", "GET", {}),
    f"{STYLE}#": (200, "no-cache", "GET", {}),
    PLAIN: (200, "no-cache", "GET", {}),
    f"{PLAIN}?v=000000000000": (200, "no-cache", "GET", {}),
    f"{STYLE}&part": (206, "no-cache", "GET", {"Range": "bytes=0-9"}),
    f"{PLAIN}?": (405, "no-store", "POST", {}),
    "/static/nowhere.css": (404, "no-store", "GET", {}),
    "/static/": (404, "no-store", "GET", {}),
    "/static/../headers.py": (404, "no-store", "GET", {}),
    "/static/%2e%2e/headers.py": (404, "no-store", "GET", {}),
    "/static/README.md": (404, "no-store", "GET", {}),
}


@pytest.mark.parametrize("address", STATIC)
def test_static_files_have_them_too_and_are_kept_under_their_own_address_only(
    app: Benchmark, address: str
) -> None:
    status, caching, method, headers = STATIC[address]
    path, _, query = address.replace("#", "&x").partition("?")
    asked = {"path": path, "query_string": query, "method": method, "headers": headers}
    with app.test_client().open(**asked) as answer:
        assert answer.status_code == status
        expected = HEADERS | GUARD | {"Cache-Control": caching}
        assert {name: answer.headers.getlist(name) for name in expected} == {
            name: [value] for name, value in expected.items()
        }


def test_every_static_file_has_the_headers_and_a_type_of_its_own(app: Benchmark) -> None:
    types = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
    files = [f for f in static_folder().rglob("*.*") if f.suffix != ".md"]
    assert len(files) >= 10
    for file in files:
        with app.test_client().get(f"/static/{file.relative_to(static_folder())}") as answer:
            assert answer.status_code == 200
            assert answer.mimetype == types[file.suffix[1:]]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Set-Cookie" not in answer.headers


def test_over_tls_a_browser_is_told_to_come_over_nothing_else(acceptance: str) -> None:
    with serving(acceptance, proxies=1) as app:
        for address in ("/sign-in", PLAIN, "/nowhere"):
            plain, tls = (
                app.test_client().get(address, headers={"X-Forwarded-Proto": how})
                for how in ("http", "https")
            )
            assert "Strict-Transport-Security" not in plain.headers
            assert tls.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
            plain.close()
            tls.close()


def test_what_fails_before_the_application_begins_has_them() -> None:
    def failing(_environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("502 Planted", [("x-frame-options", "ALLOWALL"), ("Content-Length", "0")])
        return []

    sent: list[tuple[str, str]] = []
    guarded(failing)({"PATH_INFO": "/static/x"}, lambda _, headers, *_fault: sent.extend(headers))
    names = [name.lower() for name, _ in sent]
    assert sorted(names) == sorted({*(name.lower() for name in HEADERS), "content-length"})
    assert ("X-Frame-Options", "DENY") in sent or ("x-frame-options", "DENY") in sent
