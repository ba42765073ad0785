"""A PostgreSQL server that stays silent is given up in time to say so.

Nothing else ends such a wait: the server's own time limits stop with it, and the network goes on
acknowledging what a stopped process does not read. Whoever waits is then cut off by gunicorn, after
30 seconds and without a word.
"""

import time
from collections.abc import Generator
from typing import Any, TypeVar, cast

import psycopg
from psycopg.abc import PQGen

SILENCE = 8  # seconds; at worst the pool's question, a new connection and a statement: 24 of the 30
LOOK = 0.1  # seconds after which psycopg looks up from waiting
Result = TypeVar("Result")


class ConnectionForAWhile(psycopg.Connection[Any]):
    """A connection that ends when the server has said nothing for ``SILENCE`` seconds.

    What was asked last may or may not have been done by then.
    """

    def wait(
        self, gen: PQGen[Result], interval: float = LOOK, timeout: float | None = None
    ) -> Result:
        """Drive one of psycopg's generators, all of which wait here; `OperationalError` at the end.

        https://www.psycopg.org/psycopg3/docs/advanced/async.html tells how they ask to be driven.
        """
        try:
            return super().wait(until_silent(gen, SILENCE), interval, timeout)
        except SilentServer:
            self.pgconn.finish()  # an answer that comes later belongs to nobody
            raise


class SilentServer(psycopg.OperationalError):
    """The server has not answered in time."""


def until_silent(waiting: PQGen[Result], seconds: float) -> Generator[Any, Any, Result]:
    """Pass everything on, but raise `SilentServer` after so many seconds without any of it."""
    heard = time.monotonic()
    try:
        wanted = next(waiting)
        while True:
            ready = yield wanted
            if ready:
                heard = time.monotonic()
            elif time.monotonic() - heard > seconds:
                raise SilentServer(f"the database has not answered for {seconds:g} seconds")
            wanted = waiting.send(ready)
    except StopIteration as end:
        return cast("Result", end.value)
