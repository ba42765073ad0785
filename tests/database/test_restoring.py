"""A backup comes back to an empty place only, row by row the same, or nothing comes at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from benchmark.database.backing_up import back_up
from benchmark.database.backup_file import BackupFault, pack, sealed, unpack
from benchmark.database.contents import TableFacts, contents, tables_of
from benchmark.database.migration import check_schema
from benchmark.database.people import Trust
from benchmark.database.restoring import check, restore
from benchmark.database.session import sqlite_url, transaction
from tests.databases import BOTH, closing, scratch_database

FACTS = TableFacts(rows=4, sha256="0" * 64)


pytestmark = pytest.mark.usefixtures("postgresql_programs")


@pytest.fixture(params=BOTH)
def filled(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The acceptance scenario on both databases, with a file and an odd name in it."""
    with closing(request.getfixturevalue(f"acceptance_{request.param}")) as engine:
        with engine.begin() as connection:
            changed = text("UPDATE people SET name = :name WHERE id = 1")
            connection.execute(changed, {"name": "Ŵyn 'O”\\\n\t"})
        yield engine


@pytest.fixture
def backup(filled: Engine, tmp_path: Path) -> Path:
    back_up(filled, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def empty(filled: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty place of the same kind."""
    if filled.dialect.name == "sqlite":
        with closing(sqlite_url(tmp_path / "new/place")) as engine:
            yield engine
        return
    server = request.getfixturevalue("postgresql_url")
    with scratch_database(server, template="template1") as url, closing(url) as engine:
        yield engine


def rows_of(engine: Engine) -> dict[str, TableFacts]:
    with engine.connect() as connection:
        return contents(connection)


def is_untouched(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        return not Path(str(engine.url.database)).parent.parent.exists()
    with engine.connect() as connection:
        routines = connection.scalar(
            text(
                "SELECT count(*) FROM pg_proc WHERE prosrc LIKE '%RAISE%'"
                " AND pronamespace = 'public'::regnamespace"
            )
        )
        return tables_of(connection) == [] and routines == 0


def test_what_was_backed_up_comes_back_row_by_row(
    filled: Engine, backup: Path, empty: Engine
) -> None:
    manifest = restore(backup, empty)
    assert rows_of(empty) == rows_of(filled) == manifest.tables
    check_schema(empty)
    assert manifest.tables["people"].rows == 20
    # the rules of the tables have come along, and the numbers go on where they were
    with transaction(empty, writes=True) as session:
        session.add(Trust(code="ZZQ", name="Added later"))


def test_triggers_come_back_too(filled: Engine, backup: Path, empty: Engine) -> None:
    restore(backup, empty)
    assert triggers(empty) == triggers(filled) != []


def triggers(engine: Engine) -> list[str]:
    sources = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    }
    with engine.connect() as connection:
        return list(connection.scalars(text(sources[engine.dialect.name])))


def test_a_place_that_is_taken_is_left_alone(filled: Engine, backup: Path) -> None:
    before = rows_of(filled)
    with pytest.raises(BackupFault, match=r"is there already; restore to|holds tables already"):
        restore(backup, filled)
    assert rows_of(filled) == before


@pytest.mark.parametrize("left", ["-wal", "-journal"])
def test_what_an_old_database_left_would_be_mixed_with_the_new(
    acceptance: str, tmp_path: Path, left: str
) -> None:
    with closing(acceptance) as engine:
        back_up(engine, tmp_path / "out")
    place = tmp_path / "place"
    place.mkdir()
    (place / f"benchmark.sqlite{left}").touch()
    with closing(sqlite_url(place)) as engine, pytest.raises(BackupFault, match="restore to an em"):
        restore(tmp_path / "out", engine)


def test_a_flipped_byte_a_cut_and_a_foreign_file_leave_nothing_behind(
    backup: Path, empty: Engine
) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
    for wrong in (flipped, whole[:middle], whole[:-1], b"SQLite format 3\0" * 100, b""):
        backup.write_bytes(wrong)
        with pytest.raises(BackupFault, match="is not a backup of this software, or it was cut"):
            restore(backup, empty)
        assert is_untouched(empty)
    backup.write_bytes(whole)
    assert restore(backup, empty)


def forged(backup: Path, tmp_path: Path, **changed: object) -> Path:
    """The same database under another manifest, sealed as ours are."""
    manifest, _ = sealed(backup)
    content = tmp_path / "content"
    unpack(backup, manifest, content)
    pack(content, manifest.model_copy(update=changed), tmp_path / "forged")
    return tmp_path / "forged"


def test_other_rows_than_the_manifest_says_leave_nothing_behind(
    backup: Path, empty: Engine, tmp_path: Path
) -> None:
    manifest, _ = sealed(backup)
    wrong = forged(backup, tmp_path, tables=manifest.tables | {"people": FACTS})
    with pytest.raises(BackupFault, match=r"people: 20 rows \(.*\) instead of 4 rows"):
        restore(wrong, empty)
    assert is_untouched(empty)
    if manifest.kind == "sqlite":
        with pytest.raises(BackupFault, match="people: 20 rows"):
            check(wrong)
    assert restore(backup, empty)  # and the place is as good as before


def test_a_restore_that_fails_leaves_what_was_in_the_database_before(
    acceptance_postgresql: str, tmp_path: Path, postgresql_url: str
) -> None:
    """A database without tables may have functions of its owner's."""
    with closing(acceptance_postgresql) as engine:
        manifest, _ = back_up(engine, tmp_path / "out")
    wrong = forged(tmp_path / "out", tmp_path, tables=manifest.tables | {"people": FACTS})
    with scratch_database(postgresql_url, template="template1") as url, closing(url) as empty:
        with empty.begin() as connection:
            connection.execute(text("CREATE FUNCTION seven() RETURNS int RETURN 7"))
        with pytest.raises(BackupFault, match="people: 20 rows"):
            restore(wrong, empty)
        with empty.connect() as connection:
            assert connection.scalar(text("SELECT seven()")) == 7
        assert is_untouched(empty)


def test_newer_software_and_another_kind_of_database_are_told(
    backup: Path, empty: Engine, tmp_path: Path
) -> None:
    with pytest.raises(BackupFault, match=r"made by newer software \(0.1.0, schema 999\)"):
        restore(forged(backup, tmp_path, revision="999"), empty)
    (tmp_path / "forged").unlink()
    (tmp_path / "content").unlink()
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[empty.dialect.name]
    with pytest.raises(BackupFault, match=f"is a backup of a {other} database"):
        restore(forged(backup, tmp_path, kind=other), empty)
    assert is_untouched(empty)


def test_a_check_reads_all_of_it_and_leaves_nothing(
    filled: Engine, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    manifest, seal = check(backup)
    assert (manifest, seal) == sealed(backup)
    assert manifest.tables == rows_of(filled)
    assert list(passing.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(acceptance: str, tmp_path: Path) -> None:
    with closing(acceptance) as engine:
        back_up(engine, tmp_path / "out")
    with (
        closing(sqlite_url(tmp_path / "out/inside")) as engine,
        pytest.raises(BackupFault, match="cannot make the folder"),
    ):
        restore(tmp_path / "out", engine)


def test_a_dump_is_the_moment_of_its_manifest(
    acceptance_postgresql: str, tmp_path: Path, postgresql_url: str
) -> None:
    """Somebody writes between our reading and the dump: the dump still has what we read."""
    with closing(acceptance_postgresql) as engine:

        def watched(tables: list[str]) -> Iterator[str]:
            with engine.begin() as other:
                other.execute(text("UPDATE people SET name = 'written meanwhile'"))
            yield from tables

        manifest, _ = back_up(engine, tmp_path / "out", watched)
        assert rows_of(engine) != manifest.tables
    with scratch_database(postgresql_url, template="template1") as url, closing(url) as empty:
        restore(tmp_path / "out", empty)
        assert rows_of(empty) == manifest.tables


def test_the_queue_stays_out_of_a_dump(
    acceptance_postgresql: str, tmp_path: Path, postgresql_url: str
) -> None:
    with closing(acceptance_postgresql) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE huey_task (id integer)"))
        back_up(engine, tmp_path / "out")
    with scratch_database(postgresql_url, template="template1") as url, closing(url) as empty:
        restore(tmp_path / "out", empty)
        assert "huey_task" not in inspect(empty).get_table_names()
