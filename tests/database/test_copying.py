"""The whole database moves to the other kind row by row, or nothing of it does."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from benchmark.database.backup_file import BackupFault
from benchmark.database.contents import tables_of
from benchmark.database.copying import copy_database
from benchmark.database.migration import SchemaMismatch, check_schema
from benchmark.database.people import Person, Trust
from benchmark.database.session import sqlite_url, transaction
from benchmark.database.tables import all_tables
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import BOTH, closing, scratch_database
from tests.servers import browser_of, copied, own_response, serving

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture(params=BOTH)
def source(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The acceptance scenario on both databases, with an odd name in it."""
    with closing(request.getfixturevalue(f"acceptance_{request.param}")) as engine:
        with transaction(engine, writes=True) as session:
            session.execute(update(Person).where(Person.id == 1).values(name="Ŵyn 'O”\\\n\t"))
        yield engine


@pytest.fixture
def target(source: Engine, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty place of the other kind."""
    if source.dialect.name == "postgresql":
        with closing(sqlite_url(tmp_path / "new/place")) as engine:
            yield engine
        return
    server = request.getfixturevalue("postgresql_url")
    with scratch_database(server, template="template1") as url, closing(url) as engine:
        yield engine


def rows_of(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table as Python sees it: an own way of comparing."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in all_tables()
        }


def is_untouched(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        return not Path(str(engine.url.database)).parent.parent.exists()
    with engine.connect() as connection:
        routines = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        return tables_of(connection) == [] and connection.scalar(text(routines)) == 0


def test_every_row_arrives_and_the_rules_of_the_tables_with_them(
    source: Engine, target: Engine
) -> None:
    facts = copy_database(source, target)
    assert rows_of(target) == rows_of(source)
    assert facts["people"].rows == len(rows_of(source)["people"]) == 20
    check_schema(target)
    with target.begin() as connection, pytest.raises(SQLAlchemyError, match="questionnaire"):
        connection.execute(text("DELETE FROM questionnaires"))


def test_new_rows_get_numbers_that_are_free(source: Engine, target: Engine) -> None:
    copy_database(source, target)
    with transaction(target, writes=True) as session:
        session.add(Trust(code="ZZQ", name="Added later"))
        session.flush()


def test_people_go_on_where_they_were(
    source: Engine, target: Engine, questionnaire: Questionnaire
) -> None:
    copy_database(source, target)
    with serving(target.url.render_as_string(hide_password=False)) as app:
        lead = browser_of(app, "clinical.medicine@north.example")
        page = f"{own_response(lead)}/{questionnaire.keys[0]}"
        assert (
            lead.send(page, answer="4", evidence="after the move", version="0").status_code == 303
        )
        assert "after the move" in lead.get(page).text


def test_there_and_back_is_the_same(acceptance: str, fresh_postgresql: str, tmp_path: Path) -> None:
    back = sqlite_url(tmp_path / "back")
    with closing(acceptance) as one, closing(fresh_postgresql) as two, closing(back) as three:
        assert copy_database(one, two) == copy_database(two, three)
        assert rows_of(three) == rows_of(one)


def test_a_place_that_is_taken_is_left_alone(
    acceptance_sqlite: str, acceptance_postgresql: str
) -> None:
    with closing(acceptance_sqlite) as one, closing(acceptance_postgresql) as two:
        before = rows_of(one), rows_of(two)
        for source, target in ((one, two), (two, one)):
            with pytest.raises(BackupFault, match="already"):
                copy_database(source, target)
        assert (rows_of(one), rows_of(two)) == before


def test_a_copy_of_the_same_kind_is_what_backups_are_for(acceptance: str, tmp_path: Path) -> None:
    with (
        closing(acceptance) as one,
        closing(sqlite_url(tmp_path / "new")) as two,
        pytest.raises(BackupFault, match="benchmark backup"),
    ):
        copy_database(one, two)
    assert not (tmp_path / "new").exists()


def test_another_schema_is_refused(source: Engine, target: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '012'"))
    with pytest.raises(SchemaMismatch, match="run benchmark migrate"):
        copy_database(source, target)
    assert is_untouched(target)


def test_a_table_that_is_not_ours_is_refused(source: Engine, target: Engine) -> None:
    with source.begin() as connection:
        connection.execute(text("CREATE TABLE notes_of_somebody (note TEXT)"))
    with pytest.raises(BackupFault, match="not ours: notes_of_somebody"):
        copy_database(source, target)
    assert is_untouched(target)


def test_a_copy_that_is_stopped_leaves_nothing_and_is_begun_again(
    source: Engine, target: Engine
) -> None:
    for moment in (0, 1, 15, len(all_tables()) - 1):

        def stop(names: Sequence[str], moment: int = moment) -> Iterator[str]:
            yield from names[:moment]
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            copy_database(source, target, stop)
        assert is_untouched(target)
    copy_database(source, target)
    assert rows_of(target) == rows_of(source)


def test_what_is_written_meanwhile_is_found(source: Engine, target: Engine) -> None:
    def write(names: Sequence[str]) -> Iterator[str]:
        yield from names
        with transaction(source, writes=True) as session:
            session.execute(update(Person).where(Person.id == 2).values(name="Somebody Else"))

    with pytest.raises(BackupFault, match="somebody has written to the source"):
        copy_database(source, target, write)
    assert is_untouched(target)


def test_a_row_that_is_changed_on_the_way_is_found(acceptance: str, fresh_postgresql: str) -> None:
    with closing(acceptance) as source, closing(fresh_postgresql) as target:
        with target.begin() as connection:
            connection.execute(text(CHANGING))
        with pytest.raises(BackupFault, match="not those of the source; people: 20 rows"):
            copy_database(source, target)
        with target.connect() as connection:
            assert tables_of(connection) == []


# a server on which every table gets a trigger that changes what is put in
CHANGING = """
CREATE FUNCTION change_names() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END $$;
CREATE FUNCTION add_trigger() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
    IF made.object_identity = 'public.people' THEN
      CREATE TRIGGER changed BEFORE INSERT ON people
        FOR EACH ROW EXECUTE FUNCTION change_names();
    END IF;
  END LOOP;
END $$;
CREATE EVENT TRIGGER on_table ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION add_trigger();
"""


def test_what_postgresql_cannot_keep_is_told(
    released_model: Path, fresh_postgresql: str, tmp_path: Path
) -> None:
    with closing(copied(released_model, tmp_path)) as source, closing(fresh_postgresql) as target:
        with source.begin() as connection:
            connection.execute(text("UPDATE people SET name = 'a' || char(0) || 'b' WHERE id = 1"))
        with pytest.raises((SQLAlchemyError, ValueError)):
            copy_database(source, target)
        assert is_untouched(target)
