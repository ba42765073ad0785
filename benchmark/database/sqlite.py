"""SQLite: connections of which each is a pair, one that only reads and one that writes.

What may not write is told SQLite by a switch, and at each switch SQLite forgets every statement it
has prepared. One connection that reads for one page and writes for the next would prepare each
statement anew each time, which takes longer than most statements do.
"""

import sqlite3
import time
from typing import Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.characteristics import ConnectionCharacteristic

BUSY_SECONDS = 15
# differs from before once anybody but the connection that asks has committed, in whatever process;
# within a transaction it stays as it was at its beginning
VERSION = "PRAGMA data_version"


class Pair(sqlite3.Connection):
    """What the pool lends: statements go to the one of the two that is in use."""

    def __init__(self, *where: Any, factory: Any = None, **how: Any) -> None:
        """Open both; ``factory`` is what made the driver come here."""
        del factory
        super().__init__(*where, **how)
        self.reading = False
        self.seen = 0  # the version for the one that writes, when the other one last began
        self.reader = sqlite3.connect(*where, **how)
        self.reader.execute("PRAGMA query_only=ON")

    @property
    def in_use(self) -> sqlite3.Connection:
        """The one of the two that statements go to; its transaction is the present one."""
        return self.reader if self.reading else self

    def ask(self, pragma: str) -> Any:
        """What the one that writes says of itself, also while the other one is in use."""
        return super().execute(pragma).fetchone()[0]

    def create_function(self, *what: Any, **how: Any) -> None:
        """Give both what SQLAlchemy gives to its connections."""
        super().create_function(*what, **how)
        self.reader.create_function(*what, **how)

    def cursor(self, *how: Any) -> Any:
        """A cursor of the one in use."""
        return self.reader.cursor(*how) if self.reading else super().cursor(*how)

    def execute(self, *what: Any) -> Any:
        """Let the one in use execute a statement."""
        return self.reader.execute(*what) if self.reading else super().execute(*what)

    def commit(self) -> None:
        """End the transaction of the one in use, if there is one, and keep what it has done."""
        if self.in_use.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        """End it, and keep nothing."""
        if self.in_use.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        """Close both; the last one of a file moves its log into it, so the one that writes."""
        self.reader.close()
        super().close()


class MayWrite(ConnectionCharacteristic):
    """What the option ``writes`` of a connection sets; it ends with its time in use."""

    transactional = True

    def set_characteristic(self, _: Any, opened: Any, value: Any) -> None:
        """Let the connection write, or not."""
        opened.reading = not value

    def reset_characteristic(self, _: Any, opened: Any) -> None:
        """Let it write, as it may without the option."""
        opened.reading = False

    def get_characteristic(self, _: Any, opened: Any) -> bool:
        """Return whether it may write."""
        return not opened.reading


def pair_of(connection: Connection) -> Pair:
    """What the pool has lent to this connection."""
    pair: Any = connection.connection.dbapi_connection
    return cast("Pair", pair)


def prepare_sqlite(engine: Engine) -> None:
    """Set up each connection to come, and begin transactions where SQLAlchemy does.

    Not in its event of that moment: with any such event each statement asks five lists of
    listeners, and takes twice as long.
    """
    event.listen(engine, "connect", _prepare)
    dialect: Any = engine.dialect
    dialect.connection_characteristics = dialect.connection_characteristics.union(
        {"writes": MayWrite()}
    )
    dialect.do_begin = _begin


def _prepare(pair: Pair, _: Any) -> None:
    _switch_to_wal(pair)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        pair.execute(f"PRAGMA {pragma}")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # on a new file SQLite may answer "database is locked" to this one at once instead of waiting,
    # and processes that start together would fail
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # the kind, without detail
            if not busy or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Any) -> None:
    # a write transaction takes its lock at the start: two that read first and write later
    # would otherwise fail instead of waiting for each other
    pair: Pair = connection.dbapi_connection
    if pair.reading:
        pair.seen = pair.ask(VERSION)
    pair.execute("BEGIN" if pair.reading else "BEGIN IMMEDIATE")
