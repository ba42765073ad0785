"""gunicorn is asked to stop while somebody is sending: what was begun is answered and kept."""

import re
import signal
import socket
import sqlite3
import time
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.running import GUNICORN, fetch, running, token, wait_for
from tests.servers import PASSWORD

KEPT = "sent while the server was asked to stop"


def test_a_request_in_hand_is_finished_and_no_new_one_is_taken(
    data: Path, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    answer, refused, code = stopped(data, tmp_path / "log", questionnaire, GUNICORN)
    assert answer.startswith(b"HTTP/1.1 303")
    assert refused
    assert code == 0
    assert evidence(data) == [KEPT]


@pytest.mark.battery
def test_a_server_that_is_given_no_time_loses_it(
    data: Path, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    """The twin."""
    at_once = [*GUNICORN[:-1], "--graceful-timeout", "0", "wsgi:app"]
    answer, _, _ = stopped(data, tmp_path / "log", questionnaire, at_once)
    assert answer == b""
    assert evidence(data) == []


@pytest.mark.battery
def test_the_usual_workers_would_let_people_in_to_wait(
    data: Path, tmp_path: Path, questionnaire: Questionnaire
) -> None:
    """The twin: gunicorn's own workers with threads keep their door open until the end."""
    usual = [*GUNICORN[:-1], "--worker-class", "gthread", "wsgi:app"]
    _, refused, _ = stopped(data, tmp_path / "log", questionnaire, usual)
    assert not refused


def stopped(
    data: Path, log: Path, questionnaire: Questionnaire, command: list[str]
) -> tuple[bytes, bool, int]:
    """Send half a save, ask the server to stop, send the rest.

    Returns the answer, whether somebody new was refused at once, and the exit code.
    """
    with running(command, data, log) as (process, address):
        wait_for(process, address, log)
        first, rest = halves_of_a_save(address, questionnaire)
        with closing(socket.create_connection(place_of(address))) as client:
            client.settimeout(20)
            client.sendall(first)
            time.sleep(1)  # until a worker waits for the rest
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            refused = is_refused(address)
            answer = ended(client, rest)
        return answer, refused, process.wait(30)


def place_of(address: str) -> tuple[str, int]:
    place = urlsplit(address)
    return str(place.hostname), place.port or 80


def halves_of_a_save(address: str, questionnaire: Questionnaire) -> tuple[bytes, bytes]:
    """A save of a lead who is signed in, as bytes, cut in the middle of what they wrote."""
    jar = CookieJar()
    opener = build_opener(HTTPCookieProcessor(jar))
    form = token(fetch(opener, f"{address}/sign-in"))
    email = "clinical.medicine@north.example"
    start = fetch(opener, f"{address}/sign-in", csrf_token=form, email=email, password=PASSWORD)
    (response,) = set(re.findall(r'href="(/responses/[a-z0-9]{16})"', start))
    page = f"{response}/{questionnaire.keys[0]}"
    fields = {"csrf_token": token(fetch(opener, f"{address}{page}"))}
    body = urlencode(fields | {"version": "0", "answer": "4", "evidence": KEPT}).encode()
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
    head = (
        f"POST {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body[:-10], body[-10:]


def is_refused(address: str) -> bool:
    try:
        socket.create_connection(place_of(address), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def ended(client: socket.socket, rest: bytes) -> bytes:
    try:
        client.sendall(rest)
        return client.recv(1000)
    except OSError:
        return b""


def evidence(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "benchmark.sqlite")) as database:
        return [
            text
            for (text,) in database.execute("SELECT evidence FROM answers WHERE evidence <> ''")
        ]
