"""``check-questionnaires`` as an author uses it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.check_questionnaires import check_questionnaires
from benchmark.questionnaire.source import questionnaire_folder


def run(*paths: Path | str) -> Result:
    return CliRunner().invoke(check_questionnaires, [str(path) for path in paths])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the first questionnaire, to be spoilt."""
    path = tmp_path / "copy.yaml"
    path.write_bytes((questionnaire_folder() / "management-practice-1.0.yaml").read_bytes())
    return path


def spoil(path: Path, old: str, new: str) -> int:
    """Replace the first ``old`` and return its line."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_product_s_own_questionnaires_have_no_faults() -> None:
    result = run()
    assert result.exit_code == 0
    assert result.stdout.endswith("no faults\n")
    assert result.stderr == ""


def test_files_and_folders_are_counted_once(copy: Path) -> None:
    assert run(copy).stdout == "1 questionnaire, no faults\n"
    second = copy.with_name("second.yaml")
    second.write_text(
        copy.read_text(encoding="utf-8").replace('"1.0"', '"1.1"', 1), encoding="utf-8"
    )
    assert run(copy, copy.parent).stdout == "2 questionnaires, no faults\n"


def test_every_fault_of_every_file_goes_to_stderr_with_its_line(copy: Path) -> None:
    other = copy.with_name("other.yaml")
    other.write_text(
        copy.read_text(encoding="utf-8").replace('"1.0"', '"2.0"', 1), encoding="utf-8"
    )
    first = spoil(copy, "key: tracking", "key: patient-flow")
    second = spoil(copy, "key: partners", "key: Partners")
    third = spoil(other, "language: en-GB", "language: fr")
    result = run(copy, other)
    assert result.exit_code == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{copy}:{first}:14: practice key 'patient-flow' stands on line ")
    assert lines[1].startswith(f"{copy}:{second}:14: 'key' must be lower-case letters and hyphens")
    assert lines[2] == f"{other}:{third}:11: 'language' must be 'en-GB'"
    assert lines[3:] == ["3 faults, 2 files"]


def test_advice_counts_as_a_fault_for_an_author(copy: Path) -> None:
    line = spoil(copy, "          - ", f"          - {'word ' * 26}")
    result = run(copy)
    assert result.exit_code == 1
    assert f"{copy}:{line}:13: the level has " in result.stderr


def test_the_same_questionnaire_in_two_files_is_a_fault(copy: Path) -> None:
    twin = copy.with_name("twin.yaml")
    twin.write_bytes(copy.read_bytes())
    result = run(copy.parent)
    assert result.exit_code == 1
    assert f"{twin}:3:10: management-practice-1.0 is {copy} already" in result.stderr


def test_what_is_not_there_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    for path, message in [
        (tmp_path / "none.yaml", "there is no such file"),
        (tmp_path, "there is no questionnaire (*.yaml) in this folder"),
    ]:
        result = run(path)
        assert result.exit_code == 1
        assert f"{path}:1:1: {message}" in result.stderr
        assert "Traceback" not in result.output


def test_an_unknown_option_is_wrong_usage() -> None:
    assert run("--strict").exit_code == 2
