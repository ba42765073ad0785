"""``benchmark rescore``: the notice on the terminal, and what is stored."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.database.people import LEAD_ROLES
from benchmark.database.session import transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.schedule import schedule_folder
from tests.assessment.records import recorded_by_commands
from tests.databases import closing
from tests.servers import fill, hand_in, response_of


@pytest.fixture
def data(own_showcase: Path) -> Path:
    return own_showcase


def rescore(data: Path, *options: str, **environment: str) -> Result:
    arguments = ["rescore", "--data", str(data), *options]
    return CliRunner().invoke(main, arguments, env=environment)


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "benchmark.sqlite") as database:
        return database.execute(query).fetchall()


def notices(data: Path) -> list[tuple[object, ...]]:
    return rows(data, "SELECT id, from_schedule, to_schedule FROM corrections ORDER BY number")


def test_the_notice_is_printed_and_stored(data: Path) -> None:
    reports = rows(data, "SELECT id, content_hash, pdf FROM reports ORDER BY id")
    result = rescore(data, "--round", "latest", "--schedule", "1.1")
    assert result.exit_code == 0, result.output
    ((stored, *schedules),) = notices(data)
    assert schedules == ["1.0", "1.1"]
    assert result.stdout.endswith(f"Issued as /corrections/{stored}\n")
    assert "Under scoring schedule 1.1 instead of 1.0" in result.stdout
    line = re.compile(r"^  All practices: \d\.\d \(.*\) -> \d\.\d \(.*\)$", re.MULTILINE)
    assert line.search(result.stdout)
    assert rows(data, "SELECT id, content_hash, pdf FROM reports ORDER BY id") == reports
    assert recorded_by_commands(data) == [("round rescored", "", False)]


def test_a_second_run_says_that_the_round_follows_it_already(data: Path) -> None:
    rescore(data, "--round", "latest", "--schedule", "1.1")
    ((stored, *_),) = notices(data)
    again = rescore(data, "--round", "latest", "--schedule", "1.1")
    assert again.exit_code == 0
    assert "follows schedule 1.1 already since" in again.stdout
    assert f"/corrections/{stored}" in again.stdout
    assert len(notices(data)) == 1


def test_a_dry_run_prints_the_same_and_stores_nothing(data: Path) -> None:
    tried = rescore(data, "--round", "latest", "--schedule", "1.1", "--dry-run")
    assert tried.exit_code == 0
    assert notices(data) == []
    done = rescore(data, "--round", "latest", "--schedule", "1.1")
    assert tried.stdout.partition("This was a dry run")[0] == done.stdout.partition("Issued as")[0]


def test_a_schedule_that_changes_nothing_says_so(data: Path, tmp_path: Path) -> None:
    """The showcase has no missing answers, so that another share changes nothing."""
    text = (schedule_folder() / "scoring-1.0.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "own"
    folder.mkdir()
    changed = text.replace('version: "1.0"', 'version: "2.0"').replace("7/10", "9/10")
    (folder / "scoring-2.0.yaml").write_text(changed, encoding="utf-8")
    options = ("--round", "latest", "--schedule", "2.0")
    result = rescore(data, *options, BENCHMARK_SCHEDULES=str(folder))
    assert result.exit_code == 0, result.output
    assert "Schedule 2.0 changes nothing in Round 2025" in result.stdout
    assert "Nothing was stored." in result.stdout
    assert notices(data) == []
    already = rescore(data, "--round", "latest", "--schedule", "1.0")
    assert already.stdout == "Round 2025 follows schedule 1.0 already.\n"


def test_a_faulty_schedule_is_refused_with_its_place(data: Path, tmp_path: Path) -> None:
    shutil.copytree(schedule_folder(), tmp_path / "own")
    file = tmp_path / "own" / "scoring-1.1.yaml"
    text = file.read_text(encoding="utf-8").replace("clear-roles", "clear-rolls")
    file.write_text(text, encoding="utf-8")
    line = text.splitlines().index("  clear-rolls: 0.5") + 1
    options = ("--round", "latest", "--schedule", "1.1")
    result = rescore(data, *options, BENCHMARK_SCHEDULES=str(file.parent))
    assert result.exit_code == 1
    assert f"{file}:{line}:3: 'clear-rolls' is not a practice of" in result.stderr
    assert "did you mean 'clear-roles'?" in result.stderr
    assert notices(data) == []


def test_a_used_schedule_cannot_change_under_its_version(data: Path, tmp_path: Path) -> None:
    rescore(data, "--round", "latest", "--schedule", "1.1")
    shutil.copytree(schedule_folder(), tmp_path / "own")
    file = tmp_path / "own" / "scoring-1.1.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("4/5", "5/6"), encoding="utf-8")
    options = ("--round", "latest", "--schedule", "1.1")
    result = rescore(data, *options, BENCHMARK_SCHEDULES=str(file.parent))
    assert result.exit_code == 1
    assert "schedule 1.1 has changed since a round was rescored under it" in result.stderr
    assert len(notices(data)) == 1


def test_a_round_of_1_1_is_scored_under_the_schedules_that_name_its_practices(
    current_sqlite: str, tmp_path: Path
) -> None:
    """Of 31 practices one lead leaves out eight: 23 are enough under 1.0 and not under 1.2."""
    second = read_questionnaires(questionnaire_folder())["management-practice-1.1"]
    fill(current_sqlite, second)
    with closing(current_sqlite) as engine, transaction(engine, writes=True) as session:
        for division, missing in (("medicine", 0), ("surgery", 8)):
            for role in LEAD_ROLES:
                response = response_of(session, "ZZN", division, role)
                hand_in(session, response, second, lambda n, m=missing: 4 if n >= m else -1)
            release_as_it_stands(session, response.round, response.division, second)
    options = ("--round", "latest", "--trust", "ZZN", "--schedule")
    refused = rescore(tmp_path, *options, "1.1")
    assert refused.exit_code == 1
    for stranger in ("spreading", "managers-valued"):
        assert f"'{stranger}' is not a practice of management-practice-1.1" in refused.stderr
    assert refused.stderr.endswith(
        "management-practice-1.1 can be scored under: 1.0, 1.2; nothing was changed\n"
    )
    assert notices(tmp_path) == []
    result = rescore(tmp_path, *options, "1.2")
    assert result.exit_code == 0, result.output
    ((_, *schedules),) = notices(tmp_path)
    assert schedules == ["1.0", "1.2"]
    places = result.stdout.partition("\nSurgery\n")
    assert places[1]
    assert "All practices: 4.0 (" in places[2]
    assert "not enough answers" in places[2]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--round", "nosuchround", "--schedule", "1.1"], 1, "there is no round nosuchround"),
        (["--round", "latest", "--trust", "ZZX", "--schedule", "1.1"], 1, "there is no trust ZZX"),
        (["--round", "latest", "--schedule", "7.7"], 1, "there is no schedule 7.7; there is 1.0"),
        (["--round", "latest"], 2, "Missing option '--schedule'"),
        (["--schedule", "1.1"], 2, "Missing option '--round'"),
    ],
)
def test_what_cannot_be_rescored_is_said(
    data: Path, options: list[str], code: int, words: str
) -> None:
    result = rescore(data, *options)
    assert result.exit_code == code
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert notices(data) == []
