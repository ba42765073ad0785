"""benchmark carry-forward: read by a coordinator before the next round is opened."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main
from benchmark.questionnaire.source import questionnaire_folder

SECOND = "management-practice-1.1"


def carry(data: Path, *options: str, **environment: str) -> Result:
    arguments = ["carry-forward", "--data", str(data), *options]
    return CliRunner().invoke(main, arguments, env=environment)


def dump(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "benchmark.sqlite")) as database:
        return list(database.iterdump())


def test_it_shows_what_stays_comparable_and_writes_nothing(showcase: Path) -> None:
    before = dump(showcase)
    result = carry(showcase, "--round", "latest", "--to", SECOND)
    assert result.exit_code == 0, result.output
    assert dump(showcase) == before
    text = " ".join(result.stdout.split())
    assert "Round 2025: from management-practice-1.0 to management-practice-1.1" in text
    assert "28 of the 30 practices stay comparable" in text
    assert "Split: one practice became several (2)" in text
    assert "one part of “Spreading what works” of version 1.0" in text
    assert "Dropped (1) Managers' work is seen: " in text
    assert "Added (1) Help with figures: " in text
    assert "all 30 practices the 28 that stay comparable" in text
    assert "Nothing was written." in text
    assert max(map(len, result.stdout.splitlines())) <= 120


def test_a_round_that_shows_nothing_yet_says_why(showcase: Path) -> None:
    with closing(sqlite3.connect(showcase / "benchmark.sqlite")) as database:
        ((asked,),) = database.execute("SELECT id FROM rounds WHERE state = 'open'").fetchall()
    result = carry(showcase, "--round", asked, "--to", SECOND)
    assert result.exit_code == 0
    assert "not shown: 2 of 3 complete" in result.stdout
    assert "not shown: needs at least 4 divisions" in result.stdout


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--round", "latest", "--to", "other-1.0"], 1, "there is no questionnaire other-1.0"),
        (["--round", "nosuch", "--to", SECOND], 1, "there is no round nosuch"),
        (["--round", "latest", "--trust", "ZZX", "--to", SECOND], 1, "there is no trust ZZX"),
        (["--round", "latest"], 2, "Missing option '--to'"),
    ],
)
def test_what_cannot_be_shown_is_said(
    showcase: Path, options: list[str], code: int, words: str
) -> None:
    result = carry(showcase, *options)
    assert result.exit_code == code
    assert words in result.stderr
    assert result.stdout == ""


def test_a_used_version_that_has_changed_is_refused(showcase: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(questionnaire_folder(), folder)
    file = folder / "management-practice-1.0.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("the patient's journey", "the patient's way", 1), encoding="utf-8")
    options = ("--round", "latest", "--to", "management-practice-1.0")
    result = carry(showcase, *options, BENCHMARK_QUESTIONNAIRES=str(folder))
    assert result.exit_code == 1
    assert "has changed since a round first used it" in result.stderr
    assert "the patient's way" in result.stderr
