"""What one connection may keep for as long as nobody writes anything.

Both databases can tell, for less than a query costs, whether anything was committed since a
connection last looked, by whichever process. What was read before is then what would be read now.
"""

from collections.abc import Hashable
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from benchmark.database.sqlite import VERSION, pair_of

MOST = 48  # things that one connection keeps
KEPT = "kept while nothing is written"
# the same text twice: no transaction that writes has ended in between. A standby server's
# snapshot leaves transactions out, so nothing is kept there
SNAPSHOT = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_snapshot()::text END"


def kept_while_unchanged(session: Session) -> dict[Hashable, Any]:
    """Return what was put here by earlier transactions of this connection, or an empty place.

    It is empty once anything was committed to the database, by anybody, since it was filled; and
    always in a transaction that may write itself. What depends on the time must have it in its key.
    """
    connection = session.connection()
    if _may_write(connection):
        return {}
    here, found = session.info.get(KEPT, (None, None))
    if here is session.get_transaction() and found is not None:
        return cast("dict[Hashable, Any]", found)  # asked once a transaction
    sign = _sign(connection)
    last: Hashable
    kept: dict[Hashable, Any]
    last, kept = connection.info.get(KEPT, (None, {}))
    if sign is None or sign != last or len(kept) >= MOST:
        kept = {}
        connection.info[KEPT] = (sign, kept)
    session.info[KEPT] = (session.get_transaction(), kept)
    return kept


def _sign(connection: Connection) -> Hashable:
    """Differs from this connection's last one if anything was committed; None: nobody knows."""
    if connection.dialect.name == "postgresql":
        snapshot: str | None = connection.exec_driver_sql(SNAPSHOT).scalar()
        return snapshot
    version: int | None = connection.exec_driver_sql(VERSION).scalar()
    return version


def _may_write(connection: Connection) -> bool:
    if connection.dialect.name == "sqlite":
        return not pair_of(connection).reading
    return bool(connection.get_execution_options().get("writes", True))
