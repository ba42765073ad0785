"""Known faults become one plain message and exit code 1."""

from pathlib import Path

import click
import pytest
from sqlalchemy import Engine

from benchmark.assessment.freezing import FrozenFault
from benchmark.commands.environment import app_for, keep_texts, plain_faults, questionnaire_for
from benchmark.database.migration import SchemaMismatch, migrate
from benchmark.database.questionnaires import FrozenQuestionnaire
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.located import FaultyFile
from benchmark.web.settings import SettingsFault

BROKEN = "title: Broken\nname: broken\n"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BENCHMARK_MODE", "BENCHMARK_QUESTIONNAIRES", "SECRET_KEY", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "fault", [SettingsFault("say so"), SchemaMismatch("say so"), FrozenFault("say so")]
)
def test_a_fault_is_said_in_its_own_words(fault: Exception) -> None:
    with pytest.raises(click.ClickException, match=r"^say so$") as told, plain_faults():
        raise fault
    assert told.value.exit_code == 1


def test_an_unknown_error_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), plain_faults():
        raise ZeroDivisionError


def test_the_application_needs_a_database_at_its_schema(tmp_path: Path) -> None:
    with pytest.raises(
        click.ClickException, match=r"there is no database .*: run benchmark migrate"
    ):
        app_for(tmp_path)
    engine = open_database(sqlite_url(tmp_path))
    migrate(engine)
    engine.dispose()
    app = app_for(tmp_path)
    app.engine.dispose()
    assert "management-practice-1.0" in app.questionnaires


def test_files_are_not_even_read_when_no_text_is_missing(database: Engine, tmp_path: Path) -> None:
    keep_texts(database, tmp_path / "nowhere")
    row = FrozenQuestionnaire(identity="management-practice-1.0", content_hash="x", content="")
    with transaction(database, writes=True) as session:
        session.add(row)
    with pytest.raises(FaultyFile, match="there is no questionnaire"):
        keep_texts(database, tmp_path / "nowhere")


def test_a_faulty_questionnaire_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    monkeypatch.setenv("BENCHMARK_QUESTIONNAIRES", str(tmp_path))
    with pytest.raises(click.ClickException, match=r"broken\.yaml:\d+:\d+: "):
        questionnaire_for("broken-1.0")


def test_an_unknown_questionnaire_is_told() -> None:
    with pytest.raises(click.ClickException, match=r"there is no questionnaire other-1\.0"):
        questionnaire_for("other-1.0")
    assert len(questionnaire_for("management-practice-1.0").keys) == 30
