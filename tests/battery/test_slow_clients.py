"""Slow clients against a real gunicorn, for as long as it bears them, and its usual worker."""

import socket
import time
from pathlib import Path
from urllib.request import build_opener

import pytest

from benchmark.web.workers import ARRIVES_WITHIN
from tests.running import GUNICORN, HEADER, SLOW, running, slow_clients, wait_for

pytestmark = pytest.mark.battery
USUAL = [*GUNICORN[:-1], "--worker-class", "sync", "--threads", "1", "wsgi:app"]
AT_ONCE = 10  # seconds; a page takes a small part of one


def test_the_usual_workers_would_be_stopped(data: Path, tmp_path: Path) -> None:
    """The twin: the same clients and gunicorn's usual kind of worker."""
    log = tmp_path / "log"
    with running(USUAL, data, log) as (process, address):
        wait_for(process, address, log)
        with slow_clients(address, HEADER), pytest.raises(TimeoutError):
            build_opener().open(f"{address}/help", timeout=AT_ONCE)


def test_half_a_minute_of_sending_is_the_most(data: Path, tmp_path: Path) -> None:
    """One byte every two seconds: no single wait is long, all of them together are."""
    log = tmp_path / "log"
    with running(GUNICORN, data, log) as (process, address):
        wait_for(process, address, log)
        with slow_clients(address, HEADER) as clients:
            began, ended = time.monotonic(), dict[int, float]()
            for client in clients:
                client.settimeout(0)
            while len(ended) < SLOW and time.monotonic() - began < 2 * ARRIVES_WITHIN:
                for number, client in enumerate(clients):
                    if number not in ended and is_closed(client):
                        ended[number] = time.monotonic() - began
                time.sleep(2)
    assert len(ended) == SLOW
    assert max(ended.values()) < ARRIVES_WITHIN + 10
    assert min(ended.values()) > ARRIVES_WITHIN - 5


def is_closed(client: socket.socket) -> bool:
    try:
        client.sendall(b"x")
        return client.recv(1000) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
