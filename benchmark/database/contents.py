"""All that a database holds, counted and hashed row by row, the same on every machine."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, Select, inspect, select, table, text

QUEUE = (
    "huey_"  # wakes workers and may be thrown away: what there is to do stands in our own tables
)
AT_ONCE = 500  # rows in memory
Watch = Callable[[Sequence[str]], Iterable[str]]  # hands out tables, and may show how far it is


class TableFacts(BaseModel):
    """One table: how many rows it has, and one hash of them all, in whatever order they come."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rows: int
    sha256: str


def contents(connection: Connection, watch: Watch = iter) -> dict[str, TableFacts]:
    """Count and hash the rows of every table, as this connection's transaction sees them."""
    return {name: facts_of(connection, name) for name in watch(tables_of(connection))}


def tables_of(connection: Connection) -> list[str]:
    """Name all tables but those of the queue."""
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if not name.startswith(QUEUE))


def facts_of(connection: Connection, name: str) -> TableFacts:
    """Hash each row by itself and then all of them sorted, so that no order of rows counts."""
    return facts_told(connection, select(text("*")).select_from(table(name)))


def facts_told(connection: Connection, everything: Select[Any]) -> TableFacts:
    """Count and hash what is selected.

    With the types of its columns no difference between databases counts; without them it also
    matters how this one keeps a value.
    """
    found = connection.execute(everything, execution_options={"yield_per": AT_ONCE})
    columns = list(found.keys())
    hashes = sorted(hashlib.sha256(canonical(columns, row)).digest() for row in found)
    whole = hashlib.sha256(json.dumps(sorted(columns)).encode())
    for one in hashes:
        whole.update(one)
    return TableFacts(rows=len(hashes), sha256=whole.hexdigest())


def canonical(columns: Sequence[str], row: Sequence[Any]) -> bytes:
    """Write one row so that the same values give the same bytes, and other values others."""
    named = {name: _plain(value) for name, value in zip(columns, row, strict=True)}
    return json.dumps(named, sort_keys=True, default=repr).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"bytes": hashlib.sha256(value).hexdigest()}
    if isinstance(value, datetime):
        # PostgreSQL gives moments in the zone of the session
        return {"moment": (value.astimezone(UTC) if value.tzinfo else value).isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value
