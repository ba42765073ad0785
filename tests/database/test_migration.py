"""From nothing to the current schema and back, on both databases, by one process or by eight."""

import hashlib
import importlib
import multiprocessing
import pkgutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, inspect, select, table, text

import benchmark.database
from benchmark.database import migration
from benchmark.database.migration import (
    SchemaMismatch,
    check_schema,
    migrate,
    migrations_folder,
    revision_in_force,
    revision_needed,
    step_back,
)
from benchmark.database.schema import Table
from benchmark.database.session import open_database, transaction

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(migrations_folder())).walk_revisions()))
]
# one row in every table of the first two revisions, told by SQL so that later models do not matter
ROWS_001 = """
INSERT INTO trusts (id, code, name, region, opened, closed, invented)
  VALUES (1, 'ZZN', 'Invented North', 'Y99', '2001-04-01', NULL, true);
INSERT INTO divisions (id, trust_id, key, name, position)
  VALUES (1, 1, 'medicine', 'Medicine', 0);
INSERT INTO people (id, name, email, password_hash, disabled_at, created_at)
  VALUES (1, 'Invented', 'i@north.example', NULL, NULL, '2026-01-01 00:00:00');
INSERT INTO memberships VALUES (1, 1, 1, 1, 'nursing', '2026-01-01', NULL);
INSERT INTO sign_ins (token_hash, person_id, created_at, expires_at)
  VALUES ('abc', 1, '2026-01-01 00:00:00', '2026-01-02 00:00:00');
INSERT INTO sign_in_attempts (id, email_hash, at) VALUES ('abc', 'def', '2026-01-01 00:00:00');
"""
ROWS_003 = """
INSERT INTO questionnaires VALUES ('1.0', 'abc', '{}', '2026-01-01 00:00:00');
"""
ROWS_002 = """
INSERT INTO rounds (id, trust_id, title, questionnaire, questionnaire_hash, opens_on, closes_on,
  state, level, lawful_basis, created_at) VALUES ('r1', 1, 'Spring', '1.0', 'abc', '2026-03-01',
  '2026-03-31', 'open', 'L1', '', '2026-01-01 00:00:00');
INSERT INTO responses (id, round_id, division_id, role, created_at, source)
  VALUES ('a1', 'r1', 1, 'nursing', '2026-01-01 00:00:00', 'screen');
INSERT INTO respondents VALUES ('a1', 1);
INSERT INTO answers (response_id, practice, level, evidence, share, version, tab, sequence,
  saved_at) VALUES ('a1', 'few-priorities', 4, '', false, 1, '', 0,
  '2026-01-01 00:00:00');
INSERT INTO submissions VALUES ('a1', 'abc', 'def', 1, '2026-01-01 00:00:00');
INSERT INTO reports (id, round_id, level, content_hash, data_cut, issued_at, pdf)
  VALUES ('d1', 'r1', 'L1', 'abc', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'abc');
"""

ANOTHER_SUBMISSION = """
INSERT INTO responses (id, round_id, division_id, role, created_at, source)
  VALUES ('{0}', 'r1', 1, '{0}', '2026-01-01 00:00:00', 'screen');
INSERT INTO submissions VALUES ('{0}', 'abc', 'def', 1, '2026-01-02 00:00:00');
"""
AN_EVENT = """
INSERT INTO round_events (id, round_id, kind, detail, at)
  VALUES ('e1', 'r1', 'opened', '', '2026-01-01 00:00:00');
"""
A_MAIL = """
INSERT INTO mails (id, occasion, kind, person_id, address, subject, body, page, message_id, state,
  due_at, attempts, error, created_at) VALUES ('{0}', '{0}', '{1}', 1, 'i@north.example', 'S', 'B',
  '', '{0}', 'waiting', '2026-01-01 00:00:00', 0, '', '2026-01-01 00:00:00');
"""

A_PLAN = """
INSERT INTO offers VALUES ('r1', 1, 'tracking', 'shows', 'the board', 'matron', 1, 1,
  '2026-01-01 00:00:00', NULL);
INSERT INTO actions VALUES ('c1', 'r1', 1, 'tracking', 'what', 'nursing', '2026-12-01', 'measure',
  2, 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00', NULL);
INSERT INTO action_notes (id, action_id, round_id, state, words, person_id, at)
  VALUES ('n1', 'c1', 'r1', 'in progress', 'half', 1, '2026-01-01 00:00:00');
"""

TOLD_SINCE = """
INSERT INTO divisions (id, trust_id, key, name, position)
  VALUES (2, 1, 'east', 'East', 1), (3, 1, 'west', 'West', 2);
INSERT INTO people (id, name, email, created_at)
  VALUES (2, 'Of both', 'both@north.example', '2026-01-01 00:00:00');
INSERT INTO rounds (id, trust_id, title, questionnaire, questionnaire_hash, opens_on, closes_on,
  state, level, lawful_basis, created_at) VALUES ('r2', 1, 'Autumn', '1.0', 'abc', '2026-09-01',
  '2026-09-30', 'open', 'L1', '', '2026-01-01 00:00:00');
INSERT INTO responses (id, round_id, division_id, role, created_at, source)
  VALUES ('a2', 'r2', 2, 'nursing', '2026-01-01 00:00:00', 'screen'),
  ('a3', 'r2', 2, 'clinical', '2026-01-01 00:00:00', 'screen'),
  ('a4', 'r2', 3, 'clinical', '2026-01-01 00:00:00', 'screen');
INSERT INTO respondents VALUES ('a2', 1), ('a3', 2), ('a4', 2);
INSERT INTO action_notes (id, action_id, round_id, state, words, person_id, at)
  VALUES ('n2', 'c1', 'r2', 'in progress', 'half', 1, '2026-01-01 00:00:00'),
  ('n3', 'c1', 'r2', 'done', '', 2, '2026-01-02 00:00:00');
"""

# rounds and what points to them as revision 002 had them, before questionnaires were stored
A_ROUND = """
INSERT INTO rounds VALUES ('{}', 1, 'Again', '{}', '{}', '2026-03-01', '2026-03-31', 'open',
  'L1', '', '2026-01-01 00:00:00')
"""
A_RESPONSE = """
INSERT INTO responses VALUES ('a1', 'r1', 1, 'nursing', NULL, NULL, '2026-01-01 00:00:00')
"""


def test_the_models_and_the_migrated_schema_are_the_same(empty_database: Engine) -> None:
    migrate(empty_database)
    load_every_model()
    with empty_database.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_rules_of_each_table_are_the_same_too(empty_database: Engine) -> None:
    """Alembic does not compare checks, so both ways of making the tables are read back."""
    load_every_model()
    migrate(empty_database)
    migrated = description(empty_database)
    step_back(empty_database, "base")
    with empty_database.begin() as connection:
        Table.metadata.create_all(connection)
    assert migrated == description(empty_database)
    assert any(table["checks"] for table in migrated.values())


def test_each_step_can_be_taken_down_and_up_again(empty_database: Engine) -> None:
    below = description(empty_database)
    for before, revision in pairwise([None, *REVISIONS]):
        up_to(empty_database, str(revision))
        there = description(empty_database)
        assert there != below, revision
        step_back(empty_database, "-1")
        assert revision_in_force(empty_database) == before
        assert description(empty_database) == below, revision
        up_to(empty_database, str(revision))
        assert description(empty_database) == there, revision
        below = there


def test_rows_survive_the_way_down_and_up_as_far_as_their_tables_do(
    empty_database: Engine,
) -> None:
    migrate(empty_database)
    run_script(empty_database, ROWS_001)
    run_script(empty_database, ROWS_003)  # rounds point to questionnaires
    run_script(empty_database, ROWS_002)
    people = contents(empty_database, tables_of(ROWS_001))
    step_back(empty_database, "001")
    migrate(empty_database)
    check_schema(empty_database)
    assert contents(empty_database, tables_of(ROWS_001)) == people
    assert not any(contents(empty_database, tables_of(ROWS_002)).values())


def test_rows_survive_the_way_up(empty_database: Engine) -> None:
    up_to(empty_database, "001")
    run_script(empty_database, ROWS_001)
    people = contents(empty_database, tables_of(ROWS_001))
    migrate(empty_database)
    after = contents(empty_database, tables_of(ROWS_001))
    for name, rows in people.items():  # later revisions add columns at the end
        assert [row[: len(old)] for row, old in zip(after[name], rows, strict=True)] == rows


def test_three_submissions_that_were_open_already_stay_released(empty_database: Engine) -> None:
    up_to(empty_database, "006")
    run_script(empty_database, ROWS_001 + ROWS_003 + ROWS_002)
    migrate_to(empty_database, "007")
    assert contents(empty_database, ["releases"])["releases"] == []
    step_back(empty_database, "006")
    for role in ("clinical", "operational"):
        run_script(empty_database, ANOTHER_SUBMISSION.format(role))
    migrate_to(empty_database, "007")
    (released,) = contents(empty_database, ["releases"])["releases"]
    assert released[:2] == ("r1", 1)


def test_a_report_that_was_issued_already_gets_its_kind_and_the_hash_of_its_bytes(
    empty_database: Engine,
) -> None:
    up_to(empty_database, "007")
    run_script(empty_database, ROWS_001 + ROWS_003 + ROWS_002)
    with empty_database.begin() as connection:
        connection.execute(text("UPDATE reports SET pdf = :pdf"), {"pdf": b"%PDF"})
    up_to(empty_database, "008")
    with empty_database.connect() as connection:
        known = connection.execute(text("SELECT kind, pdf_hash, pdf FROM reports")).one()
    assert known.kind == "trust"
    assert known.pdf_hash == hashlib.sha256(known.pdf).hexdigest()


def test_mails_survive_new_kinds_of_mail_and_the_way_back(empty_database: Engine) -> None:
    up_to(empty_database, "009")
    run_script(empty_database, ROWS_001 + A_MAIL.format("m1", "receipt"))
    before = contents(empty_database, ["mails"])
    migrate_to(empty_database, "010")
    assert contents(empty_database, ["mails"]) == before
    run_script(empty_database, A_MAIL.format("m2", "password"))
    with pytest.raises(Exception, match="ck_mails_kind"):
        run_script(empty_database, A_MAIL.format("m3", "postcard"))
    with pytest.raises(Exception, match="ck_mails_state"):
        run_script(empty_database, "UPDATE mails SET state = 'lost'")
    step_back(empty_database, "009")  # older software knows no such mail
    assert contents(empty_database, ["mails"]) == before


def test_what_happened_is_only_ever_added_to(database: Engine) -> None:
    run_script(database, ROWS_001 + ROWS_003 + ROWS_002 + AN_EVENT)
    for change in (
        "UPDATE round_events SET kind = 'closed'",
        "UPDATE round_events SET detail = 'another'",
        "UPDATE round_events SET detail = 'Text removed', role = 'nursing'",
        "UPDATE round_events SET detail = 'Text removed', kind = 'closed'",
        "DELETE FROM round_events",
    ):
        with pytest.raises(Exception, match="only ever added to"):
            run_script(database, change)
    run_script(database, "UPDATE round_events SET detail = 'Text removed'")  # it may only go


def test_what_became_of_an_action_is_only_ever_added_to(database: Engine) -> None:
    run_script(database, ROWS_001 + ROWS_003 + ROWS_002 + A_PLAN)
    for change in (
        "UPDATE action_notes SET words = ''",
        "UPDATE action_notes SET words = 'Text removed', state = 'changed'",
        "UPDATE action_notes SET words = 'Text removed', division_id = 1",
        "DELETE FROM action_notes",
    ):
        with pytest.raises(Exception, match="only ever added to"):
            run_script(database, change)
    run_script(database, "UPDATE action_notes SET words = 'Text removed'")  # it may only go


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE offers SET kind = 'sells'",
        "UPDATE actions SET owner = 'Dr A'",
        "INSERT INTO action_notes SELECT 'n2', 'c1', 'r1', 'gone', '', 1, at, 1 FROM action_notes",
        "INSERT INTO offers SELECT * FROM offers",
        "DELETE FROM actions",
    ],
)
def test_a_plan_is_kept_whole(database: Engine, change: str) -> None:
    run_script(database, ROWS_001 + ROWS_003 + ROWS_002 + A_PLAN)
    with pytest.raises(Exception, match=r"(?i)constraint|foreign key"):
        run_script(database, change)


def test_notes_from_before_learn_whose_they_are_where_their_action_stood_with_others(
    empty_database: Engine,
) -> None:
    """Medicine wrote the action and a note; East and West, which continue it, told of it since."""
    up_to(empty_database, "019")
    run_script(empty_database, ROWS_001 + ROWS_003 + ROWS_002 + A_PLAN + TOLD_SINCE)
    before = contents(empty_database, ["action_notes"])
    migrate_to(empty_database, "020")
    query = text("SELECT id, division_id FROM action_notes ORDER BY id")
    with empty_database.connect() as connection:
        # of who answered for both nobody knows for which of them they wrote
        assert connection.execute(query).all() == [("n1", None), ("n2", 2), ("n3", None)]
    for change in ("SET division_id = 1", "SET division_id = NULL, words = 'Text removed'"):
        with pytest.raises(Exception, match="only ever added to"):
            run_script(empty_database, f"UPDATE action_notes {change} WHERE id = 'n2'")
    step_back(empty_database, "019")
    assert contents(empty_database, ["action_notes"]) == before
    for change in ("UPDATE action_notes SET state = 'changed'", "DELETE FROM action_notes"):
        with pytest.raises(Exception, match="only ever added to"):
            run_script(empty_database, change)
    run_script(empty_database, "UPDATE action_notes SET words = 'Text removed'")


def test_older_software_loses_plans_and_nothing_else(empty_database: Engine) -> None:
    up_to(empty_database, "009")
    run_script(empty_database, ROWS_001 + ROWS_003 + ROWS_002 + A_PLAN)
    kept = [name for name in description(empty_database) if name not in tables_of(A_PLAN)]
    before = contents(empty_database, kept)
    step_back(empty_database, "008")
    assert contents(empty_database, kept) == before
    migrate_to(empty_database, "009")
    assert contents(empty_database, kept) == before
    assert not any(contents(empty_database, tables_of(A_PLAN)).values())


def test_a_round_that_has_responses_keeps_its_questionnaire(database: Engine) -> None:
    run_script(database, ROWS_001 + ROWS_003 + ROWS_002)
    for change in ("questionnaire_hash = 'def'", "questionnaire = '1.1'"):
        with pytest.raises(Exception, match="keeps its questionnaire"):
            run_script(database, f"UPDATE rounds SET {change}")
    run_script(database, "UPDATE rounds SET closes_on = '2026-04-30'")


def test_rounds_of_older_software_keep_their_version_by_its_hash(empty_database: Engine) -> None:
    """The text is given later, by ``benchmark migrate``: a migration reads no files."""
    up_to(empty_database, "002")
    run_script(empty_database, ROWS_001)
    run_script(empty_database, A_ROUND.format("r1", "1.0", "abc"))
    run_script(empty_database, A_RESPONSE)
    run_script(empty_database, A_ROUND.format("r2", "1.0", "abc"))
    run_script(empty_database, A_ROUND.format("r3", "1.1", "def"))
    before = contents(empty_database, ["rounds", "responses"])
    migrate_to(empty_database, "003")
    assert contents(empty_database, ["rounds", "responses"]) == before
    kept = contents(empty_database, ["questionnaires"])["questionnaires"]
    assert sorted(row[:3] for row in kept) == [("1.0", "abc", ""), ("1.1", "def", "")]
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        run_script(empty_database, A_ROUND.format("r4", "2.0", "ghi"))
    step_back(empty_database, "002")
    assert contents(empty_database, ["rounds", "responses"]) == before
    run_script(empty_database, A_ROUND.format("r4", "2.0", "ghi"))


def test_two_texts_under_one_version_are_refused_and_nothing_changes(
    empty_database: Engine,
) -> None:
    up_to(empty_database, "002")
    run_script(empty_database, ROWS_001)
    run_script(empty_database, A_ROUND.format("r1", "1.0", "abc"))
    run_script(empty_database, A_RESPONSE)
    run_script(empty_database, A_ROUND.format("r2", "1.0", "another"))
    before = contents(empty_database, ["rounds", "responses"])
    with pytest.raises(SchemaMismatch, match=r"different texts under the one version 1\.0"):
        migrate(empty_database)
    assert contents(empty_database, ["rounds", "responses"]) == before
    assert revision_in_force(empty_database) == "002"


def test_the_way_down_to_nothing_leaves_no_table(empty_database: Engine) -> None:
    migrate(empty_database)
    step_back(empty_database, "base")
    assert inspect(empty_database).get_table_names() == ["alembic_version"]
    assert revision_in_force(empty_database) is None


def test_a_step_that_fails_leaves_the_database_as_it_was(empty_database: Engine) -> None:
    """The last of several tables stands in the way: the ones before it are taken back."""
    run_script(empty_database, "CREATE TABLE submissions (x INTEGER)")
    with pytest.raises(Exception, match="submissions"):
        migrate(empty_database)
    assert inspect(empty_database).get_table_names() == ["submissions"]
    assert revision_in_force(empty_database) is None


def test_migrating_twice_changes_nothing(database: Engine) -> None:
    run_script(database, ROWS_001)
    before = (description(database), contents(database, tables_of(ROWS_001)))
    migrate(database)
    assert (description(database), contents(database, tables_of(ROWS_001))) == before


def test_after_migrating_foreign_keys_are_watched_again(empty_database: Engine) -> None:
    migrate(empty_database)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        run_script(
            empty_database,
            "INSERT INTO divisions (id, trust_id, key, name, position) "
            "VALUES (1, 404, 'x', 'X', 0)",
        )


def test_a_migration_that_breaks_a_reference_is_taken_back(current_sqlite_engine: Engine) -> None:
    """While SQLite rebuilds tables nobody watches its foreign keys, so we look before the end."""
    run_script(current_sqlite_engine, ROWS_001)
    with closing(sqlite3.connect(str(current_sqlite_engine.url.database))) as unwatched:
        unwatched.execute("DELETE FROM people")
        unwatched.commit()
    with pytest.raises(RuntimeError, match="rows of memberships, sign_ins pointing to nothing"):
        step_back(current_sqlite_engine, "001")
    check_schema(current_sqlite_engine)


def test_a_missing_file_is_not_made(fresh_sqlite: str) -> None:
    engine = open_database(fresh_sqlite)
    assert message(engine).startswith("there is no database /")
    assert not Path(str(engine.url.database)).exists()


def test_an_empty_database_is_told_what_to_do(empty_database: Engine) -> None:
    empty_database.connect().close()  # SQLite makes the file
    assert message(empty_database) == (
        f"the database is empty, this software needs {revision_needed()}: run benchmark migrate"
    )


def test_an_older_database_is_told_what_to_do(database: Engine) -> None:
    step_back(database, "001")
    assert message(database) == (
        f"the database is at 001, this software needs {revision_needed()}: run benchmark migrate"
    )


def test_a_newer_database_is_left_alone(database: Engine) -> None:
    run_script(database, "UPDATE alembic_version SET version_num = '999'")
    expected = (
        f"the database is at 999, this software needs {revision_needed()}: "
        "it was migrated by newer software, install that software"
    )
    assert message(database) == expected
    for step in (migrate, lambda engine: step_back(engine, "001")):
        with pytest.raises(SchemaMismatch) as refusal:
            step(database)
        assert str(refusal.value) == expected
    assert revision_in_force(database) == "999"


def test_the_current_schema_passes(database: Engine) -> None:
    check_schema(database)
    assert revision_in_force(database) == revision_needed() == REVISIONS[-1]


def test_looking_at_the_schema_writes_nothing(empty_database: Engine) -> None:
    revision_in_force(empty_database)
    assert inspect(empty_database).get_table_names() == []


def test_eight_processes_that_migrate_at_once_give_one_schema(empty_database: Engine) -> None:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload([__name__])  # the imports once, not eight times
    address = empty_database.url.render_as_string(hide_password=False)
    together = processes.Barrier(8)
    migrating = [processes.Process(target=migrate_at, args=(address, together)) for _ in range(8)]
    for process in migrating:
        process.start()
    for process in migrating:
        process.join(60)
    assert [process.exitcode for process in migrating] == [0] * 8
    with empty_database.connect() as connection:
        assert MigrationContext.configure(connection).get_current_heads() == (revision_needed(),)
    check_schema(empty_database)


def migrate_at(address: str, together: Barrier) -> None:
    """Migrate as a process of its own, started at the same moment as the others."""
    warnings.simplefilter("error")
    engine = open_database(address)
    together.wait(60)
    migrate(engine)
    check_schema(engine)


def test_the_folder_of_an_installed_package_comes_first() -> None:
    """In a checkout it stands beside the package; a wheel carries it inside."""
    package = Path(benchmark.database.__file__).parents[1]
    assert migrations_folder() in {package / "migrations", package.parent / "migrations"}
    assert (migrations_folder() / "env.py").is_file()


@pytest.fixture
def current_sqlite_engine(current_sqlite: str) -> Iterator[Engine]:
    engine = open_database(current_sqlite)
    yield engine
    engine.dispose()


def load_every_model() -> None:
    """Import all of them: a table counts only then, and a new one must not be forgotten here."""
    for module in pkgutil.iter_modules(benchmark.database.__path__, "benchmark.database."):
        importlib.import_module(module.name)


def up_to(engine: Engine, revision: str) -> None:
    """As `migrate` does for the newest revision, without its lock."""
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrations_folder()))
        command.upgrade(config, revision)


def migrate_to(engine: Engine, revision: str) -> None:
    """As `migrate` does, with rows in tables that are rebuilt: SQLite must not watch them then."""
    with migration._alone(engine) as connection:
        command.upgrade(migration._config(connection), revision)


def message(engine: Engine) -> str:
    with pytest.raises(SchemaMismatch) as refusal:
        check_schema(engine)
    return str(refusal.value)


def run_script(engine: Engine, script: str) -> None:
    with transaction(engine, writes=True) as session:
        for statement in filter(str.strip, script.split(";")):
            session.execute(text(statement))


def tables_of(script: str) -> list[str]:
    return [line.split()[2] for line in script.splitlines() if line.startswith("INSERT")]


def contents(engine: Engine, tables: list[str]) -> dict[str, list[Any]]:
    with transaction(engine, writes=False) as session:
        return {
            name: [
                tuple(row) for row in session.execute(select(text("*")).select_from(table(name)))
            ]
            for name in tables
        }


def description(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everything a database tells about its tables, in an order that does not depend on it."""
    with engine.connect() as connection:
        inspector = inspect(connection)
        names = set(inspector.get_table_names()) - {"alembic_version"}
        return {name: describe_table(inspector, name) for name in sorted(names)}


def describe_table(inspector: Inspector, name: str) -> dict[str, Any]:
    return {
        "columns": [
            (column["name"], str(column["type"]), column["nullable"], column["default"])
            for column in inspector.get_columns(name)
        ],
        "primary": inspector.get_pk_constraint(name),
        "unique": by_name(inspector.get_unique_constraints(name)),
        "checks": by_name(inspector.get_check_constraints(name)),
        "foreign": by_name(inspector.get_foreign_keys(name)),
        "indexes": [plain_options(index) for index in by_name(inspector.get_indexes(name))],
    }


def plain_options(index: Any) -> dict[str, Any]:
    """An index with its conditions as text: as objects, two equal ones would differ."""
    options = {key: str(value) for key, value in index.get("dialect_options", {}).items()}
    return dict(index) | {"dialect_options": options}


def by_name(rules: list[Any]) -> list[Any]:
    return sorted(rules, key=lambda rule: str(rule["name"]))
