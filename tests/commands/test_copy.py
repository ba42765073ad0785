"""benchmark copy: says what was copied, or why nothing was; no password is told."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from benchmark.commands.main import main
from benchmark.database.session import sqlite_url
from benchmark.database.tables import all_tables
from tests.assessment.records import recorded, two_trusts
from tests.databases import closing
from tests.running import free_port


def copy(source: str, target: str) -> Result:
    return CliRunner().invoke(main, ["copy", "--from", source, "--to", target])


def test_it_says_what_was_copied(acceptance: str, fresh_postgresql: str) -> None:
    result = copy(acceptance, fresh_postgresql)
    assert result.exit_code == 0, result.output
    assert f"rows in {len(all_tables())} tables, compared one by one" in result.stdout
    with closing(fresh_postgresql) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM people").scalar() == 20


def test_the_record_of_who_did_what_is_whole_afterwards_and_ends_where_it_ended(
    current_sqlite: str, fresh_postgresql: str
) -> None:
    with closing(current_sqlite) as engine:
        two_trusts(engine)
        recorded(engine, 3)
    assert copy(current_sqlite, fresh_postgresql).exit_code == 0
    verified = [
        CliRunner().invoke(main, ["audit", "verify"], env={"DATABASE_URL": address})
        for address in (current_sqlite, fresh_postgresql)
    ]
    assert [result.exit_code for result in verified] == [0, 0]
    assert "3 entries, whole; head " in verified[0].stdout
    assert verified[0].stdout == verified[1].stdout


def test_a_target_that_is_taken_is_told(acceptance_sqlite: str, acceptance_postgresql: str) -> None:
    result = copy(acceptance_sqlite, acceptance_postgresql)
    assert result.exit_code == 1
    assert "the target holds tables already" in result.stderr


def test_a_source_that_is_missing_is_told(tmp_path: Path, fresh_postgresql: str) -> None:
    result = copy(sqlite_url(tmp_path / "none"), fresh_postgresql)
    assert result.exit_code == 1
    assert "there is no database" in result.stderr


@pytest.mark.parametrize("place", ["--from", "--to"])
def test_no_password_is_repeated(acceptance: str, place: str) -> None:
    away = f"postgresql://somebody:pass-word@127.0.0.1:{free_port()}/none"
    pair = (away, acceptance) if place == "--from" else (acceptance, away)
    result = copy(*pair)
    assert result.exit_code == 1
    assert "Error: cannot copy from" in result.stderr
    assert "pass-word" not in result.output
    wrong = copy(*("mysql://a:pass-word@b/c" if p == away else p for p in pair))
    assert wrong.exit_code == 2
    assert f"{place} is not an address" in wrong.stderr
    assert "pass-word" not in wrong.output


def test_what_a_row_holds_is_not_repeated(acceptance: str, fresh_postgresql: str) -> None:
    with closing(acceptance) as engine, engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql("UPDATE rounds SET state = 'a secret'")
    result = copy(acceptance, fresh_postgresql)
    assert result.exit_code == 1
    assert "violates check constraint" in result.stderr
    assert "a secret" not in result.output
    assert make_url(fresh_postgresql).database in result.stderr
