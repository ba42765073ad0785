"""Slow clients against a real gunicorn: they keep nothing from others, and not for long."""

import socket
import time
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from benchmark.web.app import Benchmark
from benchmark.web.workers import hang_up
from tests.running import BODY, GUNICORN, HEADER, fetch, running, slow_clients, token, wait_for
from tests.servers import PASSWORD, at_once, browser_of, masked

AT_ONCE = 10  # seconds; a page takes a small part of one
LEAD = "clinical.medicine@north.example"


def test_twenty_slow_clients_keep_nothing_from_a_reader_or_a_writer(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with running(GUNICORN, data, log) as (process, address):
        wait_for(process, address, log)
        cookie = sign_in(address)
        # the other kind is of somebody who is signed in: that is looked up before a form is read
        for beginning in (HEADER, BODY.format(cookie).encode()):
            with slow_clients(address, beginning):
                began = time.monotonic()
                assert sign_in(address)  # writes
                assert time.monotonic() - began < AT_ONCE


def sign_in(address: str) -> str:
    """Sign a lead in; the cookies of their browser."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    form = {"email": LEAD, "password": PASSWORD}
    form["csrf_token"] = token(fetch(opener, f"{address}/sign-in"))
    assert "Sign out" in fetch(opener, f"{address}/sign-in", **form)
    return "; ".join(f"{each.name}={each.value}" for each in jar)


def test_who_reads_for_a_while_goes_on_over_the_same_connection(data: Path, tmp_path: Path) -> None:
    """A connection that ends while a save is on its way leaves somebody without an answer."""
    log = tmp_path / "log"
    with running(GUNICORN, data, log) as (process, address):
        wait_for(process, address, log)
        browser = HTTPConnection(urlsplit(address).netloc, timeout=AT_ONCE)
        browser.connect()
        first = browser.sock
        for pause in (0, 4):
            time.sleep(pause)
            browser.request("GET", "/sign-in")
            with browser.getresponse() as page:
                assert (page.status, bool(page.read())) == (200, True)
            assert browser.sock is first
        browser.close()


def test_those_who_began_long_ago_are_read_no_more() -> None:
    class Connection:
        def __init__(self) -> None:
            self.sock, self.other = socket.socketpair()

    early, late, gone = Connection(), Connection(), Connection()
    gone.sock.close()
    late.sock.settimeout(0.1)
    hang_up({early: 100.0, late: 200.0, gone: 100.0}, 150.0)
    assert early.sock.recv(1) == b""  # at its end, without waiting
    early.sock.sendall(b"the answer is sent all the same")
    with pytest.raises(TimeoutError):
        late.sock.recv(1)
    for each in (early, late):
        each.sock.close()
    for each in (early, late, gone):
        each.other.close()


def test_gunicorn_names_no_version_and_repeats_nothing_as_markup(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    wrong = {
        b"GET /<script> HTTP/9.9\r\n\r\n",
        b"<script>alert(1)</script>\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
        b"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
    }
    with running(GUNICORN, data, log) as (process, address):
        wait_for(process, address, log)
        place = urlsplit(address)
        for request in wrong:
            with socket.create_connection((str(place.hostname), place.port or 80)) as client:
                client.settimeout(AT_ONCE)
                client.sendall(request)
                told = b""
                while piece := client.recv(65536):
                    told += piece
            assert told.startswith(b"HTTP/1.1 4"), request
            assert b"<script>" not in told
            assert b"gunicorn/" not in told.lower()
            assert b"python" not in told.lower()


READ_AT_ONCE = (
    "/divisions/zzn-medicine/report",
    "/divisions/zzn-medicine/three",
    "/trusts/zzn/comparison",
    "/questionnaires/management-practice-1.0.pdf",
    "/divisions/zzn-medicine/handover.pdf",
)


def test_what_threads_make_at_once_is_what_one_makes(released_app: Benchmark) -> None:
    """What is kept in the process is shared by its threads: pages, pictures, fonts of a PDF."""
    windows = browser_of(released_app, LEAD).twins(8)

    def read(number: int) -> dict[str, bytes]:
        order = READ_AT_ONCE[number % 5 :] + READ_AT_ONCE[: number % 5]
        return {page: masked(windows[number].get(page).data) for page in order}

    first, *others = at_once([lambda n=n: read(n) for n in range(8)])
    assert all(other == first for other in others)
    assert first == read(0)
    assert [len(first[page]) > 2000 for page in READ_AT_ONCE] == [True] * 5
