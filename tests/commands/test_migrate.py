"""benchmark migrate: from nothing, from the past, and twice."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from benchmark.commands.migrate import migrate
from benchmark.database.migration import check_schema, revision_needed, step_back
from benchmark.database.session import open_database, sqlite_url, transaction

NEEDED = revision_needed()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "BENCHMARK_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(migrate, arguments)


def test_a_new_folder_gets_a_database(tmp_path: Path) -> None:
    result = run("--data", str(tmp_path / "new/data"))
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith(f"the schema moved from empty to {NEEDED}\n")
    engine = open_database(sqlite_url(tmp_path / "new/data"))
    check_schema(engine)
    engine.dispose()


def test_without_option_the_database_stands_in_instance(tmp_path: Path) -> None:
    assert run().exit_code == 0
    assert (tmp_path / "instance/benchmark.sqlite").is_file()


def test_a_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    run("--data", str(tmp_path))
    result = run("--data", str(tmp_path))
    assert result.exit_code == 0
    assert result.stdout.endswith(f"the schema is already at {NEEDED}\n")


def test_the_configured_database_is_brought_from_an_older_schema(
    monkeypatch: pytest.MonkeyPatch, database: Engine
) -> None:
    step_back(database, "001")
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = run()
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith(f"the schema moved from 001 to {NEEDED}\n")
    check_schema(database)


def test_a_newer_database_is_left_alone(monkeypatch: pytest.MonkeyPatch, database: Engine) -> None:
    with transaction(database, writes=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '999'"))
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"the database is at 999, this software needs {NEEDED}" in result.stderr
