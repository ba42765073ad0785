"""The whole server is killed while six leads save: what they were told is saved is there.

Gunicorn's master and workers get SIGKILL at the same moment, and every answer that was
acknowledged is read back from the database, by a process that was never told of it. Two kills in
every run; ``KILLS=200`` for the whole battery (a tenth as many with PostgreSQL, whose own server is
stopped in ``test_stopped_postgresql.py``).
"""

import http.client
import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from tests.battery.gunicorns import OURS, gunicorn
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

KILLS = int(os.environ.get("KILLS", "2"))
LONGEST = 1.0  # seconds of saving until the kill


def test_what_is_told_to_be_saved_survives_a_kill(
    acceptance_on_both: str,
    questionnaire: Questionnaire,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    leads, practices = six_leads(acceptance_on_both), practices_of(questionnaire)
    times = KILLS if acceptance_on_both.startswith("sqlite") else max(1, KILLS // 10)
    seen = list(islice(kills(OURS, acceptance_on_both, leads, practices, tmp_path), times))
    lost, saves = [each for found, _ in seen for each in found], sum(saves for _, saves in seen)
    kind = acceptance_on_both.split(":", maxsplit=1)[0]
    tell(
        capsys, f"{len(seen)} kills ({kind}): {saves} acknowledged saves, {len(lost)} of them lost"
    )
    assert lost == []
    assert saves > times


def test_a_server_that_acknowledges_before_it_saves_is_caught(
    acceptance_sqlite: str, questionnaire: Questionnaire, tmp_path: Path
) -> None:
    leads, practices = six_leads(acceptance_sqlite), practices_of(questionnaire)
    broken = "tests.battery.broken:acknowledging_first()"
    found = islice(kills(broken, acceptance_sqlite, leads, practices, tmp_path), 5)
    assert any("was acknowledged" in each for lost, _ in found for each in lost)


def kills(
    app: str, address: str, leads: list[Lead], practices: tuple[str, ...], folder: Path
) -> Iterator[tuple[list[str], int]]:
    """Kill the server again and again; what was lost each time, and how many saves were kept."""
    chance, told = random.Random(1), settled(rows_at(address))
    while True:
        begun = threading.Event()
        with gunicorn(address, folder, app) as server, ThreadPoolExecutor(len(leads)) as pool:
            running = [
                pool.submit(until_killed, server.place, each, practices, told, begun)
                for each in leads
            ]
            assert begun.wait(60)
            time.sleep(chance.uniform(0, LONGEST))
            server.kill()
            statuses = [status for run in running for status in run.result()]
        assert set(statuses) == {200}, server.log.read_text()
        rows = rows_at(address)
        yield untrue(told, rows), len(statuses)
        told = settled(rows)


def until_killed(
    place: str, lead: Lead, practices: tuple[str, ...], told: Told, begun: threading.Event
) -> list[int]:
    """Save until there is no answer; the statuses of those that came."""
    statuses: list[int] = []
    with suppress(OSError, http.client.HTTPException, ValueError):  # ValueError: half an answer
        for status in writing(lead, practices, told, told.note, over_http(place, lead)):
            statuses.append(status)
            begun.set()
    return statuses
