"""benchmark export, as it is typed: the files, their dictionary, and what is said about them."""

import csv
import json
import stat
import sys
from pathlib import Path

import openpyxl
import pyreadstat
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from benchmark.assessment.responding import answers_of
from benchmark.commands.main import main
from benchmark.comparison.formulas import restored
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.export.analysts import sav_name
from benchmark.export.labels import MEANINGS
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.records import recorded_by_commands
from tests.servers import hand_in, response_of

STATES = (1, 2, 3, 4, 5, -1, -2, -3)
WORDS = ("1", "2", "3", "4", "5", "dont-know", "not-applicable", "not-in-place")


def export(folder: Path, out: Path, *options: str) -> Result:
    arguments = ["export", "--data", str(folder), *options, str(out)]
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def folder(acceptance_sqlite: str, tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """The folder of a database in which one division is complete and one lead of the other."""
    assert acceptance_sqlite == sqlite_url(tmp_path)
    engine = open_database(acceptance_sqlite)
    with transaction(engine, writes=True) as session:
        for division, role in (
            *(("medicine", role) for role in ("clinical", "operational", "nursing")),
            ("surgery", "nursing"),
        ):
            response = response_of(session, "ZZN", division, role)
            hand_in(session, response, questionnaire, lambda place: STATES[place % 8])
            response.answers[0].evidence = '=HYPERLINK("http://x.example")'
    engine.dispose()
    return tmp_path


def records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_csv_has_one_row_a_lead_and_a_dictionary_beside_it(
    folder: Path, questionnaire: Questionnaire
) -> None:
    out = folder / "new" / "answers.csv"
    result = export(folder, out, "--round", "latest", "--format", "csv")
    assert result.exit_code == 0, result.output
    beside = ("answers-dictionary.csv", "answers-calibration.csv")
    assert result.stdout.split() == [str(out), *(str(folder / "new" / name) for name in beside)]
    rows = records(out)
    assert [(row["division"], row["role"]) for row in rows] == [
        ("medicine", "clinical"),
        ("medicine", "operational"),
        ("medicine", "nursing"),
    ]
    assert tuple(rows[0])[:5] == ("trust", "division", "role", "submitted", "source")
    assert [rows[0][key] for key in questionnaire.keys[:8]] == list(WORDS)
    assert not any(":evidence" in name for name in rows[0])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_the_record_of_the_trust_tells_of_it_and_not_of_an_empty_form(folder: Path) -> None:
    export(folder, folder / "t.csv", "--round", "latest", "--trust", "ZZN", "--template")
    assert recorded_by_commands(folder) == []
    assert export(folder, folder / "a.csv", "--round", "latest", "--format", "csv").exit_code == 0
    assert recorded_by_commands(folder) == [("answers exported", "csv", False)]


def test_it_says_what_the_file_holds(folder: Path) -> None:
    result = export(folder, folder / "a.csv", "--round", "latest", "--format", "csv")
    assert "identified judgements of named roles" in result.stderr
    assert "Left out: one lead of divisions that are not complete." in result.stderr


def test_the_dictionary_explains_columns_values_levels_and_the_schedule(
    folder: Path, questionnaire: Questionnaire
) -> None:
    export(folder, folder / "a.csv", "--round", "latest", "--format", "csv")
    told = records(folder / "a-dictionary.csv")
    meanings = {(line["part"], line["name"], line["value"]): line["meaning"] for line in told}
    talent = next(p for p in questionnaire.practices if p.key == "talent")
    assert meanings["level", "talent", "4"] == talent.levels[3]
    assert meanings["answer", "every practice", "dont-know"].endswith("Code -1 in a sheet")
    assert meanings["answer", "every practice", ""].startswith("No answer (an empty cell)")
    assert meanings["division", "surgery", ""] == "Surgery"
    assert ("about", "questionnaire-hash", questionnaire.content_hash) in meanings
    assert "1/2 of a section's" in meanings["schedule", "section-share", ""]
    named = {line["name"] for line in told if line["part"] == "column"}
    assert set(records(folder / "a.csv")[0]) == named


def test_a_workbook_has_both_sheets_numbers_and_no_formula(
    folder: Path, questionnaire: Questionnaire
) -> None:
    out = folder / "a.xlsx"
    options = ("--round", "latest", "--format", "xlsx", "--evidence")
    assert export(folder, out, *options).exit_code == 0
    first = out.read_bytes()
    assert export(folder, out, *options).exit_code == 0
    assert out.read_bytes() == first  # the same data, the same bytes
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Answers", "Data dictionary", "Calibration"]
    header, row, *_ = book["Answers"].iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert [cells[key] for key in questionnaire.keys[:6]] == [1, 2, 3, 4, 5, "dont-know"]
    assert {c.data_type for r in book["Answers"].iter_rows() for c in r} <= {"s", "n"}
    assert '=HYPERLINK("http://x.example")' in cells.values()


def test_without_scenes_raw_scores_stand_alone_and_say_why(folder: Path) -> None:
    export(folder, folder / "a.csv", "--round", "latest", "--format", "csv")
    export(folder, folder / "a.xlsx", "--round", "latest", "--format", "xlsx")
    book = openpyxl.load_workbook(folder / "a.xlsx")["Calibration"].iter_rows(values_only=True)
    header, *cells = ([cell if cell is not None else "" for cell in row] for row in book)
    told = records(folder / "a-calibration.csv")
    assert [[str(cell) for cell in row] for row in cells] == [list(row.values()) for row in told]
    assert header == list(told[0])
    assert [row["role"] for row in told] == ["clinical", "operational", "nursing"]
    assert {row["not-adjusted-because"] for row in told} == {"the questionnaire has no scenes"}
    for row in told:
        empty = {name for name, cell in row.items() if not cell}
        assert {name for name in row if "leniency" in name or "adjusted" in name} - empty == {
            "not-adjusted-because"
        }
        # 1 2 3 4 5 ? x 0 again and again: 23 of 30 have a score, 63 in all
        assert float(row["overall-raw"]) == pytest.approx(63 / 23, abs=1e-6)


def test_in_csv_evidence_cannot_run(folder: Path) -> None:
    export(folder, folder / "a.csv", "--round", "latest", "--format", "csv", "--evidence")
    cells = {cell for row in records(folder / "a.csv") for cell in row.values()}
    assert '\'=HYPERLINK("http://x.example")' in cells
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_has_an_empty_row_for_every_lead(folder: Path, kind: str) -> None:
    out = folder / f"t.{kind}"
    options = ("--round", "latest", "--trust", "ZZN", "--template", "--format", kind)
    result = export(folder, out, *options)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{out}\n", "")
    if kind == "csv":
        rows = [row for row in records(out) if not row["trust"].startswith("#")]
        assert len(records(out)) > len(rows)  # what the values mean stands below
    else:
        book = openpyxl.load_workbook(out)
        header, *cells = book["Answers"].iter_rows(values_only=True)
        rows = [dict(zip(header, each, strict=True)) for each in cells]
        assert "How to fill in" in book.sheetnames
        assert len(book["Answers"].data_validations.dataValidation) == len(header) - 3
    assert len(rows) == 6
    filled = {name for row in rows for name, cell in row.items() if cell}
    assert filled == {"trust", "division", "role"}


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--round", "latest", "--format", "sav", "--template"], 2, "use --format csv or xlsx"),
        (["--round", "latest", "--format", "parquet", "--template"], 2, "use --format csv or xlsx"),
        (["--round", "latest", "--format", "csv", "--template"], 2, "name one with --trust"),
        (["--round", "latest", "--format", "csv", "--trust", "ZZS"], 1, "there is no round with"),
        (["--round", "nosuchround", "--format", "csv"], 1, "there is no round nosuchround"),
        (["--format", "csv"], 2, "Missing option '--round'"),
    ],
)
def test_what_cannot_be_written_is_said(
    folder: Path, options: list[str], code: int, words: str
) -> None:
    result = export(folder, folder / "out" / "a.csv", *options)
    assert result.exit_code == code
    assert words in result.stderr
    assert not (folder / "out").exists()


def test_evidence_too_long_for_a_workbook_is_told_and_csv_takes_it(folder: Path) -> None:
    engine = open_database(sqlite_url(folder))
    with transaction(engine, writes=True) as session:
        answers = answers_of(response_of(session, "ZZN", "medicine", "nursing"))
        answers["patient-flow"].evidence = "x" * 40_000
    engine.dispose()
    options = ("--round", "latest", "--evidence", "--format")
    result = export(folder, folder / "a.xlsx", *options, "xlsx")
    assert result.exit_code == 1
    assert "row 4, column patient-flow:evidence: 40,000 characters" in result.stderr
    assert "use CSV" in result.stderr
    assert not list(folder.glob("a.*"))
    assert export(folder, folder / "a.csv", *options, "csv").exit_code == 0


def as_words(level: object, kind: object) -> str:
    return str(kind or ("" if level is None else int(str(level).partition(".")[0])))


def test_spss_and_parquet_hold_the_same_answers_as_csv_and_all_that_explains_them(
    folder: Path, questionnaire: Questionnaire
) -> None:
    options = ("--round", "latest", "--evidence", "--format")
    made = {kind: folder / f"a.{kind}" for kind in ("csv", "sav", "parquet")}
    for kind, file in made.items():
        assert export(folder, file, *options, kind).exit_code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    rows = records(made["csv"])
    columns, said = pyreadstat.read_sav(made["sav"], output_format="dict", user_missing=True)
    words = {-1.0: "dont-know", -2.0: "not-applicable", -3.0: "not-in-place"}
    table = parquet.read_table(made["parquet"])
    for key in questionnaire.keys:
        expected = [row[key] for row in rows]
        levels = columns[sav_name(key)]
        assert [words.get(level) or as_words(level, None) for level in levels] == expected
        kinds = zip(*(table[name].to_pylist() for name in (key, f"{key}:missing")), strict=True)
        assert [as_words(*pair) for pair in kinds] == expected
        ranges = said.missing_ranges[sav_name(key)]
        assert {(each["lo"], each["hi"]) for each in ranges} == {(n, n) for n in (-1, -2, -3)}
        assert said.variable_value_labels[sav_name(key)][-3] == MEANINGS[-3]
    for name in (name for name in rows[0] if name not in questionnaire.keys):
        expected = [restored(row[name]) for row in rows]
        assert table[name].to_pylist() == expected
        assert columns[sav_name(name)] == expected
    notes = " ".join(said.notes)
    dictionary = records(folder / "a-dictionary.csv")
    kept = json.loads(table.schema.metadata[b"dictionary"])
    assert [[str(cell) for cell in line.values()] for line in kept] == [
        [restored(cell) for cell in line.values()] for line in dictionary
    ]
    assert "1/2 of a section's" in notes
    assert all(line["name"] in notes for line in dictionary if " " not in line["name"])


def test_the_same_data_give_the_same_bytes_of_spss_and_parquet(folder: Path) -> None:
    for kind in ("sav", "parquet"):
        files = [folder / f"{n}.{kind}" for n in (1, 2)]
        for file in files:
            assert export(folder, file, "--round", "latest", "--format", kind).exit_code == 0
        assert files[0].read_bytes() == files[1].read_bytes()


def test_without_the_libraries_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pyreadstat", "pyarrow"):
        monkeypatch.setitem(sys.modules, name, None)
    for kind in ("sav", "parquet"):
        result = export(folder, folder / "a.x", "--round", "latest", "--format", kind)
        assert result.exit_code == 1
        assert "uv sync --extra exports" in result.stderr
        assert not (folder / "a.x").exists()
