"""Our cookies: over TLS and for this very host, but for this machine."""

import pytest
from werkzeug.test import TestResponse

from benchmark.web.app import Benchmark
from benchmark.web.cookies import cookie_name, device_of_browser, is_loopback, travels_over_tls
from tests.servers import PASSWORD, Browser, serving

KNOWN = "executive@north.example"
HOST = "benchmark.example"

THIS_MACHINE = {
    "localhost": True,
    "localhost:8000": True,
    "127.0.0.1:8000": True,
    "127.9.9.9": True,
    "[::1]:8000": True,
    "[::1]": True,
    "": False,
    "10.0.0.1": False,
    "localhost.example": False,
    "127.0.0.1.example": False,
    "[2001:db8::1]:80": False,
}


@pytest.mark.parametrize("host", THIS_MACHINE)
def test_what_this_machine_is_called(host: str) -> None:
    assert is_loopback(host) is THIS_MACHINE[host]


NAMES = {
    ("http", "localhost:8000"): "benchmark",
    ("https", "localhost:8000"): "__Host-benchmark",
    ("http", HOST): "__Host-benchmark",  # TLS ended at a proxy that we were not told of
    ("https", HOST): "__Host-benchmark",
}


@pytest.mark.parametrize("place", NAMES)
def test_the_name_binds_a_cookie_to_its_host(app: Benchmark, place: tuple[str, str]) -> None:
    scheme, host = place
    with app.test_request_context("/", base_url=f"{scheme}://{host}"):
        assert cookie_name("benchmark") == NAMES[place]
        assert travels_over_tls() == NAMES[place].startswith("__Host-")
        assert device_of_browser() == ""


@pytest.mark.parametrize("local", [False, True])
def test_a_sign_in_sets_two_cookies_that_no_script_reads(acceptance: str, *, local: bool) -> None:
    hosts = ("localhost", HOST)
    with serving(acceptance, trusted_hosts=hosts, proxies=1) as app:
        where = "http://localhost" if local else f"https://{HOST}"
        browser: Browser = app.test_client()
        form = browser.get("/sign-in", base_url=where)
        sent = {"csrf_token": token_of(form), "email": KNOWN, "password": PASSWORD}
        headers = {"Referer": f"{where}/sign-in"}
        answer = browser.post("/sign-in", base_url=where, data=sent, headers=headers)
        assert answer.status_code == 303
        found = answer.headers.getlist("Set-Cookie")
        prefix = "" if local else "__Host-"
        assert sorted(each.split("=")[0] for each in found) == [
            f"{prefix}benchmark",
            f"{prefix}benchmark-device",
        ]
        for each in found:
            parts = {part.strip().lower() for part in each.split(";")[1:]}
            assert {"httponly", "path=/", "samesite=lax"} <= parts
            assert ("secure" in parts) != local
            assert not any(part.startswith("domain") for part in parts)
        assert browser.get("/", base_url=where).status_code == 200


def token_of(page: TestResponse) -> str:
    return page.text.split('name="csrf_token" value="')[1].split('"')[0]


def test_a_cookie_of_a_neighbour_under_the_same_domain_counts_for_nothing(acceptance: str) -> None:
    """Without the prefix, another host of the domain could set it for ours."""
    with serving(acceptance, trusted_hosts=("localhost", HOST)) as app:
        signed_in: Browser = app.test_client()
        assert signed_in.sign_in(KNOWN).status_code == 303
        planted = {"Cookie": f"benchmark={signed_in.cookie()}"}
        stranger = app.test_client(use_cookies=False)
        assert stranger.get("/", headers=planted).status_code == 200  # here it is a sign-in
        answer = stranger.get("/", base_url=f"https://{HOST}", headers=planted)
        assert answer.status_code == 303
