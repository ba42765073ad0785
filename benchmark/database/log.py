"""SQLite's log is moved into its file by whoever has just written, once nobody waits for them.

SQLite itself does so within a commit, and all who save wait for it: a thousand pages and two calls
that the disk has them, a third of a second on a slow one. Here others go on to save meanwhile, and
wait only for what these have added: that is moved in a turn of its own, because SQLite begins its
log anew only when all of it was moved.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from benchmark.database.turns import turn_to_write

EVERY = 100  # transactions of one process, of about eight pages each
PATIENCE = 1.0  # seconds; the next one will do it otherwise
MOVE = "PRAGMA wal_checkpoint(PASSIVE)"  # waits for nobody
WRITTEN: dict[str, Iterator[int]] = {}  # counts transactions, by the file's name


def after_writing(engine: Engine) -> None:
    """Count a transaction that was committed; now and then, move what the log holds."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file:
        return
    if next(WRITTEN.setdefault(file, count(1))) % EVERY == 0:
        # what is in the log is kept: that it cannot be moved, as on a full disk, harms nobody
        with suppress(sqlite3.Error, SQLAlchemyError):
            _move(engine)


def _move(engine: Engine) -> None:
    with closing(engine.raw_connection()) as lent:
        connection: Any = lent.driver_connection
        connection.execute(MOVE).fetchone()
        with turn_to_write(engine, PATIENCE):
            connection.execute(MOVE).fetchone()
