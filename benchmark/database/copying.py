"""The whole database moved to one of the other kind: from SQLite to PostgreSQL, and back.

The new database is there when every row of it was compared with the old one, or not at all: in
PostgreSQL everything happens in one transaction, and a SQLite file gets its name at the end. So a
copy that is killed leaves nothing that could be served, and is begun again from the start.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from benchmark.database.backing_up import check_copy, refuse_other_rows
from benchmark.database.backup_file import BackupFault, keep, work_folder
from benchmark.database.contents import AT_ONCE, TableFacts, Watch, contents, facts_told, tables_of
from benchmark.database.migration import check_schema, migrate, migrate_within
from benchmark.database.restoring import made, refuse_taken
from benchmark.database.session import open_database, sqlite_url
from benchmark.database.tables import all_tables

Facts = dict[str, TableFacts]
SNAPSHOT = {"writes": False, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def copy_database(source: Engine, target: Engine, watch: Watch = iter) -> Facts:
    """Copy all rows to an empty database; what is in both now, by table.

    Raises `SchemaMismatch` where the source is not at our schema, and `BackupFault` where the
    target is not empty, a row cannot be kept there, or somebody has written meanwhile. The target
    is then as it was.
    """
    if source.dialect.name == target.dialect.name:
        raise BackupFault(
            f"both databases are {source.dialect.name}; for a copy of the same kind use "
            "benchmark backup and benchmark restore"
        )
    check_schema(source)
    return PLACES[target.dialect.name](source, target, watch)


def _into_postgresql(source: Engine, target: Engine, watch: Watch) -> Facts:
    with target.begin() as connection:
        if taken := tables_of(connection):
            raise BackupFault(f"the target holds tables already ({taken[0]}); make an empty one")
        migrate_within(connection)
        return _filled(source, connection, watch)


def _into_sqlite(source: Engine, target: Engine, watch: Watch) -> Facts:
    place = Path(str(target.url.database))
    refuse_taken(place)
    with made(place.parent), work_folder(place.parent) as folder:
        working = open_database(sqlite_url(folder))
        try:
            migrate(working)
            with working.begin() as connection:
                facts = _filled(source, connection, watch)
            copy = Path(str(working.url.database))
            with working.execution_options(writes=False).connect() as connection:
                whole = contents(connection)
        finally:
            working.dispose()  # moves its log into the file
        check_copy(copy, whole)
        keep(copy, place)
    return facts


def _filled(source: Engine, target: Connection, watch: Watch) -> Facts:
    """Copy in one moment of the source, compare, and look whether the source has moved on."""
    tables = {table.name: table for table in all_tables()}
    options = SNAPSHOT if source.dialect.name == "postgresql" else {"writes": False}
    with source.execution_options(**options).connect() as reading:
        _refuse_unknown(set(tables_of(reading)), set(tables))
        wanted = {name: _moved(reading, target, tables[name]) for name in watch(list(tables))}
    found = {name: _facts(target, table) for name, table in tables.items()}
    refuse_other_rows(found, wanted, "source")
    with source.execution_options(**options).connect() as reading:
        later = {name: _facts(reading, table) for name, table in tables.items()}
    if later != wanted:
        raise BackupFault(
            "somebody has written to the source meanwhile; stop its servers and workers, and copy "
            "again"
        )
    return found


def _refuse_unknown(found: set[str], ours: set[str]) -> None:
    unknown = sorted(found - ours - {"alembic_version"})
    if unknown:
        raise BackupFault(f"the source has a table that is not ours: {', '.join(unknown)}")


def _moved(source: Connection, target: Connection, table: Table) -> TableFacts:
    """Copy the rows of one table; what they are in the source."""
    found = source.execute(select(table), execution_options={"yield_per": AT_ONCE})
    for rows in found.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])
    _go_on_counting(target, table)
    return _facts(source, table)


def _go_on_counting(target: Connection, table: Table) -> None:
    """PostgreSQL counts new numbers by itself, and has to know which are taken."""
    counted = table.autoincrement_column
    if target.dialect.name != "postgresql" or counted is None:
        return
    last = target.scalar(select(func.max(counted)))
    named = {"table": table.name, "column": counted.name, "last": last}
    if last is not None:
        target.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)"), named)


def _facts(connection: Connection, table: Table) -> TableFacts:
    return facts_told(connection, select(table))


PLACES: dict[str, Callable[[Engine, Engine, Watch], Facts]] = {
    "sqlite": _into_sqlite,
    "postgresql": _into_postgresql,
}
