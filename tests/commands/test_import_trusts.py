"""benchmark import-trusts, as it is typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.import_trusts import import_trusts


@pytest.fixture
def folder(current_sqlite: str, tmp_path: Path) -> Path:
    assert current_sqlite.endswith("benchmark.sqlite")
    return tmp_path


def run(folder: Path, file: Path) -> Result:
    return CliRunner().invoke(import_trusts, ["--data", str(folder), str(file)])


def test_a_real_extract_is_counted(folder: Path, shared_data: Path) -> None:
    file = shared_data / "nhs/ods_etr_2025.csv"
    result = run(folder, file)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "210 trusts: 210 new, 0 changed, 5 closed\n"
    assert run(folder, file).stdout == "210 trusts: 0 new, 0 changed, 5 closed\n"


def test_faults_name_file_line_and_column(folder: Path) -> None:
    file = folder / "trusts.csv"
    file.write_text("code,name\nZZN,North\n,South\n")
    result = run(folder, file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{file}:3:code: is empty; fill it in or remove the line\nnothing was imported\n"
    )
    file.write_text("code,name\nZZN,North\n")
    assert run(folder, file).stdout == "1 trust: 1 new, 0 changed, 0 closed\n"


def test_the_first_twenty_faults_are_shown_and_the_rest_counted(folder: Path) -> None:
    file = folder / "trusts.csv"
    file.write_text("code,name\n" + "ZZN,\n" + 24 * ",North\n")
    lines = run(folder, file).stderr.splitlines()
    assert [line.split(":")[1] for line in lines[:20]] == [str(n) for n in range(2, 22)]
    assert lines[20:] == ["and 5 more", "nothing was imported"]


def test_a_missing_file_is_wrong_usage(folder: Path) -> None:
    assert run(folder, folder / "none.csv").exit_code == 2
