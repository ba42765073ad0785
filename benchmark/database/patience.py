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
from psycopg.errors import ConnectionTimeout

SILENCE = 8  # seconds; at worst the pool's question, a new connection and a statement: 24 of the 30
SPARED = 5  # seconds in which nobody waits for a server that has not let anybody in
REFUSED_UNTIL: dict[tuple[Any, Any], float] = {}  # server -> a moment of the monotonic clock
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


def connect_for_a_while(*arguments: Any, **options: Any) -> ConnectionForAWhile:
    """Connect, or raise `OperationalError` after ``SILENCE`` seconds.

    Just after a server has not even answered that, nobody waits for it again: whoever stands in the
    queue behind would otherwise wait for all before them.
    """
    server = (options.get("host"), options.get("port"))
    if time.monotonic() < REFUSED_UNTIL.get(server, 0):
        raise SilentServer("the database did not answer a moment ago")
    try:
        return ConnectionForAWhile.connect(*arguments, **{"connect_timeout": SILENCE} | options)
    except ConnectionTimeout:
        REFUSED_UNTIL[server] = time.monotonic() + SPARED
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
