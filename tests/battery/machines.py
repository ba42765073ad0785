"""What stands around several servers: a balancer, workers, and people who save without a pause."""

import http.client
import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.battery.gunicorns import Serving
from tests.battery.writers import Lead, Save, Told, over_http, writing
from tests.running import PROGRAMS, ROOT

NO_ANSWER = (OSError, http.client.HTTPException, ValueError)  # ValueError: half of one
OUR_WORKER = (str(PROGRAMS / "benchmark"), "worker")
Answer = TypeVar("Answer")


@dataclass
class Balancer:
    """Sends each request to one of the servers it knows, and once more if there is no answer."""

    places: tuple[str, ...] = ()
    tries: int = 2
    retried: int = 0
    failed: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(1))

    def ask(self, go: Callable[[str], Answer]) -> Answer | None:
        """What the first server that answers says; ``go`` takes its host:port."""
        for place in self.chance.sample(self.places, min(self.tries, len(self.places))):
            try:
                return go(place)
            except NO_ANSWER:
                self.retried += 1
        self.failed += 1
        return None

    def for_lead(self, lead: Lead) -> Save:
        def save(page: str, form: dict[str, str]) -> tuple[int, Any]:
            # without an answer the lead sends it again
            return self.ask(lambda place: over_http(place, lead)(page, form)) or (0, None)

        return save

    def add(self, server: Serving) -> None:
        self.places = (*self.places, server.place)

    def leave_out(self, server: Serving) -> None:
        self.places = tuple(place for place in self.places if place != server.place)


def until_told(
    balancer: Balancer, lead: Lead, practices: tuple[str, ...], told: Told, stop: threading.Event
) -> list[int]:
    """Save until the end; what comes back."""
    statuses: list[int] = []
    for status in writing(lead, practices, told, told.note, balancer.for_lead(lead)):
        statuses.append(status)
        if stop.is_set() and status:
            return statuses
    return statuses


def wait_until(condition: Callable[[], bool], seconds: float = 90) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "the workers have not done their work"
        time.sleep(0.05)


@contextmanager
def worker(
    address: str, command: Sequence[str] = OUR_WORKER, **settings: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as a process of its own; killed at the end if it still runs."""
    quiet, environment = subprocess.DEVNULL, os.environ | {"DATABASE_URL": address} | settings
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
