"""Work in a process of its own that ends by SIGKILL right before one of its SQL statements."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

LONGEST = 120  # seconds


def statements_of(go: Callable[[], object]) -> int:
    """How many statements some work sends, over all the databases that it opens."""
    seen = []

    def count(*call: Any) -> None:
        seen.append(call[2])

    event.listen(Engine, "before_cursor_execute", count)
    try:
        go()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    return len(seen)


def spread(moments: int, statements: int) -> list[int]:
    """Before which statements to end: the first, the last, and evenly between."""
    return sorted({1 + round(n * (statements - 1) / max(1, moments - 1)) for n in range(moments)})


def killed_before(
    number: int, work: Callable[..., object], *arguments: object, committing: str = ""
) -> int | None:
    """End ``work(*arguments)``, a function of a module, before that statement; its exit code.

    ``committing`` names a kind of database in which each statement is committed by itself: the
    twin that a test must catch.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([work.__module__])  # the imports once
    process = processes.Process(target=_until, args=(number, work, arguments, committing))
    process.start()
    process.join(LONGEST)
    return process.exitcode


def _until(
    number: int, work: Callable[..., object], arguments: tuple[object, ...], committing: str
) -> None:
    seen = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def end(*_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(Engine, "after_cursor_execute")
    def commit(connection: Any, *_: Any) -> None:
        if connection.dialect.name == committing:
            connection.connection.dbapi_connection.commit()

    work(*arguments)
