"""benchmark migrate: from nothing, from the past, and twice."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select, text

from benchmark.assessment.freezing import FrozenFault, thawed
from benchmark.commands.migrate import migrate
from benchmark.database.migration import check_schema, revision_needed, step_back
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder
from benchmark.web.app import create_app
from tests.databases import closing
from tests.servers import FIRST, JSON, browser_of, local_settings, serving

NEEDED = revision_needed()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "BENCHMARK_DATA", "BENCHMARK_QUESTIONNAIRES"):
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


def test_rounds_of_older_software_are_given_their_questionnaire(
    monkeypatch: pytest.MonkeyPatch, acceptance_on_both: str
) -> None:
    with closing(acceptance_on_both) as engine:
        step_back(engine, "002")  # before questionnaires were stored
    monkeypatch.setenv("DATABASE_URL", acceptance_on_both)
    assert run().exit_code == 0
    with serving(acceptance_on_both) as app:
        start = browser_of(app, "clinical.medicine@north.example").get("/", headers=JSON).json
        assert [response["status"] for response in start["responses"]] == ["not started"]
        with transaction(app.engine, writes=False) as session:
            (kept,) = session.scalars(select(FrozenQuestionnaire)).all()
            assert thawed(kept).content_hash == app.questionnaires[FIRST].content_hash


def test_rounds_of_older_software_whose_file_has_changed_wait_for_the_right_one(
    monkeypatch: pytest.MonkeyPatch, acceptance: str, tmp_path: Path
) -> None:
    with closing(acceptance) as engine:
        step_back(engine, "002")
    folder = tmp_path / "changed"
    folder.mkdir()
    text_of_file = (questionnaire_folder() / f"{FIRST}.yaml").read_text(encoding="utf-8")
    changed = text_of_file.replace("the patient's journey", "the patient's way", 1)
    (folder / f"{FIRST}.yaml").write_text(changed, encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", acceptance)
    monkeypatch.setenv("BENCHMARK_QUESTIONNAIRES", str(folder))
    result = run()
    assert result.exit_code == 1
    assert f"moved from 002 to {NEEDED}" in result.stdout
    assert "run benchmark migrate" in result.stderr
    with pytest.raises(FrozenFault, match="run benchmark migrate"):
        create_app(local_settings(acceptance))
    monkeypatch.delenv("BENCHMARK_QUESTIONNAIRES")
    assert run().exit_code == 0
    with serving(acceptance):
        pass  # it starts


def test_a_newer_database_is_left_alone(monkeypatch: pytest.MonkeyPatch, database: Engine) -> None:
    with transaction(database, writes=True) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '999'"))
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"the database is at 999, this software needs {NEEDED}" in result.stderr
