"""Overwriting what was deleted: a database keeps old bytes in its file until something needs room.

SQLite is written anew, without what was deleted, and its log is emptied. PostgreSQL writes old rows
over by itself in its own time, and its logs and archives are its own: a dump no longer has them.
"""

import sqlite3
import time
from contextlib import closing

from sqlalchemy import Engine

from benchmark.database.turns import turn_to_write

PATIENCE = 15.0  # seconds for a running server to let go
PAUSE = 0.2
IN_USE = "somebody is still reading the state before"


class NotScrubbed(Exception):
    """The file still holds bytes of what was deleted; the message says why."""


def scrub(engine: Engine, patience: float = PATIENCE) -> None:
    """Leave no byte of what was deleted in a SQLite file or its log; raises ``NotScrubbed``."""
    if engine.dialect.name != "sqlite":
        return
    engine.dispose()  # our own connections would keep the log in use
    give_up = time.monotonic() + patience
    while reason := _why_not(engine):
        if time.monotonic() > give_up:
            raise NotScrubbed(reason)
        time.sleep(PAUSE)


def _why_not(engine: Engine) -> str:
    """Write the file anew and empty its log; why that cannot be just now, or nothing."""
    file = str(engine.url.database)
    # SQLite before 3.51.3 may damage a file whose log one empties just as another begins it anew,
    # and who writes begins it anew: nobody else writes in this turn
    with (
        turn_to_write(engine, PATIENCE),
        closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as connection,
    ):
        try:
            if _log_is_in_use(connection):  # then the whole file need not be written in vain
                return IN_USE
            connection.execute("VACUUM")
            return IN_USE if _log_is_in_use(connection) else ""
        except sqlite3.OperationalError as error:
            return str(error)


def _log_is_in_use(connection: sqlite3.Connection) -> bool:
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy)
