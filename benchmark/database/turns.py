"""Who writes next: a turn for each, where SQLite would let whoever asks at the right moment write.

SQLite has no queue. Who finds its lock taken sleeps, longer each time, up to a tenth of a second,
and is overtaken by all who come while it sleeps: with sixty saves a second some waited fifteen
seconds and were refused, though the lock was free a third of the time. Here the threads of a
process wait for each other first, and the one in front waits for other processes: first for the
place at the head of the queue, then, in that place, for the turn. Who has just had the turn needs
the place at the head before the next one, and cannot overtake whoever stands there.

Place and turn are locks on two empty files beside the database, which end with the process that
holds them. SQLite's own lock still decides; without a turn people would only wait longer.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock

from sqlalchemy import Engine

LOOK_AGAIN = 0.001  # seconds; a save takes several
QUEUES: dict[str, Lock] = {}  # those of this process who want to write, by the file's name
Back = Callable[[], None]


class TurnTaken(Exception):
    """Others have the turn or wait for it, and this one was not to wait."""


@contextmanager
def turn_to_write(engine: Engine, patience: float) -> Iterator[None]:
    """Wait for this database's turn, at most ``patience`` seconds; then go on without.

    Without patience, raises ``TurnTaken`` unless the turn is free.
    """
    give_back = take_turn(engine, patience)
    try:
        yield
    finally:
        give_back()


def take_turn(engine: Engine, patience: float) -> Back:
    """The same as a step of its own, which returns how the turn is given back."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file:
        return _nothing
    give_up, queue = time.monotonic() + patience, QUEUES.setdefault(file, Lock())
    leave = queue.release if queue.acquire(timeout=patience) else _nothing
    if leave is _nothing and not patience:
        raise TurnTaken
    try:
        opened = _turn_of_processes(file, give_up)
    except OSError as refused:
        # it takes too long, or the folder is full or not to be written to: SQLite has the say
        if patience or not isinstance(refused, TimeoutError):
            return leave
        leave()
        raise TurnTaken from None
    except BaseException:
        leave()
        raise
    return partial(_give_back, opened, leave)


def _nothing() -> None:
    """Nothing was taken."""


def _give_back(opened: int, leave: Back) -> None:
    try:
        _let_go(opened)
    finally:
        leave()


def _turn_of_processes(file: str, give_up: float) -> int:
    """The file whose lock is the turn; `TimeoutError` at ``give_up``, by the monotonic clock."""
    head = _locked(f"{file}-next", give_up)
    try:
        return _locked(f"{file}-turn", give_up)
    finally:
        _let_go(head)


def _locked(file: str, give_up: float) -> int:
    # opened anew each time: a process that is forked shares no lock with the one it comes from
    opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        while not _has_lock(opened):
            _refuse_from(give_up)
            time.sleep(LOOK_AGAIN)
    except BaseException:
        os.close(opened)
        raise
    return opened


def _has_lock(opened: int) -> bool:
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refuse_from(moment: float) -> None:
    if time.monotonic() >= moment:
        raise TimeoutError


def _let_go(opened: int) -> None:
    # said, not left to the closing: a process that was forked meanwhile still has the file open
    fcntl.flock(opened, fcntl.LOCK_UN)
    os.close(opened)
