"""Which database a command uses, and what it says when it cannot."""

import os
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from benchmark.commands.database_option import database_option
from benchmark.database.migration import revision_needed, step_back
from benchmark.database.session import configured_url, open_database, sqlite_url


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "BENCHMARK_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@click.command()
@click.argument("word")
@database_option
def speak(engine: Engine, word: str) -> None:
    click.echo(f"{word} {engine.dialect.name}")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(speak, ["hello", *arguments])


@pytest.mark.parametrize(
    ("data", "environment", "expected"),
    [
        ("own", {"DATABASE_URL": "postgresql://db/x", "BENCHMARK_DATA": "set"}, "own"),
        (None, {"DATABASE_URL": "postgresql://db/x", "BENCHMARK_DATA": "set"}, "postgresql://db/x"),
        (None, {"DATABASE_URL": "", "BENCHMARK_DATA": "set"}, "set"),
        (None, {"BENCHMARK_DATA": ""}, "instance"),
        (None, {}, "instance"),
    ],
)
def test_the_option_wins_then_the_address_then_the_folder(
    monkeypatch: pytest.MonkeyPatch, data: str | None, environment: dict[str, str], expected: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    address = expected if ":" in expected else sqlite_url(Path(expected))
    assert configured_url(os.environ, Path(data) if data else None) == address


def test_the_command_receives_the_database(
    monkeypatch: pytest.MonkeyPatch, database: Engine
) -> None:
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = run()
    assert (result.exit_code, result.stdout) == (0, f"hello {database.dialect.name}\n")


def test_the_folder_of_the_option_is_used(current_sqlite: str) -> None:
    folder = Path(str(open_database(current_sqlite).url.database)).parent
    assert run("--data", str(folder)).stdout == "hello sqlite\n"


def test_a_missing_database_is_not_made_by_accident(tmp_path: Path) -> None:
    result = run("--data", str(tmp_path / "mistyped"))
    assert result.exit_code == 1
    assert f"there is no database {tmp_path}/mistyped/benchmark.sqlite" in result.stderr
    assert "run benchmark migrate" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_schema_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, database: Engine
) -> None:
    step_back(database, "001")
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    needed = f"the database is at 001, this software needs {revision_needed()}"
    assert f"{needed}: run benchmark migrate" in result.stderr


@pytest.mark.parametrize(
    "address", ["secret", "mysql://u:secret@db/x", "postgresql://u:secret@:x/"]
)
def test_a_wrong_address_is_told_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", address)
    result = run()
    assert result.exit_code == 1
    assert "DATABASE_URL is not an address of a database" in result.stderr
    assert "secret" not in result.output


def test_a_database_out_of_reach_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x")
    result = run()
    assert result.exit_code == 1
    assert "cannot use the database postgresql+psycopg://u:***@127.0.0.1:1/x" in result.stderr
    assert "secret" not in result.output


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "benchmark.sqlite").write_text("a letter to somebody else" * 100)
    result = run("--data", str(tmp_path))
    assert result.exit_code == 1
    assert "file is not a database" in result.stderr
