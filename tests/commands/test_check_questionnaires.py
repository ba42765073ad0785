"""``check-questionnaires`` as an author uses it."""

import json
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
    """The first version cannot change any more, so its warnings stay."""
    result = run()
    assert result.exit_code == 0
    assert result.stdout == "2 questionnaires, no faults, 5 warnings\n"
    first = questionnaire_folder() / "management-practice-1.0.yaml"
    lines = result.stderr.splitlines()
    assert len(lines) == 5
    assert all(line.startswith(f"{first}:") and ": warning: " in line for line in lines)


def test_files_and_folders_are_counted_once(copy: Path) -> None:
    assert run(copy).stdout == "1 questionnaire, no faults, 5 warnings\n"
    second = copy.with_name("second.yaml")
    second.write_text(
        copy.read_text(encoding="utf-8").replace('"1.0"', '"1.1"', 1), encoding="utf-8"
    )
    assert run(copy, copy.parent).stdout == "2 questionnaires, no faults, 11 warnings\n"


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
    lines = [line for line in result.stderr.splitlines() if ": warning: " not in line]
    assert lines[0].startswith(f"{copy}:{first}:14: practice key 'patient-flow' stands on line ")
    assert lines[1].startswith(f"{copy}:{second}:14: 'key' must be lower-case letters and hyphens")
    assert lines[2] == f"{other}:{third}:11: 'language' must be 'en-GB'"
    assert lines[3:] == ["3 faults, 10 warnings, 2 files"]


def test_a_level_that_is_too_long_is_a_fault(copy: Path) -> None:
    line = spoil(copy, "          - ", f"          - {'is ' * 25}")
    result = run(copy)
    assert result.exit_code == 1
    assert f"{copy}:{line}:13: the level has " in result.stderr
    assert result.stderr.endswith("1 fault, 5 warnings, 1 file\n")


def test_a_crosswalk_is_checked_with_the_version_in_the_same_folder(tmp_path: Path) -> None:
    first, second = (tmp_path / f"{n}.yaml" for n in ("first", "second"))
    product = questionnaire_folder()
    second.write_bytes((product / "management-practice-1.1.yaml").read_bytes())
    alone = run(second)
    assert alone.exit_code == 0
    assert "management-practice-1.0 is not here to check the crosswalk with" in alone.stderr
    first.write_bytes((product / "management-practice-1.0.yaml").read_bytes())
    assert run(second).stdout == "1 questionnaire, no faults\n"
    line = spoil(second, "key: follow-through", "key: following-through")
    result = run(second)
    assert result.exit_code == 1
    assert f"{second}:{line}:14: 'following-through' is not in management-practice-1.0" in (
        result.stderr
    )
    assert "'follow-through' of management-practice-1.0 is neither here nor" in result.stderr


def test_the_schema_is_printed_and_nothing_is_checked(tmp_path: Path) -> None:
    result = run("--schema", tmp_path / "none.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    schema = json.loads(result.stdout)
    assert schema["title"] == "Questionnaire"
    assert {"title", "version", "sections"} <= set(schema["required"])


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
