"""benchmark demo: fills once, keeps what is there, and says who can sign in."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.demo import without_production
from benchmark.commands.main import main
from benchmark.questionnaire.source import questionnaire_folder

PASSWORD = "an invented pass phrase"


def demo(data: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["demo", "--no-serve", "--data", str(data), *options])


@pytest.fixture(scope="module")
def acceptance(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    data = tmp_path_factory.mktemp("acceptance")
    return data, demo(data, "--scenario", "acceptance", "--password", PASSWORD)


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "benchmark.sqlite") as database:
        return database.execute(query).fetchall()


def test_the_acceptance_scenario_has_the_promised_accounts(
    acceptance: tuple[Path, Result],
) -> None:
    data, result = acceptance
    assert result.exit_code == 0, result.output
    promised = {
        f"{role}.{division}@{trust}.example"
        for role in ("clinical", "operational", "nursing")
        for division in ("medicine", "surgery")
        for trust in ("north", "south")
    }
    promised |= {
        f"{role}@{trust}.example"
        for role in ("executive", "improvement", "coordinator")
        for trust in ("north", "south")
    }
    promised |= {"national@benchmark.example"}
    listed = {word for word in result.stdout.split() if "@" in word}
    assert listed == promised  # disabled@north.example cannot sign in and is not listed
    assert PASSWORD in result.stdout
    known = {email for (email,) in rows(data, "SELECT email FROM people")}
    assert known == promised | {"disabled@north.example"}


def test_it_starts_with_open_rounds_and_no_answers(acceptance: tuple[Path, Result]) -> None:
    data, _ = acceptance
    rounds = rows(data, "SELECT questionnaire, state, level FROM rounds")
    assert rounds == [("management-practice-1.0", "open", "L1")] * 2
    assert rows(data, "SELECT COUNT(*), COUNT(acknowledged_at) FROM responses") == [(12, 12)]
    assert rows(data, "SELECT COUNT(*) FROM answers") == [(0,)]
    assert rows(data, "SELECT COUNT(*) FROM trusts WHERE invented") == [(2,)]


def test_running_it_again_keeps_the_data(acceptance: tuple[Path, Result]) -> None:
    data, first = acceptance
    before = rows(data, "SELECT id FROM responses ORDER BY id")
    again = demo(data, "--scenario", "acceptance")
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert rows(data, "SELECT id FROM responses ORDER BY id") == before


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--scenario", "showcase"], "already holds the acceptance scenario"),
        (["--scenario", "acceptance", "--password", "something else"], "another password"),
    ],
)
def test_another_wish_for_a_filled_folder_is_refused(
    acceptance: tuple[Path, Result], options: list[str], words: str
) -> None:
    data, _ = acceptance
    result = demo(data, *options)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "choose another --data folder" in result.stderr


def test_a_used_questionnaire_that_has_changed_is_refused(
    acceptance: tuple[Path, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _ = acceptance
    before = rows(data, "SELECT * FROM questionnaires")
    shutil.copytree(questionnaire_folder(), tmp_path / "edited")
    file = tmp_path / "edited" / "management-practice-1.0.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("the patient's journey", "the patient's way", 1), encoding="utf-8")
    monkeypatch.setenv("BENCHMARK_QUESTIONNAIRES", str(file.parent))
    result = demo(data, "--scenario", "acceptance")
    assert result.exit_code == 1
    assert "practice patient-flow, name" in result.stderr
    assert rows(data, "SELECT * FROM questionnaires") == before


def test_a_folder_that_no_demo_has_filled_is_left_alone(
    acceptance: tuple[Path, Result], tmp_path: Path
) -> None:
    data, _ = acceptance
    with (
        sqlite3.connect(data / "benchmark.sqlite") as filled,
        sqlite3.connect(tmp_path / "benchmark.sqlite") as copied,
    ):
        filled.backup(copied)  # not the file alone: the newest rows may still be in its log
    result = demo(tmp_path, "--scenario", "acceptance")
    assert result.exit_code == 1
    assert "no demo has filled" in result.stderr


def test_a_filling_that_was_cut_off_starts_again(tmp_path: Path) -> None:
    tmp_path.joinpath("demo.json").write_text(
        json.dumps({"scenario": "acceptance", "password": "forgotten"})
    )
    result = demo(tmp_path, "--scenario", "acceptance", "--password", PASSWORD)
    assert result.exit_code == 0
    assert PASSWORD in result.stdout


def test_a_short_password_is_wrong_usage(tmp_path: Path) -> None:
    result = demo(tmp_path, "--password", "short")
    assert result.exit_code == 2
    assert not (tmp_path / "benchmark.sqlite").exists()


def test_a_made_up_password_is_told_and_kept_private(tmp_path: Path) -> None:
    result = demo(tmp_path, "--scenario", "acceptance")
    password = result.stdout.rsplit(": ", 1)[1].strip()
    assert len(password) == 17
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_production_settings_do_not_reach_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENCHMARK_MODE", "production")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/real")
    result = demo(tmp_path, "--scenario", "acceptance")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "benchmark.sqlite").exists()


def test_a_demo_never_sends_mail_away_from_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for host, kept in (("mail.trust.example", False), ("127.0.0.1", True)):
        monkeypatch.setenv("BENCHMARK_SMTP_HOST", host)
        assert ("BENCHMARK_SMTP_HOST" in without_production()) == kept
