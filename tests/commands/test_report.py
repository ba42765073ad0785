"""benchmark report: the same bytes as the pages issue, and plain words when there is nothing."""

import sqlite3
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main
from tests.assessment.records import recorded_by_commands


def report(data: Path, out: Path, *options: str) -> Result:
    arguments = ["report", "--data", str(data), "--out", str(out), *options]
    return CliRunner().invoke(main, arguments)


@pytest.fixture(scope="session")
def latest(showcase: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    out = tmp_path_factory.mktemp("reports") / "new folder"
    return out, report(showcase, out, "--round", "latest")


def test_one_file_for_each_division_and_one_for_the_trust(latest: tuple[Path, Result]) -> None:
    out, result = latest
    assert result.exit_code == 0, result.output
    names = sorted(file.name for file in out.iterdir())
    divisions = "cancer community diagnostics medicine surgery urgent-care women-and-children"
    assert names == sorted(["zzf-L1.pdf", *(f"zzf-{key}-L1.pdf" for key in divisions.split())])
    assert sorted(result.stdout.splitlines()) == [str(out / name) for name in names]


def test_the_bytes_are_those_that_the_pages_issue(
    showcase: Path, latest: tuple[Path, Result]
) -> None:
    out, _ = latest
    query = """
        SELECT divisions.key, reports.pdf FROM reports JOIN rounds ON rounds.id = reports.round_id
        LEFT JOIN divisions ON divisions.id = reports.division_id WHERE rounds.title = 'Round 2025'
    """
    with sqlite3.connect(showcase / "benchmark.sqlite") as database:
        issued = database.execute(query).fetchall()
    assert len(issued) == 8
    for key, pdf in issued:
        assert (out / f"zzf{'-' + key if key else ''}-L1.pdf").read_bytes() == pdf


def test_the_latest_released_round_is_not_the_open_one(latest: tuple[Path, Result]) -> None:
    out, _ = latest
    text = pypdfium2.PdfDocument(out / "zzf-surgery-L1.pdf")[0].get_textpage().get_text_range()
    assert "Round 2025" in text
    assert "Surgery" in text


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--round", "nosuchround"], 1, "there is no round nosuchround"),
        (["--round", "latest", "--trust", "ZZX"], 1, "there is no trust ZZX"),
        (["--round", "latest", "--division", "eyes"], 1, "there is no division eyes"),
        (["--round", "latest", "--level", "L2", "--division", "eyes"], 1, "no division eyes"),
        (["--round", "latest", "--level", "L3"], 2, "Invalid value for '--level'"),
        ([], 2, "Missing option '--round'"),
    ],
)
def test_what_cannot_be_written_is_said(
    showcase: Path, tmp_path: Path, options: list[str], code: int, words: str
) -> None:
    result = report(showcase, tmp_path / "out", *options)
    assert result.exit_code == code
    assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_division_that_is_not_released_is_refused_with_its_state(
    showcase: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(showcase / "benchmark.sqlite") as database:
        ((open_round,),) = database.execute("SELECT id FROM rounds WHERE state = 'open'").fetchall()
    chosen = report(showcase, tmp_path, "--round", open_round, "--division", "medicine")
    assert chosen.exit_code == 1
    assert "medicine is not released: 2 of 3 complete" in chosen.stderr


def test_the_edition_of_the_three_is_written_for_each_division_and_says_whose_it_is(
    own_showcase: Path, tmp_path: Path
) -> None:
    options = ("--round", "latest", "--level", "L2", "--division", "surgery")
    result = report(own_showcase, tmp_path, *options)
    assert result.exit_code == 0, result.output
    assert [file.name for file in tmp_path.iterdir()] == ["zzf-surgery-L2.pdf"]
    assert "to the three leads of its division only" in result.stderr
    document = pypdfium2.PdfDocument(tmp_path / "zzf-surgery-L2.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "for the three leads of this division only" in text
    assert "What each of you said" in text
    assert ("reports written", "for the leads, L2", False) in recorded_by_commands(own_showcase)


def test_a_division_whose_three_are_not_in_has_no_edition_of_the_three(
    showcase: Path, tmp_path: Path
) -> None:
    with sqlite3.connect(showcase / "benchmark.sqlite") as database:
        ((open_round,),) = database.execute("SELECT id FROM rounds WHERE state = 'open'").fetchall()
    options = ("--round", open_round, "--level", "L2", "--division", "medicine")
    result = report(showcase, tmp_path / "out", *options)
    assert result.exit_code == 1
    assert "the three leads of medicine have not all submitted" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_database_is_not_made(tmp_path: Path) -> None:
    result = report(tmp_path / "nothing", tmp_path / "out", "--round", "latest")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert not (tmp_path / "nothing" / "benchmark.sqlite").exists()
