"""A backup put back, to an empty place only, and compared row by row with what it should hold."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, text

from benchmark.database.backing_up import check_copy, refuse_other_rows
from benchmark.database.backup_file import BackupFault, Manifest, keep, sealed, unpack, work_folder
from benchmark.database.contents import Watch, contents, tables_of
from benchmark.database.migration import known_revisions
from benchmark.database.programs import pg_restore

ROUTINES = text(
    "SELECT oid::regprocedure::text FROM pg_proc "
    "WHERE pronamespace = current_schema()::regnamespace"
)


def restore(file: Path, engine: Engine, watch: Watch = iter) -> Manifest:
    """Put a backup into an empty database; what is now in it.

    Raises `BackupFault`, and leaves nothing behind, when the file is not what was once written,
    the place is taken, or the rows that come out are not those that went in.
    """
    manifest, _ = sealed(file)
    if manifest.kind != engine.dialect.name:
        raise BackupFault(
            f"{file} is a backup of a {manifest.kind} database, and this place is for "
            f"{engine.dialect.name}; name the place by --data (SQLite) or DATABASE_URL (PostgreSQL)"
        )
    if manifest.revision not in known_revisions():
        raise BackupFault(
            f"{file} was made by newer software ({manifest.version}, schema {manifest.revision}); "
            "install that software first"
        )
    PLACES[manifest.kind](file, manifest, engine, watch)
    return manifest


def check(file: Path, watch: Watch = iter) -> tuple[Manifest, str]:
    """Read a backup without restoring it: every byte, and of SQLite every row; its seal."""
    manifest, seal = sealed(file)
    with work_folder(elsewhere()) as folder:
        copy = folder / "checked"
        unpack(file, manifest, copy)
        if manifest.kind == "sqlite":
            check_copy(copy, manifest.tables, watch)
    return manifest, seal


def _into_sqlite(file: Path, manifest: Manifest, engine: Engine, watch: Watch) -> None:
    place = Path(str(engine.url.database))
    refuse_taken(place)
    with made(place.parent), work_folder(place.parent) as folder:
        copy = folder / place.name
        unpack(file, manifest, copy)
        check_copy(copy, manifest.tables, watch)
        keep(copy, place)


def refuse_taken(place: Path) -> None:
    """Refuse a place where a database, or what one has left, would be mixed with the new one."""
    taken = [each for each in map(place.with_name, _files(place.name)) if each.exists()]
    if taken:
        raise BackupFault(f"{taken[0]} is there already; restore to an empty folder")


def elsewhere() -> Path:
    """Where the machine keeps passing files (TMPDIR): a backup may lie where nobody can write."""
    return Path(tempfile.gettempdir())


def _files(name: str) -> list[str]:
    """A SQLite database and what it writes beside itself."""
    return [f"{name}{ending}" for ending in ("", "-wal", "-shm", "-journal")]


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder that is missing, for its owner only; after a fault it is gone again."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BackupFault(f"cannot make the folder {folder}: {error.strerror}") from error
    try:
        yield
    except BaseException:
        for each in missing:
            each.rmdir()
        raise


def _into_postgresql(file: Path, manifest: Manifest, engine: Engine, watch: Watch) -> None:
    with engine.connect() as connection:
        taken, routines = tables_of(connection), frozenset(connection.scalars(ROUTINES))
    if taken:
        raise BackupFault(f"the database holds tables already ({taken[0]}); make an empty one")
    with work_folder(elsewhere()) as folder:
        dump = folder / "database.dump"
        unpack(file, manifest, dump)
        pg_restore(engine.url, dump)
    try:
        with engine.connect() as connection:
            refuse_other_rows(contents(connection, watch), manifest.tables)
    except BaseException:
        with engine.begin() as connection:
            _empty(connection, routines)
        raise


def _empty(connection: Connection, kept: Collection[str]) -> None:
    """Drop what has just been restored into a database without tables; not routines it had."""
    restored = MetaData()
    restored.reflect(connection, only=tables_of(connection))
    restored.drop_all(connection)
    for routine in connection.scalars(ROUTINES).all():
        if routine not in kept:
            connection.exec_driver_sql(f"DROP ROUTINE {routine}")


PLACES: dict[str, Callable[[Path, Manifest, Engine, Watch], None]] = {
    "sqlite": _into_sqlite,
    "postgresql": _into_postgresql,
}
