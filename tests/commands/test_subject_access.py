"""benchmark subject-access, as it is typed."""

from pathlib import Path

from click.testing import CliRunner, Result

from benchmark.commands.main import main
from tests.assessment.held import OWN, tables
from tests.assessment.records import recorded_by_commands


def run(folder: Path, email: str, out: Path) -> Result:
    command = ["subject-access", "--data", str(folder), "--email", email, "--out", str(out)]
    return CliRunner().invoke(main, command)


def test_one_file_for_the_person_that_nobody_else_can_read(
    two_released_sqlite: str, tmp_path: Path
) -> None:
    folder = Path(two_released_sqlite.removeprefix("sqlite:///")).parent
    out = tmp_path / "held.zip"
    told = run(folder, OWN.upper(), out)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "    30 answers.csv\n" in told.stdout
    assert told.stdout.endswith(f"It is personal: give it to {OWN.upper()} only.\n")
    assert out.stat().st_mode & 0o777 == 0o600
    assert len(tables(out.read_bytes())["answers"]) == 30
    assert recorded_by_commands(folder) == [("data given out", "", False)]


def test_what_cannot_be_written_is_not_recorded(two_released_sqlite: str, tmp_path: Path) -> None:
    folder = Path(two_released_sqlite.removeprefix("sqlite:///")).parent
    there = tmp_path / "there.zip"
    there.write_bytes(b"something else")
    assert "there.zip is there already; name another file" in run(folder, OWN, there).stderr
    assert there.read_bytes() == b"something else"
    nowhere = run(folder, OWN, tmp_path / "nowhere" / "held.zip")
    assert "cannot be written: No such file or directory" in nowhere.stderr
    unknown = run(folder, "nobody@north.example", tmp_path / "held.zip")
    assert unknown.stderr == "Error: nobody here has the e-mail nobody@north.example\n"
    assert {each.exit_code for each in (nowhere, unknown)} == {1}
    assert recorded_by_commands(folder) == []
