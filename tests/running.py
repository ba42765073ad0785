"""Real servers as processes of their own, and a plain client that fills in forms."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import OpenerDirector, build_opener

import pytest

from tests.servers import CSRF_FIELD

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(sys.executable).parent
GUNICORN = ["gunicorn", "-w", "2", "-b", "127.0.0.1:{port}", "wsgi:app"]
SLOW = 20
HEADER = b"GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    "POST /sign-out HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\nCookie: {}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\ncsrf_token="
)
STARTS_WITHIN = 60  # seconds; a busy machine takes its time


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def running(
    command: list[str], data: Path, log: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server over the SQLite database in ``data``; killed at the end if it still runs."""
    port = free_port()
    program, *rest = (word.format(port=port) for word in command)
    ours = ("BENCHMARK_", "DATABASE_URL", "SECRET_KEY")
    inherited = {name: text for name, text in os.environ.items() if not name.startswith(ours)}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(PROGRAMS / program), *rest],
            cwd=ROOT,
            env=inherited | {"BENCHMARK_DATA": str(data)} | environment,
            stdout=written,
            stderr=written,
        )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert process.poll() is None, f"the server stopped:\n{log.read_text()}"
        try:
            with build_opener().open(f"{address}/readyz", timeout=5) as answer:
                assert json.load(answer) == {"status": "ready"}
                return
        except OSError:  # refused, or not answered in time
            time.sleep(0.1)
    pytest.fail(f"the server did not answer:\n{log.read_text()}")


def fetch(opener: OpenerDirector, address: str, **fields: str) -> str:
    data = urlencode(fields).encode() if fields else None
    with opener.open(address, data, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def token(page: str) -> str:
    found = CSRF_FIELD.search(page)
    assert found is not None
    return found.group(1)


@contextmanager
def slow_clients(address: str, beginning: bytes) -> Iterator[list[socket.socket]]:
    """Twenty who have begun to send and will not go on."""
    place = urlsplit(address)
    with ExitStack() as open_until_the_end:
        clients = []
        for _ in range(SLOW):
            client = socket.create_connection((str(place.hostname), place.port or 80))
            open_until_the_end.enter_context(closing(client))
            client.sendall(beginning)
            clients.append(client)
        time.sleep(1)  # until every worker has taken what it takes
        yield clients
