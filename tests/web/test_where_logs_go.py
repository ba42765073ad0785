"""The log of each process goes to standard error and nowhere else, as docs/controls.md lists it.

Real processes, which tell each file that they open to write and each address that they ask.
"""

import json
import re
import signal
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from sqlalchemy import update

from benchmark.database.mail import Mail
from benchmark.database.session import sqlite_url, transaction
from tests.commands.test_worker import environment
from tests.databases import closing
from tests.following import Followed
from tests.jobs.test_worker import invite_one
from tests.mail_server import PostOffice
from tests.running import GUNICORN, PROGRAMS, running, wait_for
from tests.servers import CSRF_FIELD

READER = "executive@north.example"
# what a data folder holds: README.md, "A real installation"
KEPT = re.compile(
    r"benchmark\.sqlite(-wal|-shm|-journal|-turn|-next|-migrating)?|queue\.sqlite(-\w+)?|secret-key"
    r"|benchmark\.[a-z.-]*(lock|turn)"
)
# where a program has nothing to say, and files that are open already
QUIET = re.compile(r"'/dev/null'|\d+")


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    return Followed(tmp_path / "followed")


def strange_files(followed: Followed, data: Path) -> list[str]:
    """What was opened to write, is still there, and is neither the data nor nothing."""
    named = {name.removeprefix("b") for name in followed.told("written")}
    ours = f"'{data}/"
    return sorted(
        name
        for name in named
        if not QUIET.fullmatch(name)
        and Path(name.strip("'")).exists()
        and not (name.startswith(ours) and KEPT.fullmatch(name.removeprefix(ours).rstrip("'")))
    )


def objects(text: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_web_processes_log_to_standard_error_only(
    data: Path, tmp_path: Path, followed: Followed
) -> None:
    log = tmp_path / "log"
    told = followed.environment | {"BENCHMARK_LOG": "json"}
    with running(GUNICORN, data, log, **told) as (process, address):
        wait_for(process, address, log)
        opener = build_opener(HTTPCookieProcessor())
        form = CSRF_FIELD.search(opener.open(f"{address}/sign-in", timeout=30).read().decode())
        assert form
        for sent in (f"csrf_token={form[1]}&email={READER}&password=wrong", "csrf_token=none"):
            with pytest.raises(OSError, match="400"):
                opener.open(f"{address}/sign-in", sent.encode(), timeout=30)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    lines = objects(log.read_text(encoding="utf-8"))
    assert {"gunicorn.error", "benchmark.requests", "benchmark.web.noticed"} <= {
        line["logger"] for line in lines
    }
    assert {"sign-in refused", "refused"} <= {line.get("event") for line in lines}
    assert strange_files(followed, data) == []
    assert followed.told("asked") == []
    assert [file.name for file in data.iterdir() if not KEPT.fullmatch(file.name)] == []


def test_a_worker_logs_to_standard_error_only_and_asks_the_mail_server_only(
    data: Path, tmp_path: Path, followed: Followed, post_office: PostOffice
) -> None:
    with closing(sqlite_url(data)) as engine:
        invite_one(engine)
        with transaction(engine, writes=True) as session:
            session.execute(update(Mail).values(address="no address"))
    benchmark = str(PROGRAMS / "benchmark")
    told = environment(post_office) | {"BENCHMARK_DATA": str(data), "BENCHMARK_LOG": "json"}
    for command in (["worker", "--once"], ["migrate"], ["audit", "verify"]):
        done = followed.run(benchmark, *command, cwd=tmp_path, **told)
        assert done.returncode == 0, done.stderr
        assert objects(done.stdout) == []
        if command[0] == "worker":
            assert {line["logger"] for line in objects(done.stderr)} == {"benchmark.jobs.mail"}
    assert strange_files(followed, data) == []
    assert set(followed.told("asked")) <= {f"('127.0.0.1', {post_office.port})"}
    assert followed.told("started") == []
    assert [file.name for file in data.iterdir() if not KEPT.fullmatch(file.name)] == []


PLANTED = {
    "written": "import logging; logging.FileHandler('planted.log')",
    "asked": "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
    "started": "import subprocess; subprocess.run(['true'])",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_process_that_does_more_is_found(tmp_path: Path, followed: Followed, kind: str) -> None:
    assert followed.run(sys.executable, "-c", PLANTED[kind], cwd=tmp_path).returncode == 0
    assert followed.told(kind) != []
    assert bool(strange_files(followed, tmp_path)) == (kind == "written")
