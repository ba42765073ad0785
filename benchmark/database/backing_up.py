"""A copy of the whole database as it was at one moment, while others go on writing."""

import dataclasses
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.exc import DatabaseError

from benchmark.database.backup_file import (
    CONTENT,
    FORMAT,
    OWNER_ONLY,
    BackupFault,
    Manifest,
    fingerprint,
    flush,
    pack,
    work_folder,
)
from benchmark.database.contents import QUEUE, TableFacts, Watch, contents
from benchmark.database.migration import revision_of
from benchmark.database.programs import pg_dump
from benchmark.database.schema import now
from benchmark.database.session import open_database
from benchmark.database.sqlite import pair_of

PAGES = 256  # copied at once; writers and the progress bar get a turn in between


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """The database at one moment: when that was, its schema and every row."""

    moment: datetime
    revision: str
    tables: dict[str, TableFacts]


def back_up(engine: Engine, out: Path, watch: Watch = iter) -> tuple[Manifest, str]:
    """Write a backup of the database to a new file; what is in it, and its seal.

    Raises `BackupFault` where that cannot be; then there is no file.
    """
    if out.exists():
        raise BackupFault(f"{out} is there already; name another file")
    kind = engine.dialect.name
    with work_folder(out.parent) as folder:
        content = folder / CONTENT[kind]
        snapshot = COPIES[kind](engine, content, watch)
        size, digest = fingerprint(content)
        told = {"format": FORMAT, "kind": kind, "version": version("management-practice-benchmark")}
        found = {"content_bytes": size, "content_sha256": digest}
        manifest = Manifest.model_validate(told | found | dataclasses.asdict(snapshot))
        return manifest, pack(content, manifest, out)


def check_copy(copy: Path, tables: dict[str, TableFacts], watch: Watch = iter) -> None:
    """Compare a SQLite file, row by row, with what it should hold; raises `BackupFault`."""
    address = URL.create("sqlite", database=str(copy)).render_as_string()
    engine = open_database(address)
    try:
        with engine.execution_options(writes=False).connect() as connection:
            _refuse_torn(connection, copy)
            refuse_other_rows(contents(connection, watch), tables)
    except DatabaseError as error:
        raise BackupFault(f"{copy.name} is a torn database: {error.orig}") from error
    finally:
        engine.dispose()
    flush(copy)


def refuse_other_rows(
    found: dict[str, TableFacts], tables: dict[str, TableFacts], of: str = "backup"
) -> None:
    """Say where rows differ from what they should be."""
    names = sorted(name for name in found.keys() | tables if found.get(name) != tables.get(name))
    told = [
        f"{name}: {_rows(found.get(name))} instead of {_rows(tables.get(name))}" for name in names
    ]
    if told:
        raise BackupFault(f"the rows are not those of the {of}; " + "; ".join(told))


def _rows(facts: TableFacts | None) -> str:
    return f"{facts.rows} rows ({facts.sha256[:12]})" if facts else "no such table"


def _refuse_torn(connection: Connection, copy: Path) -> None:
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if found != ["ok"] or broken:
        reason = "; ".join(found) if found != ["ok"] else "rows point to nothing"
        raise BackupFault(f"{copy.name} is a torn database: {reason}")


def _copy_sqlite(engine: Engine, copy: Path, watch: Watch) -> Snapshot:
    with engine.execution_options(writes=False).connect() as connection:
        snapshot = _snapshot(connection, watch)
        # the same transaction still reads: it sees that moment, however long the copy takes and
        # whatever others write meanwhile, so the copy never has to begin again
        with closing(sqlite3.connect(copy)) as target:
            copy.chmod(OWNER_ONLY)
            pair_of(connection).in_use.backup(target, pages=PAGES)
    check_copy(copy, snapshot.tables, watch)
    return snapshot


def _dump_postgresql(engine: Engine, dump: Path, watch: Watch) -> Snapshot:
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.execution_options(**options).connect() as connection:
        exported = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        snapshot = _snapshot(connection, watch)
        pg_dump(engine.url, dump, exported, f"{QUEUE}*")
    return snapshot


def _snapshot(connection: Connection, watch: Watch) -> Snapshot:
    revision = revision_of(connection)  # the first read: from here on, the transaction stands still
    return Snapshot(now(), str(revision), contents(connection, watch))


COPIES: dict[str, Callable[[Engine, Path, Watch], Snapshot]] = {
    "sqlite": _copy_sqlite,
    "postgresql": _dump_postgresql,
}
