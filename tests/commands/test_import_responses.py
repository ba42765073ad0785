"""benchmark import-responses, as it is typed: from the template to submitted answers."""

import csv
import sqlite3
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.records import recorded_by_commands

BY = ("--by", "coordinator@north.example")
ROUND = ("--round", "latest", "--trust", "ZZN")


def run(folder: str, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(main, [command, "--data", folder, *rest])


@pytest.fixture
def folder(acceptance: str, tmp_path: Path) -> str:
    assert acceptance.endswith("benchmark.sqlite")
    return str(tmp_path)


def template(folder: str, kind: str) -> Path:
    file = Path(folder) / f"paper.{kind}"
    result = run(folder, "export", *ROUND, "--template", "--format", kind, str(file))
    assert result.exit_code == 0, result.output
    return file


def kept(folder: str, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(Path(folder) / "benchmark.sqlite") as database:
        return database.execute(query).fetchall()


def fill_csv(file: Path, questionnaire: Questionnaire, division: str, level: str) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for row in rows:
        if row["division"] == division:
            row.update(dict.fromkeys(questionnaire.keys, level))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_filled_template_is_submitted_and_releases_nothing(
    folder: str, questionnaire: Questionnaire
) -> None:
    file = template(folder, "csv")
    fill_csv(file, questionnaire, "surgery", "3")
    result = run(folder, "import-responses", str(file), *ROUND, *BY)
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "3 submitted, 0 incomplete, 3 without answers\n"
        "submitted: surgery, clinical lead\n"
        "submitted: surgery, operational lead\n"
        "submitted: surgery, nursing lead\n"
    )
    query = (
        "SELECT source, people.email, COUNT(*) FROM responses "
        "JOIN submissions ON response_id = responses.id JOIN people ON people.id = submitted_by "
        "GROUP BY 1, 2"
    )
    assert kept(folder, query) == [("paper", "coordinator@north.example", 3)]
    assert kept(folder, "SELECT COUNT(*) FROM releases") == [(0,)]
    # the coordinator who types them in stands in the record
    assert recorded_by_commands(Path(folder)) == [("answers taken in", "", True)]
    assert kept(folder, "SELECT COUNT(*) FROM reports") == [(0,)]


def test_a_workbook_filled_in_by_hand_is_taken_in(
    folder: str, questionnaire: Questionnaire
) -> None:
    file = template(folder, "xlsx")
    book = openpyxl.load_workbook(file)
    for column in range(4, 4 + len(questionnaire.keys)):
        book["Answers"].cell(2, column, 4 if column % 2 else "dont-know")
    book["Answers"].cell(3, 4, 2)
    book.save(file)
    result = run(folder, "import-responses", str(file), *ROUND, *BY)
    assert result.stdout == (
        "1 submitted, 1 incomplete, 4 without answers\n"
        "submitted: medicine, clinical lead\n"
        "kept, not submitted: medicine, operational lead, without "
        "reasons-for-standards, standard-pathways, people-to-demand and 26 more\n"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_faults_are_located_and_nothing_is_kept(
    folder: str, questionnaire: Questionnaire, kind: str
) -> None:
    file = template(folder, kind)
    if kind == "csv":
        fill_csv(file, questionnaire, "surgery", "six")
    else:
        book = openpyxl.load_workbook(file)
        for column in range(4, 4 + len(questionnaire.keys)):
            for row in (2, 5, 6, 7):
                book["Answers"].cell(row, column, "six" if row > 2 else 3)
        book.save(file)
    result = run(folder, "import-responses", str(file), *ROUND, *BY)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{file}:5:patient-flow: 'six' is not an answer; use one of")
    assert result.stderr.endswith("and 70 more\nnothing was imported\n")
    assert kept(folder, "SELECT COUNT(*) FROM answers") == [(0,)]
    assert kept(folder, "SELECT DISTINCT source FROM responses") == [("screen",)]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ([*ROUND], 2, "Missing option '--by'"),
        (["--round", "latest", *BY], 2, "name one with --trust"),
        (["--round", "nosuchround", *BY], 1, "there is no round nosuchround; nothing was imported"),
        ([*ROUND, "--by", "coordinator@south.example"], 1, "is not a coordinator of ZZN today"),
    ],
)
def test_what_is_not_allowed_is_said(
    folder: str, options: list[str], code: int, words: str
) -> None:
    result = run(folder, "import-responses", str(template(folder, "csv")), *options)
    assert result.exit_code == code
    assert words in result.stderr


def test_a_round_that_is_over_takes_nothing(folder: str) -> None:
    file = template(folder, "csv")
    with sqlite3.connect(Path(folder) / "benchmark.sqlite") as database:
        database.execute("UPDATE rounds SET state = 'closed'")
        ((asked,),) = database.execute(
            "SELECT rounds.id FROM rounds JOIN trusts ON trusts.id = trust_id WHERE code = 'ZZN'"
        ).fetchall()
    result = run(folder, "import-responses", str(file), "--round", asked, *BY)
    assert result.exit_code == 1
    assert "is not open; nothing was imported" in result.stderr
