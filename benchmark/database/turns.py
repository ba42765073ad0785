"""Who writes next: a turn for each, where SQLite would let whoever asks at the right moment write.

SQLite has no queue. Who finds its lock taken sleeps, longer each time, up to a tenth of a second,
and is overtaken by all who come while it sleeps: with sixty saves a second some waited fifteen
seconds and were refused, though the lock was free a third of the time. Here the threads of a
process wait for each other first, and the one in front looks every millisecond whether another
process has the turn: a lock on a file beside the database, which ends with the process that holds
it. SQLite's own lock still decides; without a turn people would only wait longer.
"""

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

LOOK_AGAIN = 0.001  # seconds; a save takes several
AFTER_YOU = 2 * LOOK_AGAIN  # a process that has just had the turn lets those who look have theirs
_threads = threading.Lock()
_had_it = [float("-inf")]  # when this process last gave the turn back


@contextlib.contextmanager
def turn_to_write(engine: Engine, patience: float) -> Iterator[None]:
    """Wait for this database's turn, at most ``patience`` seconds; then go on without."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file:
        yield
        return
    give_up = time.monotonic() + patience
    mine = _threads.acquire(timeout=patience)
    try:
        with _file_turn(Path(f"{file}-turn"), give_up):
            yield
    finally:
        if mine:
            _threads.release()


@contextlib.contextmanager
def _file_turn(file: Path, give_up: float) -> Iterator[None]:
    try:
        # opened each time: a lock goes with what is open, and a forked worker shares that
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # the folder may not be written to, or is full: SQLite says so in its own words
        yield
        return
    try:
        time.sleep(max(0.0, _had_it[0] + AFTER_YOU - time.monotonic()))
        while not _taken(opened) and time.monotonic() < give_up:
            time.sleep(LOOK_AGAIN)
        yield
    finally:
        os.close(opened)
        _had_it[0] = time.monotonic()


def _taken(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
