"""Who writes next: a turn for each, where SQLite would let whoever asks at the right moment write.

SQLite has no queue. Who finds its lock taken sleeps, longer each time, up to a tenth of a second,
and is overtaken by all who come while it sleeps: with sixty saves a second some waited fifteen
seconds and were refused, though the lock was free a third of the time. Here the threads of a
process wait for each other first, and the one in front looks every millisecond whether another
process has the turn: a lock on a file beside the database, which ends with the process that holds
it. SQLite's own lock still decides; without a turn people would only wait longer.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock

from filelock import FileLock, Timeout
from sqlalchemy import Engine

LOOK_AGAIN = 0.001  # seconds; a save takes several
AFTER_YOU = 2 * LOOK_AGAIN  # a process that has just had the turn lets those who look have theirs


@dataclass
class Queue:
    """Those of this process who want to write to one file."""

    lock: FileLock  # against other processes; opened anew for each turn, also after a fork
    one_at_a_time: Lock = field(default_factory=Lock)
    given_back: float = float("-inf")  # when one of them last gave the turn back

    def give_back(self) -> None:
        self.given_back = time.monotonic()


QUEUES: dict[str, Queue] = {}  # by the file's name


class TurnTaken(Exception):
    """Others have the turn or wait for it, and this one was not to wait."""


@contextmanager
def turn_to_write(engine: Engine, patience: float) -> Iterator[None]:
    """Wait for this database's turn, at most ``patience`` seconds; then go on without.

    Without patience, raises ``TurnTaken`` unless the turn is free.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file:
        yield
        return
    queue, give_up = _queue_of(file), time.monotonic() + patience
    with ExitStack() as held:
        if queue.one_at_a_time.acquire(timeout=patience):
            held.callback(queue.one_at_a_time.release)
        elif not patience:
            raise TurnTaken
        if (early := queue.given_back + AFTER_YOU - time.monotonic()) > 0:  # to sleep for 0 costs
            time.sleep(early)
        try:
            queue.lock.acquire(max(0.0, give_up - time.monotonic()), poll_interval=LOOK_AGAIN)
        except OSError as refused:
            # it takes too long, or the folder is full or not to be written to: SQLite has the say
            if isinstance(refused, Timeout) and not patience:
                raise TurnTaken from None
        else:
            held.callback(queue.give_back)
            held.callback(queue.lock.release)
        yield


def _queue_of(file: str) -> Queue:
    if file not in QUEUES:
        lock = FileLock(f"{file}-turn", mode=0o600, thread_local=False)
        QUEUES.setdefault(file, Queue(lock))  # of two threads at once the first one's
    return QUEUES[file]
